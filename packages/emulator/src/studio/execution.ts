// An execution of a flow: how it begins, runs, goes on and ends. The runs themselves are @tac-handoff/studio's.
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

/** Something from outside that an execution may wait for. */
export interface OutsideEvent {
  event: string;
  outputs?: Record<string, unknown>;
}

type Parts = Pick<StoredExecution, "contact" | "channelAddress" | "initiatedBy" | "conversationSid">;

/**
 * Notes a new execution of the latest published revision.
 *
 * @param path of the request; a flow that was never published cannot run, and is answered like one that is not there
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

/** What one piece of work brought: TwiML for the call, messages for the customer. */
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
 * Takes an execution on with an event from outside, once it has done what it is doing. An event nobody waits for gives
 * warning 81002.
 *
 * @param steps how many it must have taken by then; with another number it has gone on already, and the event is stale
 * @returns what is new; undefined when it has ended meanwhile, or the event was stale
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

/** The last piece of work of each execution: the next one waits for it. */
const last = new WeakMap<StoredExecution, Promise<unknown>>();

/** A run that fails by a fault of ours ends the execution, which would otherwise block its contact. */
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

/** Notes how far an execution came. One that was ended by request meanwhile stays ended. */
function storeRun(context: Context, execution: StoredExecution, came: Execution): void {
  const stood = execution.run?.steps.length;
  execution.run = came;
  while (execution.stepSids.length < came.steps.length) execution.stepSids.push(nextSid(context.state, "FT"));
  execution.dateUpdated = timestamp(context.now());
  // An event that was ignored does not put the time off.
  if (came.steps.length !== stood) setDueTime(context, execution, came.waiting?.timeoutSeconds);
  if (came.status === "ended" || execution.status === "ended") endExecution(context, execution);
}

function setDueTime(context: Context, execution: StoredExecution, seconds: number | undefined): void {
  delete execution.dueAt;
  if (seconds === undefined) return;
  execution.dueAt = new Date(context.now().getTime() + seconds * 1_000).toISOString();
}

/** Why an execution has done nothing at all; undefined when it has done something. Twilio says nothing of it. */
export function idleRunProblem({ flowSid, status, run }: StoredExecution): string | undefined {
  const [first, ...others] = run?.steps ?? [];
  if (status !== "ended" || !first || others.length > 0) return undefined;
  return `flow ${flowSid} does nothing: its widget ${first.widget} leads nowhere by ${first.event}`;
}

/** Ends what was running when an earlier process was killed: nobody will go on with it, and it would block its contact. */
export function endInterruptedExecutions(context: Context): void {
  for (const execution of Object.values(context.state.executions)) {
    if (execution.status === "active" && !execution.run) endExecution(context, execution);
  }
}

/** Ends an execution and takes its webhook off the conversation it was attached to. */
export function endExecution(context: Context, execution: StoredExecution): void {
  execution.status = "ended";
  execution.dateUpdated = timestamp(context.now());
  delete execution.dueAt;
  if (execution.run) delete execution.run.waiting;
  const { conversationSid = "", webhookSid } = execution.attached ?? {};
  const conversation = context.state.classicConversations[conversationSid];
  if (conversation) conversation.webhook_sids = conversation.webhook_sids.filter((sid) => sid !== webhookSid);
}

/** The active executions that a call has started, or that have made it. */
export function executionsOfCall({ executions }: State, callSid: string): StoredExecution[] {
  return Object.values(executions).filter(
    (row) => row.status === "active" && (row.initiatedBy === callSid || row.callSid === callSid),
  );
}
