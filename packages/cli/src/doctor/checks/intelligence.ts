// Checks Conversational Intelligence: whether it is linked, and whether the two Summary rules do nothing else.

import {
  type IntelligenceConfiguration,
  type IntelligenceRule,
  type Operator,
  type OrchestratorConfiguration,
  summaryOperatorId,
} from "@pulumi/twilio/account";
import { summaryRules } from "@tac-handoff/infra/conversations";
import { catalogue } from "../facts/catalogue.ts";
import { type Check, fail, judgeProblems, judgeReading, pass, skip } from "../facts/check.ts";
import type { Facts } from "../facts/facts.ts";
import { howToFix, type Wanted } from "../facts/wanted.ts";

export function checkIntelligence(
  wanted: Wanted,
  { orchestrator, intelligence, operators }: Pick<Facts, "orchestrator" | "intelligence" | "operators">,
): Check[] {
  return [
    judgeReading(orchestrator, "intelligence-linked", (row) =>
      row ? checkLinked(wanted, row) : skip("intelligence-linked", "no Orchestrator configuration is known"),
    ),
    judgeReading(intelligence, "intelligence-rules", (rows) =>
      rows.length > 0 || orchestrator.value
        ? checkRules(wanted, rows)
        : skip("intelligence-rules", "no Orchestrator configuration is known"),
    ),
    judgeReading(operators, "summary-operator", checkOperator),
  ];
}

function checkLinked(wanted: Wanted, { intelligenceConfigurationIds }: OrchestratorConfiguration): Check {
  const { intelligenceConfigurationId: id } = wanted;
  const linked = intelligenceConfigurationIds ?? [];
  const described = linked.length === 0 ? "none is linked" : linked.join(", ");
  const isLinked = id === undefined ? linked.length > 0 : linked.includes(id);
  return judgeProblems("intelligence-linked", isLinked ? [] : [described], {
    fine: described,
    expected: id ?? "one with the Summary operator",
    fix: howToFix(wanted, "intelligence-linked"),
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
  return judgeProblems(id, problems, {
    fine: `${row?.id}: ${wantedTriggers.join(", ")}`,
    expected: `two rules: the Summary operator on ${wantedTriggers.join(" and on ")}, no action, no context`,
    fix: howToFix(wanted, id),
  });
}

const wantedTriggers = summaryRules.flatMap(({ triggers }) => triggers.map(({ on }) => on as string));

/** A rule without the Summary operator belongs to someone else and is not part of the hand-off. */
function rulesProblems(rules: readonly IntelligenceRule[]): string[] {
  const summaries = rules.filter(hasSummary);
  const triggers = summaries.map(({ triggers }) => (triggers ?? []).map(({ on }) => on).join("+"));
  return [
    ...wantedTriggers.filter((on) => !triggers.includes(on)).map((on) => `no Summary on ${on}`),
    ...triggers.filter((on) => !wantedTriggers.includes(on)).map((on) => `Summary on ${on || "nothing"}`),
    ...wantedTriggers
      .filter((on) => triggers.indexOf(on) !== triggers.lastIndexOf(on))
      .map((on) => `more than one Summary on ${on}`),
    ...summaries.flatMap((rule) => extras(rule)),
  ];
}

function extras({ operators, triggers, actions, context }: IntelligenceRule): string[] {
  const on = (triggers ?? []).map((trigger) => trigger.on).join("+");
  const others = (operators ?? []).filter(({ id }) => id !== summaryOperatorId);
  return [
    ...others.map(({ id }) => `${on}: operator ${id} as well`),
    ...(actions ?? []).map(({ type }) => `${on}: an action ${type}`),
    ...(isNothing(context) ? [] : [`${on}: a context`]),
  ];
}

/** Twilio returns null for fields that were omitted. */
function isNothing(context: unknown): boolean {
  if (typeof context !== "object" || context === null) return true;
  return Object.values(context).every((value) => value === null || value === undefined);
}

function hasSummary({ operators }: IntelligenceRule): boolean {
  return (operators ?? []).some(({ id }) => id === summaryOperatorId);
}

function checkOperator(operators: readonly Operator[]): Check {
  const id = "summary-operator";
  const own = operators.filter(({ author, displayName }) => author === "TWILIO" && displayName === "Summary");
  if (own.some((operator) => operator.id === summaryOperatorId)) return pass(id, summaryOperatorId);
  return fail(id, {
    found:
      own.length === 0 ? "Twilio lists no operator named Summary" : own.map((each) => each.id).join(", "),
    expected: summaryOperatorId,
    fix: catalogue[id].console,
  });
}
