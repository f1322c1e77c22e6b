// Checks the Orchestrator configuration against what TAC and the hand-off guide require.

import type { OrchestratorConfiguration } from "@pulumi/twilio/account";
import { plainUrl } from "@pulumi/twilio/account";
import { isInactiveFirst } from "@pulumi/twilio/schemas";
import { webhookUrl } from "@tac-handoff/infra/agentUrls";
import { capturesAgent, channelSettings } from "@tac-handoff/infra/conversations";
import type { CheckId } from "../facts/catalogue.ts";
import { type Check, fail, judgeProblems, judgeReading, pass, skip } from "../facts/check.ts";
import type { Facts } from "../facts/facts.ts";
import { howToFix, howToSet, ownAddresses, usesMessaging, type Wanted } from "../facts/wanted.ts";
import { noFlex } from "./flex.ts";
import { tacProblems } from "./tacProblems.ts";

type OrchestratorFacts = Pick<Facts, "orchestrator" | "orchestrators" | "flex">;
type Judge = (wanted: Wanted, row: OrchestratorConfiguration, facts: OrchestratorFacts) => Check;

const judges: readonly (readonly [CheckId, Judge])[] = [
  ["orchestrator-tac", checkTac],
  ["orchestrator-captures", checkCaptures],
  ["orchestrator-bridge", checkBridge],
  ["orchestrator-voice", checkVoice],
  ["orchestrator-timeouts", checkTimeouts],
  ["orchestrator-callback", checkCallback],
];

export function checkOrchestrator(wanted: Wanted, facts: OrchestratorFacts): Check[] {
  return [
    judgeReading(facts.orchestrator, "orchestrator", (row) => checkThere(wanted, row, facts)),
    ...judges.map(([id, judge]) =>
      judgeReading(facts.orchestrator, id, (row) =>
        row ? judge(wanted, row, facts) : skip(id, "no Orchestrator configuration is known"),
      ),
    ),
  ];
}

function checkThere(
  { orchestratorConfigurationId: id, stack }: Wanted,
  row: OrchestratorConfiguration | undefined,
  { orchestrators }: OrchestratorFacts,
): Check {
  if (row) return pass("orchestrator", `${row.displayName ?? "(no name)"}, ${row.id}`);
  const others = (orchestrators.value ?? []).map((each) => `${each.displayName ?? "(no name)"}, ${each.id}`);
  const there = others.length === 0 ? "none" : others.join("; ");
  return fail("orchestrator", {
    found: `${id === undefined ? "none is configured" : `${id} does not exist`}; the account has ${there}`,
    expected: "a configuration of this account",
    fix: howToName(id, stack),
  });
}

function howToName(id: string | undefined, stack: Wanted["stack"]): string {
  if (!stack)
    return "TWILIO_CONVERSATION_CONFIGURATION_ID=conv_configuration_… in the .env, or --configuration";
  // The stack cannot create an object that it adopts.
  return id !== undefined && id === stack.config.adopt.orchestratorConfiguration
    ? howToSet(stack, "adopt.orchestratorConfiguration")
    : stack.up;
}

function checkTac(wanted: Wanted, row: OrchestratorConfiguration): Check {
  return judgeProblems("orchestrator-tac", tacProblems(row), {
    fine: "TAC accepts the description, name, timeouts and callbacks",
    expected: "values that TAC accepts: a description, and minutes until Closed wherever there are timeouts",
    fix: howToFix(wanted, "orchestrator-tac"),
  });
}

function checkCaptures(wanted: Wanted, row: OrchestratorConfiguration): Check {
  const names = Object.keys(channelSettings(wanted));
  const captured = names.flatMap((name) => {
    const all = row.channelSettings?.[name]?.captureRules ?? [];
    const rules = all.filter((rule) => capturesAgent(rule, Object.values(ownAddresses(wanted)).flat()));
    return rules.length === 0
      ? []
      : [`${name}: ${rules.map(({ from, to }) => `${from} → ${to}`).join(", ")}`];
  });
  return judgeProblems("orchestrator-captures", captured, {
    fine: `none of the agent for ${names.join(", ")}`,
    expected: `no capture rules of the agent for ${names.join(", ")}`,
    fix: howToFix(wanted, "orchestrator-captures"),
  });
}

function checkBridge(
  wanted: Wanted,
  row: OrchestratorConfiguration,
  { flex, orchestrators }: OrchestratorFacts,
): Check {
  const id = "orchestrator-bridge";
  if (!usesMessaging(wanted)) return skip(id, "only messaging needs it");
  return judgeReading(
    wanted.classicServiceSid === undefined ? flex : { value: undefined },
    id,
    (configuration) => {
      const service = wanted.classicServiceSid ?? configuration?.chat_service_instance_sid ?? undefined;
      const bridged = row.conversationsV1Bridge?.serviceId;
      if (bridged !== undefined && bridged === service) return pass(id, bridged);
      const other = (orchestrators.value ?? []).find(
        (each) => each.id !== row.id && each.conversationsV1Bridge?.serviceId === service,
      );
      if (service === undefined) return noFlex(id);
      const taken = other ? `; ${other.id} bridges ${service}, and only one configuration can` : "";
      return fail(id, {
        found: `${bridged === undefined ? "no bridge" : `a bridge to ${bridged}`}${taken}`,
        expected: `a bridge to ${service}`,
        fix: other ? howToFree(other.id, wanted) : howToFix(wanted, id),
      });
    },
  );
}

function howToFree(otherId: string, wanted: Wanted): string {
  const { stack } = wanted;
  const free = `remove the bridge from ${otherId} (Console: Conversation Orchestrator > ${otherId} > Channel traffic), then ${howToFix(wanted, "orchestrator-bridge")}`;
  return stack
    ? `${free}; or adopt that one: ${howToSet(stack, "adopt.orchestratorConfiguration")}`
    : `${free}; or use that one: ${howToName(otherId, stack)}`;
}

function checkVoice(wanted: Wanted, row: OrchestratorConfiguration): Check {
  const id = "orchestrator-voice";
  if (!wanted.channels.includes("voice")) return skip(id, "voice is not a channel of this agent");
  const found = minutes(row.channelSettings?.VOICE?.statusTimeouts);
  const expected = minutesOf(wanted.timeouts.voice);
  const described =
    wanted.timeouts.voice === "onHangup"
      ? "no timeouts for VOICE, which means On hangup"
      : `VOICE: ${expected}`;
  return judgeProblems(id, found === expected ? [] : [found], {
    fine: described,
    expected: described,
    fix: howToFix(wanted, id),
  });
}

function checkTimeouts(wanted: Wanted, row: OrchestratorConfiguration): Check {
  const id = "orchestrator-timeouts";
  if (!usesMessaging(wanted)) return skip(id, "only messaging uses them");
  const settings = Object.entries(channelSettings(wanted)).filter(([name]) => name !== "VOICE");
  const found = (name: string) => minutes(row.channelSettings?.[name]?.statusTimeouts);
  const described = settings.map(([name]) => `${name}: ${found(name)}`).join("; ");
  // The guide leaves them at their defaults, which are not documented: only a stack defines what they should be.
  if (!wanted.stack) {
    const early = settings.filter(
      ([name]) => !isInactiveFirst(row.channelSettings?.[name]?.statusTimeouts ?? {}),
    );
    return judgeProblems(
      id,
      early.map(([name]) => `${name}: ${found(name)}`),
      {
        fine: described,
        expected: "fewer minutes until inactive than until closed",
        fix: howToFix(wanted, id),
      },
    );
  }
  const problems = settings
    .filter(([name, { statusTimeouts }]) => found(name) !== minutesOf(statusTimeouts))
    .map(([name]) => `${name}: ${found(name)}`);
  return judgeProblems(id, problems, {
    fine: described,
    expected: settings
      .map(([name, { statusTimeouts }]) => `${name}: ${minutesOf(statusTimeouts)}`)
      .join("; "),
    fix: howToFix(wanted, id),
  });
}

function minutesOf(timeouts: ReturnType<typeof channelSettings>[string]["statusTimeouts"]): string {
  return minutes(typeof timeouts === "string" ? undefined : timeouts);
}

function minutes(
  timeouts: { inactive?: number | null | undefined; closed?: number | null | undefined } | null | undefined,
) {
  if (!timeouts) return "no timeouts";
  const { inactive, closed } = timeouts;
  const after = (state: string, limit: number | null | undefined) =>
    limit == null ? `never ${state}` : `${state} after ${limit} minutes`;
  return `${after("inactive", inactive)} and ${after("closed", closed)}`;
}

function checkCallback(wanted: Wanted, row: OrchestratorConfiguration): Check {
  const id = "orchestrator-callback";
  if (!usesMessaging(wanted)) return skip(id, "only messaging needs it");
  const { agentDomain } = wanted;
  const callbacks = row.statusCallbacks ?? [];
  const fits = ({ url, method }: (typeof callbacks)[number]) =>
    (agentDomain === undefined ? /^https:\/\/[^/]+\/webhook$/.test(url) : url === webhookUrl(agentDomain)) &&
    (method ?? "POST") === "POST";
  const described =
    callbacks.map(({ url, method }) => `${method ?? "POST"} ${plainUrl(url)}`).join(", ") || "none";
  return judgeProblems(id, callbacks.some(fits) ? [] : [described], {
    fine: described,
    expected: `POST ${agentDomain === undefined ? "https://<agent>/webhook" : plainUrl(webhookUrl(agentDomain))}`,
    fix: howToFix(wanted, id),
  });
}
