// Checks the hand-off flow that customers reach: its newest published revision.

import type { FlowRevision } from "@pulumi/twilio/account";
import { flowOf } from "@tac-handoff/infra/flow";
import { checkFlow as findMistakes, isCanonical, sameDefinition, toCanonical } from "@tac-handoff/studio";
import { attributes as contract } from "@tac-handoff/studio-flows/attributes";
import { type Check, fail, judgeProblems, judgeReading, pass, skip } from "../facts/check.ts";
import type { Facts } from "../facts/facts.ts";
import { howToFix, usesMessaging, type Wanted } from "../facts/wanted.ts";
import { workflowsOf } from "../facts/workflows.ts";
import { taskChannelNamed } from "./flex.ts";

type FlowFacts = Pick<Facts, "flow" | "publishedFlow" | "workflows" | "taskChannels">;

export function checkFlow(wanted: Wanted, facts: FlowFacts): Check[] {
  const { flow, publishedFlow } = facts;
  const published = (
    id: "flow-valid" | "flow-summary" | "flow-same" | "flow-entries",
    judge: (row: FlowRevision) => Check,
  ) => judgeReading(publishedFlow, id, (row) => (row ? judge(row) : skip(id, "no published flow is known")));
  return [
    judgeReading(flow, "flow", (newest) =>
      judgeReading(publishedFlow, "flow", (row) => checkPublished(wanted, newest, row)),
    ),
    published("flow-valid", (row) => checkValid(wanted, row)),
    published("flow-summary", (row) => checkSummary(wanted, row)),
    published("flow-same", (row) => checkSame(wanted, row, facts)),
    published("flow-entries", (row) => checkEntries(wanted, row)),
  ];
}

function checkPublished(
  wanted: Wanted,
  newest: FlowRevision | undefined,
  published: FlowRevision | undefined,
): Check {
  const { flowSid } = wanted;
  if (flowSid === undefined || !newest) {
    return fail("flow", {
      found: flowSid === undefined ? "no flow is configured" : `${flowSid} does not exist`,
      expected: "a published flow of this account",
      fix: wanted.stack?.up ?? "TWILIO_STUDIO_HANDOFF_FLOW_SID=FW… in the .env, or --flow",
    });
  }
  if (!published) {
    return fail("flow", {
      found: `${flowSid} was never published`,
      expected: "a published revision",
      fix: howToFix(wanted, "flow"),
    });
  }
  const above =
    newest.revision !== published.revision ? `; the newer revision ${newest.revision} is a draft` : "";
  return pass(
    "flow",
    `${newest.friendly_name ?? flowSid}, ${flowSid}, revision ${published.revision}${above}`,
  );
}

/** One mistake is often repeated in many widgets. */
const shownMistakes = 3;

function checkValid(wanted: Wanted, { valid, definition }: FlowRevision): Check {
  const mistakes = findMistakes(definition).filter(({ severity }) => severity === "error");
  const problems = [
    ...(valid === false ? ["Twilio reports it as invalid"] : []),
    ...mistakes.slice(0, shownMistakes).map(({ path, message }) => (path ? `${path}: ${message}` : message)),
    ...(mistakes.length > shownMistakes ? [`and ${mistakes.length - shownMistakes} more`] : []),
  ];
  return judgeProblems("flow-valid", problems, {
    fine: "no mistakes",
    expected: "no mistakes",
    fix: howToFix(wanted, "flow-valid"),
  });
}

function checkSummary(wanted: Wanted, { definition }: FlowRevision): Check {
  const missed = findMistakes(definition).filter(({ code }) => code === "summary_not_found");
  return judgeProblems(
    "flow-summary",
    missed.map(({ path, message }) => (path ? `${path}: ${message}` : message)),
    {
      fine: "each hand-off names its conversation",
      expected: "conversationId at the top level of the attributes",
      fix: howToFix(wanted, "flow-summary"),
    },
  );
}

function checkSame(
  wanted: Wanted,
  { definition }: FlowRevision,
  { workflows, taskChannels }: FlowFacts,
): Check {
  const id = "flow-same";
  const { stack } = wanted;
  if (!stack) return skip(id, "without a stack there is no flow to compare it with");
  return judgeReading(workflows, id, (allWorkflows) =>
    judgeReading(taskChannels, id, (allChannels) => {
      const { flex } = stack.config;
      const [workflow, second] = workflowsOf(stack, allWorkflows);
      const voice = taskChannelNamed(allChannels, flex.voiceTaskChannel);
      const messages = taskChannelNamed(allChannels, flex.messagingTaskChannel);
      const usesVoice = wanted.channels.includes("voice");
      const isKnown = workflow && !second && (!usesVoice || voice) && (!usesMessaging(wanted) || messages);
      if (!isKnown) return skip(id, "the expected workflow or task channels are not in Flex");
      const expected = flowOf(stack.config, {
        contract,
        workflowSid: workflow.sid,
        workspaceSid: workflow.workspace_sid,
        voiceTaskChannelSid: usesVoice ? voice?.sid : undefined,
        messagingTaskChannelSid: usesMessaging(wanted) ? messages?.sid : undefined,
      });
      if (sameDefinition(definition, expected)) return pass(id, "equivalent");
      return fail(id, {
        found: `it differs at ${differences(definition, expected).join(", ")}`,
        expected: "studio-flows/agent-handoff.ts with the stack's configuration",
        fix: stack.up,
      });
    }),
  );
}

/** Names of the widgets that differ; "the flow itself" for differences outside of them. */
function differences(before: unknown, after: unknown): string[] {
  const [old, now] = [before, after].map((flow) => {
    const canonical = toCanonical(flow);
    return isCanonical(canonical) ? (canonical as { states?: unknown }).states : undefined;
  });
  const widgets = (states: unknown) =>
    typeof states === "object" && states !== null ? (states as Record<string, unknown>) : {};
  const names = [...new Set([...Object.keys(widgets(old)), ...Object.keys(widgets(now))])];
  const different = names.filter(
    (name) => JSON.stringify(widgets(old)[name]) !== JSON.stringify(widgets(now)[name]),
  );
  return different.length > 0 ? different : ["the flow itself"];
}

function checkEntries(wanted: Wanted, { definition }: FlowRevision): Check {
  const entries = wiredEntries(definition);
  const needed = [
    ...(wanted.channels.includes("voice") ? ["incomingCall"] : []),
    ...(usesMessaging(wanted) ? ["incomingRequest"] : []),
  ];
  const missing = needed.filter((event) => !entries.includes(event));
  return judgeProblems(
    "flow-entries",
    missing.map((event) => `no widget at ${event}`),
    {
      fine: needed.join(", "),
      expected: `a widget at ${needed.join(" and at ")}`,
      fix: howToFix(wanted, "flow-entries"),
    },
  );
}

function wiredEntries(definition: unknown): string[] {
  const { states, initial_state } = toCanonical(definition) as { states?: unknown; initial_state?: unknown };
  if (typeof states !== "object" || states === null || typeof initial_state !== "string") return [];
  const trigger = (states as Record<string, { transitions?: unknown } | undefined>)[initial_state];
  const { transitions } = trigger ?? {};
  return typeof transitions === "object" && transitions !== null ? Object.keys(transitions) : [];
}
