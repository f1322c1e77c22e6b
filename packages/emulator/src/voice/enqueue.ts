// A call in Flex's queue: Enqueue with a workflow, until the call is over.
// Source: twilio.com/docs/voice/twiml/enqueue

import { z } from "zod";
import type { Context } from "../core/context.ts";
import { createTask } from "../flex/createTask.ts";
import { timestamp } from "../http/dates.ts";
import type { Call, PlayedCall, TwimlElement } from "../state/calls.ts";
import type { Task } from "../state/flex.ts";
import { nextSid } from "../state/ids.ts";
import type { State } from "../state/state.ts";
import { callSidOf } from "../taskrouter/taskAttributes.ts";
import { callForm, requestTwiml, resolveUrl } from "./requestTwiml.ts";

const attributesOfTask = z.record(z.string(), z.unknown());

/**
 * Puts the call into the queue. A flow's Send to Flex has created the task already; for a team's own TwiML it is created here.
 *
 * @throws Error if the workflow does not exist, or the task's attributes are not JSON
 */
export function enqueue(context: Context, call: PlayedCall, verb: TwimlElement, url: string): void {
  const { workflowSid = "", action } = verb.attributes;
  const task =
    findFlowTask(context.state, call, workflowSid) ?? createVoiceTask(context, call, workflowSid, verb);
  call.course.queue = {
    taskSid: task.sid,
    workflowSid,
    queueSid: nextSid(context.state, "QU"),
    ...(action === undefined ? {} : { action: resolveUrl(action, url) }),
    since: context.now().toISOString(),
  };
}

/** Ends the wait of a call that is over: updates its task, and requests the action of Enqueue, for Send to Flex the flow. */
export async function leaveQueue(context: Context, call: Call): Promise<void> {
  const queue = call.course?.queue;
  if (!call.course || !queue) return;
  const task = context.state.tasks[queue.taskSid];
  if (task?.assignment_status === "pending" || task?.assignment_status === "assigned") {
    task.assignment_status = task.assignment_status === "pending" ? "canceled" : "wrapping";
    task.date_updated = timestamp(context.now());
  }
  if (queue.action === undefined) return;
  const form = callForm(context, call, {
    QueueResult: task?.worker === undefined ? "hangup" : "bridged",
    QueueSid: queue.queueSid,
    QueueTime: secondsSince(context, queue.since),
  });
  const answer = await requestTwiml(context, { url: queue.action, form });
  call.course.actionRequests.push({ url: queue.action, form, status: answer.status });
  if ("problem" in answer) call.course.warnings.push(answer.problem);
}

/** Whole seconds, as forms carry them. */
export function secondsSince(context: Context, iso: string): string {
  return String(Math.max(0, Math.floor((context.now().getTime() - Date.parse(iso)) / 1000)));
}

function findFlowTask(state: State, call: Call, workflowSid: string): Task | undefined {
  return Object.values(state.tasks).findLast(
    (task) =>
      task.workflow_sid === workflowSid &&
      task.assignment_status === "pending" &&
      callSidOf(task) === call.sid,
  );
}

function createVoiceTask(context: Context, call: PlayedCall, workflowSid: string, verb: TwimlElement): Task {
  const { state } = context;
  const workflow = state.workflows[workflowSid];
  if (!workflow) throw new Error(`Enqueue: workflow ${workflowSid || "(none)"} is not in this account`);
  const channel = Object.values(state.taskChannels).find(
    ({ workspace_sid, unique_name }) => workspace_sid === workflow.workspace_sid && unique_name === "voice",
  );
  const element = verb.children.find(({ name }) => name === "Task");
  const numberOf = (name: string, byDefault: number) =>
    wholeNumber(call, { name, text: element?.attributes[name], byDefault });
  const known = { call_sid: call.sid, from: call.from, to: call.to, direction: call.direction };
  return createTask(context, {
    workflow,
    channel: channel ?? { sid: "", unique_name: "voice" },
    attributes: { ...known, ...parseAttributes(element?.text || "{}") },
    priority: numberOf("priority", 0),
    timeoutSeconds: numberOf("timeout", 86_400),
  });
}

/** A wrong attribute is a warning on Twilio, and its default applies. Source: twilio.com/docs/api/errors/12200 */
function wholeNumber(
  { course }: PlayedCall,
  { name, text, byDefault }: { name: string; text: string | undefined; byDefault: number },
): number {
  if (text === undefined || /^\d+$/.test(text)) return Number(text ?? byDefault);
  course.warnings.push(
    `12200: ${name} of <Task>: expected a whole number, found "${text}"; it is ${byDefault}`,
  );
  return byDefault;
}

function parseAttributes(text: string): Record<string, unknown> {
  try {
    return attributesOfTask.parse(JSON.parse(text));
  } catch {
    throw new Error("Enqueue: the attributes in <Task> are not the JSON text of an object");
  }
}
