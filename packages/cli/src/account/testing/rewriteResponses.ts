// For tests: a local Twilio whose responses differ in ways that Twilio's API permits.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** Rewrites one parsed JSON body. */
export type Rewrite = (body: unknown) => unknown;

/**
 * Forwards requests to a local Twilio and rewrites the JSON of its responses, until the end of the test.
 *
 * @param target URL of the local Twilio
 * @returns URL to use as `endpoint`
 */
export async function rewriteResponses(target: string, rewrite: Rewrite): Promise<string> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { host: _, connection: __, "content-length": ___, ...headers } = request.headers;
    const { method = "GET", url } = request;
    const reply = await fetch(`${target}${url}`, {
      method,
      headers: headers as Record<string, string>,
      ...(method !== "GET" && { body: Buffer.concat(chunks) }),
    });
    const text = await reply.text();
    const isJson = reply.headers.get("content-type")?.includes("json") && text !== "";
    const operation = reply.headers.get("operation-id");
    response.writeHead(reply.status, {
      "content-type": reply.headers.get("content-type") ?? "text/plain",
      ...(operation && { "operation-id": operation }),
    });
    response.end(isJson ? JSON.stringify(rewrite(JSON.parse(text))) : text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Content that a team writes and Twilio only stores: Twilio adds nothing to it, and its nulls are significant. */
const stored = ["definition"];

/** Maps keyed by names that a team chose, or by channel: an added key would be another entry, not another field. */
const maps = ["channelSettings", "metadata", "parameters", "variables"];

/** Enumerations of all products. `statusCallbacks[].method` is not one of them: TAC rejects a lower-case method. */
const enumerations = [
  "assignment_status",
  "author",
  "channel",
  "conversationGroupingType",
  "on",
  "sms_fallback_method",
  "sms_method",
  "status",
  "status_callback_method",
  "task_order",
  "type",
  "voice_fallback_method",
  "voice_method",
  "webhook_method",
];

export const rewrites: Record<string, Rewrite> = {
  "every null omitted": (body) => leaveOutNulls(body),
  "an unknown field in every object": (body) => addUnknownFields(body),
  "enumerations in a different case": (body) => changeCase(body),
};

/** Arrays keep their nulls, because position matters. */
export function leaveOutNulls(value: unknown): unknown {
  return mapEntries(value, (entries) => entries.filter(([, item]) => item !== null), leaveOutNulls);
}

function addUnknownFields(value: unknown, key = ""): unknown {
  const add = (entries: [string, unknown][]): [string, unknown][] =>
    maps.includes(key) ? entries : [...entries, ["addedByTwilio", { since: "tomorrow" }]];
  return mapEntries(value, add, addUnknownFields);
}

function changeCase(value: unknown, key = ""): unknown {
  if (typeof value === "string" && enumerations.includes(key)) {
    return value === value.toUpperCase() ? value.toLowerCase() : value.toUpperCase();
  }
  return mapEntries(value, (entries) => entries, changeCase);
}

function mapEntries(
  value: unknown,
  change: (entries: [string, unknown][]) => [string, unknown][],
  inside: (value: unknown, key: string) => unknown,
): unknown {
  if (Array.isArray(value)) return value.map((item) => inside(item, ""));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => [
    key,
    stored.includes(key) ? item : inside(item, key),
  ]);
  return Object.fromEntries(change(entries));
}
