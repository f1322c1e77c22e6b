// One real digital hand-off of an open conversation, as TAC starts it, followed to the task in Flex.
// Unlike TAC, it does not set the conversation INACTIVE first, and leaves its callbacks on.

import {
  type Conversation,
  executions,
  fetchFlexConfiguration,
  listNewestTasks,
  listOpenConversations,
  listParticipants,
  listSteps,
  orchestratorConfigurations,
  type Participant,
  type Step,
  type Task,
} from "@pulumi/twilio/account";
import { type Api, TwilioError } from "@pulumi/twilio/client";
import { buildHandoffPayload, executionForm } from "@tac-handoff/runtime";
import { UserError } from "@tac-handoff/studio/errors";
import type { Wanted } from "./facts/wanted.ts";
import { failureMeaning, orderedSteps } from "./steps.ts";

export interface Simulation {
  conversationId: string;
  executionSid: string;
  steps: readonly { widget: string; event: string; to: string }[];
  task?: { sid: string; workflow: string; taskChannel: string; attributes: Record<string, unknown> };
  /** Why no task arrived. */
  problem?: string;
}

export interface Stage {
  print(text: string): void;
  pause(ms: number): Promise<void>;
  now(): number;
}

const everyMs = 1_000;
/** The flow makes two requests of at most ten seconds each. */
const patienceMs = 60_000;

export const reason = "tac-handoff doctor: test hand-off";

/**
 * Hands off the open conversation of an address.
 *
 * @throws UserError if there is none, or if Studio rejects the execution
 */
export async function simulate(
  api: Api,
  wanted: Wanted,
  address: string,
  { print, pause, now }: Stage,
): Promise<Simulation> {
  const { flowSid, phoneNumber, configuration, storeId } = await findNeeded(api, wanted);
  const { conversation, customer } = await findConversation(api, { configuration, address, phoneNumber });
  const workspaceSid = (await fetchFlexConfiguration(api))?.taskrouter_workspace_sid;
  if (!workspaceSid) throw new UserError("The account does not have Flex, so no task can arrive.");
  const before = new Set((await listNewestTasks(api, workspaceSid)).map(({ sid }) => sid));

  const payload = buildHandoffPayload({
    conversationId: conversation.id,
    storeId,
    profileId: customer.profileId ?? "",
    reason,
  });
  const form = Object.fromEntries(executionForm({ to: address, from: phoneNumber, payload }));
  const executionSid = await start(api, flowSid, form);
  print(`Hand-off of ${conversation.id} (${conversation.status}): execution ${executionSid}`);

  const startedAt = now();
  let printed = 0;
  for (;;) {
    const execution = await executions(flowSid).fetch(api, executionSid);
    const steps = orderedSteps(await listSteps(api, flowSid, executionSid));
    for (const step of steps.slice(printed)) print(describeStep(step));
    printed = Math.max(printed, steps.length);
    const tasks = await listNewestTasks(api, workspaceSid);
    const task = tasks.find((row) => !before.has(row.sid) && conversationOf(row) === conversation.id);
    const done = { conversationId: conversation.id, executionSid, steps: steps.map(toPlain) };
    if (task) return { ...done, task: toTask(task) };
    if (execution?.status === "ended") return { ...done, problem: failureMeaning(steps) };
    if (now() - startedAt >= patienceMs) {
      const at = steps.at(-1)?.transitioned_to ?? "the trigger";
      return {
        ...done,
        problem: `After ${patienceMs / 1_000} seconds the execution is at ${at}, and no task has arrived. It continues by itself: Console: Studio > Flows > the flow > Logs.`,
      };
    }
    await pause(everyMs);
  }
}

async function findNeeded(
  api: Api,
  { flowSid, phoneNumber, orchestratorConfigurationId: configuration }: Wanted,
) {
  if (flowSid === undefined || phoneNumber === undefined || configuration === undefined) {
    throw new UserError(
      "A hand-off needs the flow, the number and the Orchestrator configuration; the checks above show which is missing.",
    );
  }
  const row = await orchestratorConfigurations.fetch(api, configuration);
  if (!row?.memoryStoreId) {
    throw new UserError(
      `The Orchestrator configuration ${configuration} does not exist, or has no memory store: TAC cannot hand off.`,
    );
  }
  return { flowSid, phoneNumber, configuration, storeId: row.memoryStoreId };
}

async function findConversation(
  api: Api,
  { configuration, address, phoneNumber }: { configuration: string; address: string; phoneNumber: string },
): Promise<{ conversation: Conversation; customer: Participant }> {
  const rows = await listOpenConversations(api, configuration);
  for (const conversation of rows) {
    const participants = await listParticipants(api, conversation.id);
    // A call from the same customer has the same address, but nothing that the flow could resume.
    const customer = participants.find((participant) =>
      (participant.addresses ?? []).some((each) => each.address === address && each.channel !== "VOICE"),
    );
    if (customer) return { conversation, customer };
  }
  throw new UserError(
    `${address} has no open conversation with the agent (${rows.length} checked). Write to ${phoneNumber} (or the agent's other address) from ${address} first, and let the agent reply.`,
  );
}

async function start(api: Api, flowSid: string, form: Record<string, string>): Promise<string> {
  try {
    return (await executions(flowSid).create(api, { form })).sid;
  } catch (error) {
    if (!(error instanceof TwilioError)) throw error;
    throw new UserError(`Studio rejects the hand-off: ${error.message}${hint(error)}`);
  }
}

/** Source: docs/hand-off.md, "When it goes wrong" */
function hint({ status }: TwilioError): string {
  if (status === 409) {
    return "\nAn execution of this contact is still active: end it in the Console (Studio > Flows > the flow > Logs).";
  }
  return status === 404 ? "\nThe flow does not exist, or it was never published." : "";
}

/** Below `handoff`, or at the top level: both forms of the flow exist. */
function conversationOf({ attributes }: Task): unknown {
  const { conversationId, handoff } = parseAttributes(attributes) as {
    conversationId?: unknown;
    handoff?: { conversationId?: unknown } | null;
  };
  return conversationId ?? handoff?.conversationId;
}

function parseAttributes(attributes: string): Record<string, unknown> {
  try {
    return JSON.parse(attributes);
  } catch {
    return {};
  }
}

function toTask({ sid, workflow_friendly_name, task_channel_unique_name, attributes }: Task) {
  return {
    sid,
    workflow: workflow_friendly_name ?? "",
    taskChannel: task_channel_unique_name ?? "",
    attributes: parseAttributes(attributes),
  };
}

function toPlain({ name, transitioned_from, transitioned_to }: Step) {
  return { widget: transitioned_from ?? "", event: name, to: transitioned_to ?? "" };
}

function describeStep({ name, transitioned_from, transitioned_to }: Step): string {
  return `  ${transitioned_from} –${name}→ ${transitioned_to}`;
}
