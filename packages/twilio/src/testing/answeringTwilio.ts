// For tests only: a server in Twilio's place with prepared answers, and the client to ask it with.

import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { type Call, createApi } from "../client/api.ts";
import type { Credentials } from "../client/credentials.ts";

export const accountSid = `AC${"1".padStart(32, "0")}`;
export const apiKey = `SK${"1".padStart(32, "0")}`;
export const apiSecret = "hunter2-the-secret";
export const basic = (user: string) => `Basic ${Buffer.from(`${user}:${apiSecret}`).toString("base64")}`;

interface Arrived {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
  atMs: number;
}

/** What the server answers, request by request; the last answer is repeated. "hangUp" closes the connection. */
export type Answer =
  | { status: number; headers?: Record<string, string>; body?: unknown }
  | "hangUp"
  | "nothing";

/** Answers until the test is over, or until `close`. */
export async function twilioThatAnswers(...answers: Answer[]) {
  const arrived: Arrived[] = [];
  const server = createServer(async (request, response) => {
    const { method = "", url = "", headers } = request;
    const atMs = performance.now();
    arrived.push({ method, url, headers, body: await text(request), atMs });
    reply(answers[Math.min(arrived.length, answers.length) - 1] ?? { status: 200 }, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    if (!server.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, "close");
  };
  onTestFinished(close);
  return { endpoint: `http://127.0.0.1:${port}`, arrived, close };
}

function reply(answer: Answer, response: ServerResponse): void {
  if (answer === "nothing") return;
  if (answer === "hangUp") response.destroy();
  else {
    const { status, headers, body = {} } = answer;
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  }
}

export function api(
  endpoint: string,
  {
    credentials = {},
    signal = new AbortController().signal,
    firstPauseMs = 0,
  }: {
    credentials?: Partial<Credentials>;
    signal?: AbortSignal;
    firstPauseMs?: number;
  } = {},
) {
  return createApi({ accountSid, apiKey, apiSecret, ...credentials, endpoint }, signal, { firstPauseMs });
}

export const create: Call = {
  method: "POST",
  host: "studio",
  path: "/v2/Flows",
  form: { FriendlyName: "x" },
};
export const look: Call = { method: "GET", host: "studio", path: "/v2/Flows/FW1" };
export const keyed: Call = {
  method: "POST",
  host: "conversations",
  path: "/v2/ControlPlane/Configurations",
  json: {},
  headers: { "Idempotency-Key": "00000000-0000-4000-8000-000000000001" },
};
