// An execution of a flow: how it is created, runs, continues and ends. @tac-handoff/studio runs the widgets.
// Source: twilio.com/docs/studio/rest-api/v2/execution

import {
  type Execution,
  type FlowDefinition,
  resumeExecution,
  startExecution,
  type Trigger,
  type TwimlVerb,
} from "@tac-handoff/studio";
import type { Context } from "../core/context.ts";
import { timestamp } from "../http/dates.ts";
import { requireRow } from "../http/errors.ts";
import type { Flow, SentMessage, StoredExecution } from "../state/flows.ts";
import { nextSid } from "../state/ids.ts";
import type { State } from "../state/state.ts";
import { latestPublished } from "./flows.ts";

/** An event from outside that an execution may wait for. */
export interface OutsideEvent {
  event: string;
  outputs?: Record<string, unknown>;
}

type Parts = Pick<StoredExecution, "contact" | "channelAddress" | "initiatedBy" | "conversationSid">;

/**
 * Creates an execution of the latest published revision.
 *
 * @param path of the request, for the error
 * @throws Refusal (404) if the flow was never published
 */
export function createExecution(context: Context, flow: Flow, parts: Parts, path = ""): StoredExecution {
  const { revision, definition } = requireRow(latestPublished(flow), path);
  const now = timestamp(context.now());
  const execution: StoredExecution = {
    sid: nextSid(context.state, "FN"),
    flowSid: flow.sid,
    revision,
    // Checked when it was saved.
    definition: definition as FlowDefinition,
    status: "active",
    ...parts,
    stepSids: [],
    dateCreated: now,
    dateUpdated: now,
  };
  context.state.executions[execution.sid] = execution;
  return execution;
}

/** The output of a run: TwiML for the call, messages for the customer. */
export interface RunOutput {
  twiml: TwimlVerb[];
  sent: SentMessage[];
}

/** Runs a new execution until it ends or waits. */
export function runExecution(
  context: Context,
  execution: StoredExecution,
  trigger: Trigger,
): Promise<RunOutput> {
  return inTurn(context, execution, async () => {
    const came = await startExecution(execution.definition, trigger, context.worldOf(context, execution));
    storeRun(context, execution, came);
    return { twiml: came.twiml, sent: execution.sent ?? [] };
  });
}

/**
 * Continues an execution with an event from outside, after its current run. An event that it does not wait for adds
 * warning 81002.
 *
 * @param steps number of steps when the event occurred; if the execution has taken more since, the event is stale
 * @returns what this run produced; undefined if the execution has ended, or the event is stale
 */
export function continueExecution(
  context: Context,
  execution: StoredExecution,
  event: OutsideEvent,
  { steps }: { steps?: number } = {},
): Promise<RunOutput | undefined> {
  return inTurn(context, execution, async () => {
    const { run: before, definition, status } = execution;
    if (!before || status === "ended") return undefined;
    if (steps !== undefined && steps !== before.steps.length) return undefined;
    const sentBefore = execution.sent?.length ?? 0;
    const came = await resumeExecution(definition, before, event, context.worldOf(context, execution));
    storeRun(context, execution, came);
    const { sent = [] } = execution;
    return { twiml: came.twiml.slice(before.twiml.length), sent: sent.slice(sentBefore) };
  });
}

/** The last run of each execution, which the next one waits for. */
const last = new WeakMap<StoredExecution, Promise<unknown>>();

/** A run that fails because of a bug here ends the execution, which would otherwise block its contact. */
function inTurn<Result>(
  context: Context,
  execution: StoredExecution,
  work: () => Promise<Result>,
): Promise<Result> {
  const done = (last.get(execution) ?? Promise.resolve()).then(work).catch((error) => {
    endExecution(context, execution);
    throw error;
  });
  last.set(
    execution,
    done.catch(() => {}),
  );
  return done;
}

/** Stores the state of a run. An execution that was ended during the run stays ended. */
function storeRun(context: Context, execution: StoredExecution, came: Execution): void {
  const stood = execution.run?.steps.length;
  execution.run = came;
  while (execution.stepSids.length < came.steps.length) execution.stepSids.push(nextSid(context.state, "FT"));
  execution.dateUpdated = timestamp(context.now());
  // An ignored event does not postpone the timeout.
  if (came.steps.length !== stood) setDueTime(context, execution, came.waiting?.timeoutSeconds);
  if (came.status === "ended" || execution.status === "ended") endExecution(context, execution);
}

function setDueTime(context: Context, execution: StoredExecution, seconds: number | undefined): void {
  delete execution.dueAt;
  if (seconds === undefined) return;
  execution.dueAt = new Date(context.now().getTime() + seconds * 1_000).toISOString();
}

/** Why an execution ended without doing anything; undefined if it did something. Twilio does not report that. */
export function idleRunProblem({ flowSid, status, run }: StoredExecution): string | undefined {
  const [first, ...others] = run?.steps ?? [];
  if (status !== "ended" || !first || others.length > 0) return undefined;
  return `flow ${flowSid} does nothing: event ${first.event} of its widget ${first.widget} leads nowhere`;
}

/** Ends executions that ran when an earlier process was killed: they cannot continue, and would block their contacts. */
export function endInterruptedExecutions(context: Context): void {
  for (const execution of Object.values(context.state.executions)) {
    if (execution.status === "active" && !execution.run) endExecution(context, execution);
  }
}

/** Ends an execution and removes its webhook from the conversation it was attached to. */
export function endExecution(context: Context, execution: StoredExecution): void {
  execution.status = "ended";
  execution.dateUpdated = timestamp(context.now());
  delete execution.dueAt;
  if (execution.run) delete execution.run.waiting;
  const { conversationSid = "", webhookSid } = execution.attached ?? {};
  const conversation = context.state.classicConversations[conversationSid];
  if (conversation) conversation.webhook_sids = conversation.webhook_sids.filter((sid) => sid !== webhookSid);
}

/** The active executions that a call started, or that made the call. */
export function executionsOfCall({ executions }: State, callSid: string): StoredExecution[] {
  return Object.values(executions).filter(
    (row) => row.status === "active" && (row.initiatedBy === callSid || row.callSid === callSid),
  );
}
