// Three hand-offs and a plain end of a call through the flow as it is deployed, and what came out of each.

import { setTimeout as delay } from "node:timers/promises";
import {
  callAgent,
  endCall,
  handOffMessage,
  type Provisioned,
  type Said,
  sender,
  writeToAgent,
} from "./agent.ts";

export interface Task {
  sid: string;
  workflow: string;
  taskChannel: string;
  priority: number;
  timeoutSeconds: number;
  attributes: Record<string, unknown>;
}

export interface Handoff {
  title: string;
  /** Widgets in the order they ran, each with the event by which it was left. */
  path: { widget: string; event: string }[];
  /** Widget at which the execution waits (a call in Flex's queue), or undefined when it has ended. */
  waitsAt?: string | undefined;
  /** What reached Flex meanwhile. */
  tasks: Task[];
}

type Send = ReturnType<typeof sender>;

const refund: Said = {
  reason: 'Wants a refund for order 1234 – "it never arrived"',
  attributes: { department: "billing", priority: "high" },
};

/**
 * Performs them one after the other.
 *
 * @param url of the local Twilio
 * @param senders addresses that customers write to, by channel
 */
export async function performHandoffs(
  url: string,
  at: Provisioned,
  senders: { chatAddress: string },
): Promise<Handoff[]> {
  const send = sender(url);
  const perform = (title: string, act: () => Promise<string>) => observe(send, at, title, act);
  return [
    await perform("Voice: a caller asks for a person", async () => {
      return endCall(send, at, await callAgent(send, at, "+15557770001"), refund);
    }),
    await perform("SMS: a customer asks for a person", async () => {
      const session = await writeToAgent(send, {
        from: "+15557770002",
        to: at.phoneNumber,
        body: "Where is my order?",
      });
      return handOffMessage(send, at, session, refund);
    }),
    await perform("Chat: a visitor asks for a person", async () => {
      const session = await writeToAgent(send, {
        from: "visitor-1",
        to: senders.chatAddress,
        body: "Hello?",
      });
      return handOffMessage(send, at, session, refund);
    }),
    await perform("Voice: a caller hangs up, no hand-off", async () => {
      return endCall(send, at, await callAgent(send, at, "+15557770003"));
    }),
  ];
}

async function observe(
  send: Send,
  at: Provisioned,
  title: string,
  act: () => Promise<string>,
): Promise<Handoff> {
  const before = new Set((await tasks(send)).map(({ sid }) => sid));
  const execution = await act();
  const { path, waitsAt } = await settled(send, at, execution);
  return { title, path, waitsAt, tasks: (await tasks(send)).filter(({ sid }) => !before.has(sid)) };
}

/** Waits until the execution has ended or stands still in Flex's queue. */
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
    const standsStill = steps.length === seen && steps.length > 0;
    seen = steps.length;
    if (status !== "ended" && !standsStill) continue;
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
    taskChannel: String(row.task_channel_unique_name),
    priority: Number(row.priority),
    timeoutSeconds: Number(row.timeout),
    attributes: JSON.parse(String(row.attributes)),
  }));
}
