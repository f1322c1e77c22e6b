// The objects that a stack adopts, as Twilio returns them: they must be the same before and after the stack.

import type { sender } from "./agent.ts";

export type Adopted = Record<string, unknown>;

const lists = {
  "phone numbers": `https://api.twilio.com/2010-04-01/Accounts/{account}/IncomingPhoneNumbers.json`,
  addresses: "https://conversations.twilio.com/v1/Configuration/Addresses",
  "Orchestrator configurations": "https://conversations.twilio.com/v2/ControlPlane/Configurations",
  "Classic services": "https://conversations.twilio.com/v1/Services",
  "memory stores": "https://memory.twilio.com/v1/ControlPlane/Stores",
  "Studio flows": "https://studio.twilio.com/v2/Flows",
  "Intelligence configurations": "https://intelligence.twilio.com/v3/ControlPlane/Configurations",
  workflows: "https://taskrouter.twilio.com/v1/Workspaces/{workspace}/Workflows",
  "task queues": "https://taskrouter.twilio.com/v1/Workspaces/{workspace}/TaskQueues",
} as const;

/** Fields that differ even after a change is undone: dates and counters. */
const marks = new Set(["date_updated", "updatedAt", "version", "dateUpdated"]);

/** Reads all objects of the types that a stack changes, by type. */
export async function readAccount(send: ReturnType<typeof sender>, accountSid: string): Promise<Adopted> {
  const flex = await send("GET https://flex-api.twilio.com/v1/Configuration");
  const workspace = String(flex.taskrouter_workspace_sid);
  const entries = Object.entries(lists).map(async ([kind, url]) => {
    const body = await send(`GET ${url.replace("{account}", accountSid).replace("{workspace}", workspace)}`);
    return [kind, withoutMarks(body)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

function withoutMarks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMarks);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([key, item]) => !marks.has(key) && !isNothing(item));
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutMarks(item)]));
}

/** For Twilio, null, an empty list and a missing key are equivalent. */
function isNothing(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}
