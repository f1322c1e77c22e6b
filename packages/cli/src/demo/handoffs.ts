// Three hand-offs and a normal end of a call through the deployed flow, and the result of each.

import { setTimeout as delay } from "node:timers/promises";
import {
  callAgent,
  endCall,
  type HandoffContent,
  handOffMessage,
  type Provisioned,
  sender,
  writeToAgent,
} from "./agent.ts";

export interface Task {
  sid: string;
  workflow: string;
  /** Queue that the workflow chose. */
  queue: string;
  taskChannel: string;
  priority: number;
  timeoutSeconds: number;
  attributes: Record<string, unknown>;
}

export interface Handoff {
  title: string;
  /** How many tasks should reach Flex. */
  expectedTasks: 0 | 1;
  /** Widgets in the order in which they ran, each with the event that ended it. */
  path: { widget: string; event: string }[];
  /** Widget at which the execution waits (a call in Flex's queue), or undefined when it has ended. */
  waitsAt?: string | undefined;
  /** Tasks that reached Flex in the meantime. */
  tasks: Task[];
}

type Send = ReturnType<typeof sender>;

/**
 * Performs the hand-offs of the channels in use, one after the other.
 *
 * @param url of the local Twilio
 * @param use.content reason and attributes of each hand-off
 */
export async function performHandoffs(
  url: string,
  at: Provisioned,
  {
    channels,
    chatAddress,
    content,
  }: { channels: readonly string[]; chatAddress: string; content: HandoffContent },
): Promise<Handoff[]> {
  const send = sender(url);
  const handoffs: Handoff[] = [];
  const perform = async (title: string, expectedTasks: 0 | 1, act: () => Promise<string>) => {
    handoffs.push({ title, expectedTasks, ...(await observe(send, at, act)) });
  };
  if (channels.includes("voice")) {
    await perform("Voice: a caller asks for a person", 1, async () =>
      endCall(send, at, await callAgent(send, at, "+15557770001"), content),
    );
  }
  if (channels.includes("sms")) {
    await perform("SMS: a customer asks for a person", 1, async () => {
      const session = await writeToAgent(send, {
        from: "+15557770002",
        to: at.phoneNumber,
        body: "Where is my order?",
      });
      return handOffMessage(send, at, session, content);
    });
  }
  if (channels.includes("chat")) {
    await perform("Chat: a visitor asks for a person", 1, async () => {
      const session = await writeToAgent(send, { from: "visitor-1", to: chatAddress, body: "Hello?" });
      return handOffMessage(send, at, session, content);
    });
  }
  if (channels.includes("voice")) {
    await perform("Voice: a caller hangs up, no hand-off", 0, async () =>
      endCall(send, at, await callAgent(send, at, "+15557770003")),
    );
  }
  return handoffs;
}

async function observe(
  send: Send,
  at: Provisioned,
  act: () => Promise<string>,
): Promise<Pick<Handoff, "path" | "waitsAt" | "tasks">> {
  const before = new Set((await tasks(send)).map(({ sid }) => sid));
  const execution = await act();
  const { path, waitsAt } = await settled(send, at, execution);
  return { path, waitsAt, tasks: (await tasks(send)).filter(({ sid }) => !before.has(sid)) };
}

/** Waits until the execution has ended, or is waiting in Flex's queue. */
async function settled(
  send: Send,
  { flowSid }: Provisioned,
  sid: string,
): Promise<Pick<Handoff, "path" | "waitsAt">> {
  const url = `https://studio.twilio.com/v2/Flows/${flowSid}/Executions/${sid}`;
  for (let seen = -1; ; await delay(50)) {
    const { status } = (await send(`GET ${url}`)) as { status: string };
    const { steps } = (await send(`GET ${url}/Steps`)) as unknown as {
      steps: { name: string; transitioned_from: string; transitioned_to: string }[];
    };
    const isWaiting = steps.length === seen && steps.length > 0;
    seen = steps.length;
    if (status !== "ended" && !isWaiting) continue;
    return {
      waitsAt: status === "ended" ? undefined : steps.at(-1)?.transitioned_to,
      path: steps.map(({ name, transitioned_from }) => ({ widget: transitioned_from, event: name })),
    };
  }
}

async function tasks(send: Send): Promise<Task[]> {
  const flex = await send("GET https://flex-api.twilio.com/v1/Configuration");
  const url = `https://taskrouter.twilio.com/v1/Workspaces/${flex.taskrouter_workspace_sid}/Tasks`;
  const { tasks: rows } = (await send(`GET ${url}`)) as unknown as { tasks: Record<string, string>[] };
  return rows.map((row) => ({
    sid: String(row.sid),
    workflow: String(row.workflow_friendly_name),
    queue: String(row.task_queue_friendly_name),
    taskChannel: String(row.task_channel_unique_name),
    priority: Number(row.priority),
    timeoutSeconds: Number(row.timeout),
    attributes: JSON.parse(String(row.attributes)),
  }));
}
