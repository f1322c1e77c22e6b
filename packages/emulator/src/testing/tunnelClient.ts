// Clients of the proxy for tests: a tunnel, and connections inside it that trust the proxy's authority.

import { readFileSync } from "node:fs";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { Agent, request } from "node:https";
import type { Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { onTestFinished } from "vitest";
import type { HttpsProxy, ProxyOptions } from "../proxy/proxy.ts";
import * as seed from "../seed/account.ts";
import type { Emulator } from "../server.ts";
import { startedEmulator } from "./startedEmulator.ts";

const auth = `${seed.accountSid}:${seed.authToken}`;

/** Starts a local Twilio with its proxy, both closed when the test is over. */
export async function startedProxy(
  options: ProxyOptions = {},
): Promise<{ emulator: Emulator; proxy: HttpsProxy }> {
  const emulator = await startedEmulator({ proxy: options, operationDelayMs: 0 });
  if (!emulator.proxy) throw new Error("the local Twilio has no proxy");
  return { emulator, proxy: emulator.proxy };
}

/** Requests a tunnel. What follows the response's head can be read from the socket. */
export function openTunnel(
  { url }: HttpsProxy,
  target: string,
): Promise<{ socket: Socket; answer: IncomingMessage }> {
  return new Promise((resolve, reject) => {
    httpRequest(url, { method: "CONNECT", path: target, agent: false })
      .on("error", reject)
      .on("connect", (answer, socket, head) => {
        if (head.length > 0) socket.unshift(head);
        resolve({ socket: socket as Socket, answer });
      })
      .end();
  });
}

/** A client that keeps one connection to a host open, as a pool does. */
export async function poolOfOne(proxy: HttpsProxy, host: string): Promise<Agent> {
  const { socket } = await openTunnel(proxy, `${host}:443`);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ca = readFileSync(proxy.caFile);
  agent.createConnection = () => connectTls({ socket, servername: host, ca });
  onTestFinished(() => agent.destroy());
  return agent;
}

export async function get(
  url: string,
  {
    agent,
    headers = {},
    method = "GET",
    body = "",
  }: { agent: Agent } & Partial<Record<"method" | "body", string>> & {
      headers?: Record<string, string>;
    },
): Promise<{ status: number | undefined; body: ReturnType<typeof JSON.parse> }> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { agent, auth, headers, method }, resolve).on("error", reject).end(body);
  });
  let text = "";
  for await (const part of response) text += part;
  return { status: response.statusCode, body: JSON.parse(text) };
}
