// Conversational Intelligence: linked, and the two Summary rules with nothing else on them.

import { summaryOperatorId } from "@pulumi/twilio/schemas";
import { summaryRules } from "@tac-handoff/infra/conversations";
import type {
  IntelligenceConfiguration,
  Operator,
  OrchestratorConfiguration,
} from "../../account/account.ts";
import { catalogue } from "../facts/catalogue.ts";
import { type Check, fromProblems, known, ok, skipped, wrong } from "../facts/check.ts";
import type { Facts } from "../facts/facts.ts";
import { mendBy, type Wanted } from "../facts/wanted.ts";

type Rule = NonNullable<IntelligenceConfiguration["rules"]>[number];

export function checkIntelligence(
  wanted: Wanted,
  { orchestrator, intelligence, operators }: Pick<Facts, "orchestrator" | "intelligence" | "operators">,
): Check[] {
  return [
    known(orchestrator, "intelligence-linked", (row) =>
      row
        ? checkLinked(wanted, row)
        : skipped("intelligence-linked", "no Orchestrator configuration is known"),
    ),
    known(intelligence, "intelligence-rules", (rows) =>
      rows.length > 0 || orchestrator.value
        ? checkRules(wanted, rows)
        : skipped("intelligence-rules", "no Orchestrator configuration is known"),
    ),
    known(operators, "summary-operator", checkOperator),
  ];
}

function checkLinked(wanted: Wanted, { intelligenceConfigurationIds }: OrchestratorConfiguration): Check {
  const { intelligenceConfigurationId: id } = wanted;
  const linked = intelligenceConfigurationIds ?? [];
  const said = linked.length === 0 ? "none is linked" : linked.join(", ");
  const isLinked = id === undefined ? linked.length > 0 : linked.includes(id);
  return fromProblems("intelligence-linked", isLinked ? [] : [said], {
    fine: said,
    expected: id ?? "one with the Summary operator",
    mend: mendBy(wanted, "intelligence-linked"),
  });
}

function checkRules(wanted: Wanted, rows: readonly IntelligenceConfiguration[]): Check {
  const id = "intelligence-rules";
  const { intelligenceConfigurationId } = wanted;
  const usesSummary = ({ rules }: IntelligenceConfiguration) => (rules ?? []).some(hasSummary);
  const row =
    intelligenceConfigurationId === undefined
      ? (rows.find(usesSummary) ?? rows[0])
      : rows.find((each) => each.id === intelligenceConfigurationId);
  const problems = row ? rulesProblems(row.rules ?? []) : ["there is no Intelligence configuration"];
  return fromProblems(id, problems, {
    fine: `${row?.id}: ${wantedTriggers.join(", ")}`,
    expected: `two rules: the Summary operator on ${wantedTriggers.join(" and on ")}, no action, no context`,
    mend: mendBy(wanted, id),
  });
}

const wantedTriggers = summaryRules.flatMap(({ triggers }) => triggers.map(({ on }) => on as string));

/** A rule without the Summary operator is somebody else's, and no part of the hand-off. */
function rulesProblems(rules: readonly Rule[]): string[] {
  const summaries = rules.filter(hasSummary);
  const triggers = summaries.map(({ triggers }) => (triggers ?? []).map(({ on }) => on).join("+"));
  return [
    ...wantedTriggers.filter((on) => !triggers.includes(on)).map((on) => `no Summary on ${on}`),
    ...triggers.filter((on) => !wantedTriggers.includes(on)).map((on) => `a Summary on ${on || "nothing"}`),
    ...wantedTriggers
      .filter((on) => triggers.indexOf(on) !== triggers.lastIndexOf(on))
      .map((on) => `more than one Summary on ${on}`),
    ...summaries.flatMap((rule) => extras(rule)),
  ];
}

function extras({ operators, triggers, actions, context }: Rule): string[] {
  const on = (triggers ?? []).map((trigger) => trigger.on).join("+");
  const others = (operators ?? []).filter(({ id }) => id !== summaryOperatorId);
  return [
    ...others.map(({ id }) => `${on}: also the operator ${id}`),
    ...(actions ?? []).map(({ type }) => `${on}: an action ${type}`),
    ...(isNothing(context) ? [] : [`${on}: a context`]),
  ];
}

/** Twilio echoes null where something was left out. */
function isNothing(context: unknown): boolean {
  if (typeof context !== "object" || context === null) return true;
  return Object.values(context).every((value) => value === null || value === undefined);
}

function hasSummary({ operators }: Rule): boolean {
  return (operators ?? []).some(({ id }) => id === summaryOperatorId);
}

function checkOperator(operators: readonly Operator[]): Check {
  const id = "summary-operator";
  const own = operators.filter(({ author, displayName }) => author === "TWILIO" && displayName === "Summary");
  if (own.some((operator) => operator.id === summaryOperatorId)) return ok(id, summaryOperatorId);
  return wrong(id, {
    found:
      own.length === 0 ? "Twilio lists no operator named Summary" : own.map((each) => each.id).join(", "),
    expected: summaryOperatorId,
    mend: catalogue[id].console,
  });
}
