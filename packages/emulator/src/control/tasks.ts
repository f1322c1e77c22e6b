// The Flex agent's desk without the browser: agents list, accept and complete tasks, and write to customers.
//
//   GET  /local/tasks                        every task, oldest first
//   POST /local/tasks/{WT}/accept {worker?}  an agent accepts it; returns what the agent sees
//   POST /local/tasks/{WT}/messages {body}   the agent writes to the customer (not on a call)
//   POST /local/tasks/{WT}/complete          the agent completes it
//
// What Flex does with the conversations follows TAC's comments and Twilio's hand-off guide: docs/hand-off.md

import type { Hono, Context as HonoContext } from "hono";
import { z } from "zod";
import { addMessage, newParticipant } from "../classic/rows.ts";
import type { Context } from "../core/context.ts";
import { readJson } from "../http/body.ts";
import { timestamp } from "../http/dates.ts";
import { badParameter, conflict, type Refusal, requireRow } from "../http/errors.ts";
import { addCommunication } from "../orchestrator/communications.ts";
import { setStatus, usesChannel } from "../orchestrator/conversations.ts";
import { addParticipant, isCustomer } from "../orchestrator/participants.ts";
import type { ClassicConversation } from "../state/classic.ts";
import type { Task } from "../state/flex.ts";
import type { OrchestratorConversation, Participant } from "../state/orchestrator.ts";
import type { State } from "../state/state.ts";
import { callSidOf, taskAttributes } from "../taskrouter/taskAttributes.ts";
import { hangUp } from "../voice/hangUp.ts";
import { handoffContext } from "./handoffContext.ts";

const acceptance = z.strictObject({ worker: z.string().min(1).default("person-in-flex") });

const message = z.strictObject({ body: z.string().min(1) });

export function taskControlRoutes(app: Hono, context: Context): void {
  app.get("/local/tasks", () =>
    Response.json({
      tasks: Object.values(context.state.tasks).map((task) => renderTask(context.state, task)),
    }),
  );
  app.post("/local/tasks/:task/accept", async (c) => {
    const task = taskOf(c, context);
    const { worker } = await readJson(c, acceptance, { emptyIsObject: true });
    acceptTask(context, task, worker);
    return Response.json({
      task: renderTask(context.state, task),
      context: await handoffContext(context, task),
    });
  });
  app.post("/local/tasks/:task/messages", async (c) => {
    const task = taskOf(c, context);
    const { body } = await readJson(c, message);
    return Response.json(writeAsAgent(context, task, body), { status: 201 });
  });
  app.post("/local/tasks/:task/complete", async (c) => {
    const task = taskOf(c, context);
    await completeTask(context, task);
    return Response.json({ task: renderTask(context.state, task) });
  });
}

/**
 * Lets a Flex agent accept a task: the agent joins its conversations, and the Orchestrator's becomes ACTIVE again.
 *
 * @throws Refusal (409) if the task is not pending
 */
function acceptTask(context: Context, task: Task, worker: string): void {
  if (task.assignment_status !== "pending") throw wrongStatus(task, "cannot be accepted");
  setTaskStatus(context, task, "assigned");
  task.worker = worker;
  const { classic, conversation } = conversationsOf(context.state, task);
  classic?.participants.push(
    newParticipant(context.state, { identity: worker, messaging_binding: null }, task.date_updated),
  );
  if (!conversation || conversation.status === "CLOSED") return;
  setStatus(context, conversation, "ACTIVE");
  addParticipant(context, conversation, {
    name: worker,
    type: "HUMAN_AGENT",
    // Flex agents write as chat users, whatever the customer's channel is.
    addresses: [
      classic
        ? { channel: "CHAT", address: worker, channelId: classic.sid }
        : { channel: "VOICE", address: `client:${worker}`, channelId: callSidOf(task) },
    ],
  });
}

/**
 * Completes a task: its call ends, and its conversations in the Orchestrator and in Classic are closed.
 *
 * @throws Refusal (409) unless an agent has the task
 */
async function completeTask(context: Context, task: Task): Promise<void> {
  if (!["assigned", "wrapping"].includes(task.assignment_status))
    throw wrongStatus(task, "cannot be completed");
  const call = context.state.calls[callSidOf(task) ?? ""];
  if (call) await hangUp(context, call);
  setTaskStatus(context, task, "completed");
  const { classic, conversation } = conversationsOf(context.state, task);
  if (classic) {
    classic.state = "closed";
    classic.date_updated = task.date_updated;
  }
  if (conversation) setStatus(context, conversation, "CLOSED");
}

function writeAsAgent(context: Context, task: Task, text: string) {
  const { classic, conversation } = conversationsOf(context.state, task);
  if (!classic) throw badParameter(`Task ${task.sid} is a call, on which messages cannot be written`);
  const { worker } = task;
  if (task.assignment_status !== "assigned" || worker === undefined)
    throw wrongStatus(task, "does not accept messages");
  if (classic.state === "closed") throw conflict(`Conversation ${classic.sid} is closed`);
  const agent = conversation?.participants.find((row) => isFlexAgent(row, worker));
  if (conversation && agent && conversation.status !== "CLOSED") {
    const to = conversation.participants.filter(isCustomer);
    addCommunication(context, conversation, { from: agent, to, text, channelId: classic.sid });
  } else {
    addMessage(context, classic, { author: worker, body: text });
  }
  return { messageSid: classic.messages.at(-1)?.sid, conversationSid: classic.sid };
}

/** The conversations of a task, found by its Interaction or its call, which do not depend on the flow's attributes. */
function conversationsOf(
  state: State,
  task: Task,
): { classic: ClassicConversation | undefined; conversation: OrchestratorConversation | undefined } {
  const conversationSid = conversationSidOf(state, task);
  const channelId = conversationSid ?? callSidOf(task) ?? "";
  const rows = Object.values(state.conversations).filter((row) => usesChannel(row, channelId));
  return {
    classic: state.classicConversations[conversationSid ?? ""],
    conversation: rows.findLast(({ status }) => status !== "CLOSED") ?? rows.at(-1),
  };
}

function renderTask(state: State, task: Task) {
  return {
    sid: task.sid,
    channel: task.task_channel_unique_name,
    status: task.assignment_status,
    worker: task.worker ?? null,
    conversationSid: conversationSidOf(state, task) ?? null,
    callSid: callSidOf(task) ?? null,
    attributes: taskAttributes(task),
  };
}

function conversationSidOf({ interactions }: State, { sid }: Task): string | undefined {
  return Object.values(interactions).find(({ task_sid }) => task_sid === sid)?.conversation_sid;
}

function isFlexAgent({ type, name }: Participant, worker: string): boolean {
  return type === "HUMAN_AGENT" && name === worker;
}

function setTaskStatus(context: Context, task: Task, status: Task["assignment_status"]): void {
  task.assignment_status = status;
  task.date_updated = timestamp(context.now());
}

function taskOf(c: HonoContext, { state }: Context): Task {
  return requireRow(state.tasks[c.req.param("task") ?? ""], c.req.path);
}

function wrongStatus({ sid, assignment_status, worker }: Task, verdict: string): Refusal {
  const who = worker === undefined ? "" : ` (${worker})`;
  return conflict(`Task ${sid} ${verdict}: it is ${assignment_status}${who}`);
}
