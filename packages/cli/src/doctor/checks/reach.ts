// Checks whether the agent responds on its public host. Only with --reach: this request goes to the team's own server.

import { twimlUrl, webhookUrl } from "@tac-handoff/infra/agentUrls";
import * as z from "zod";
import { catalogue } from "../facts/catalogue.ts";
import { type Check, fail, pass, skip } from "../facts/check.ts";
import { usesMessaging, type Wanted } from "../facts/wanted.ts";

/** Status of an unsigned POST, or why there was none. */
export type Reached = { status: number } | { failed: string };

/** Twilio itself waits 15 seconds for TwiML, so an agent that needs longer than this is too slow. */
const timeoutMs = 10_000;

/** Sends one POST without a signature, which an agent must reject. Redirects are not followed. */
export async function reach(url: string): Promise<Reached> {
  try {
    const { status } = await fetch(url, {
      method: "POST",
      body: new URLSearchParams({ CallSid: "tac-handoff-doctor" }),
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status };
  } catch (error) {
    const { name, message, cause } = error as Error & { cause?: { code?: string } };
    if (name === "TimeoutError") return { failed: `no response within ${timeoutMs / 1_000} seconds` };
    return { failed: `no response: ${cause?.code ?? message}` };
  }
}

export interface Paths {
  twiml?: Reached | undefined;
  webhook?: Reached | undefined;
}

/**
 * Sends an unsigned POST to each path of the agent that is in use.
 *
 * @param endpoint URL of the local Twilio, if there is one: it knows which server on this machine serves the host
 */
export async function reachAgent(
  { agentDomain, channels }: Wanted,
  endpoint: string | undefined,
): Promise<Paths> {
  if (agentDomain === undefined) return {};
  const served = endpoint === undefined ? undefined : (await hostsOf(endpoint))[agentDomain];
  const at = (url: string) => reach(served === undefined ? url : new URL(new URL(url).pathname, served).href);
  const [twiml, webhook] = await Promise.all([
    channels.includes("voice") ? at(twimlUrl(agentDomain)) : undefined,
    usesMessaging({ channels }) ? at(webhookUrl(agentDomain)) : undefined,
  ]);
  return { twiml, webhook };
}

async function hostsOf(endpoint: string): Promise<Record<string, string>> {
  // If nothing listens there, the reads of the account report it.
  const response = await fetch(`${endpoint}/local/hosts`).catch(() => undefined);
  return response?.ok ? z.record(z.string(), z.string()).parse(await response.json()) : {};
}

/** @param paths undefined without --reach */
export function checkReach(wanted: Wanted, paths: Paths | undefined): Check[] {
  return [
    checkPath("agent-twiml", wanted.channels.includes("voice"), paths && { reached: paths.twiml }),
    checkPath("agent-webhook", usesMessaging(wanted), paths && { reached: paths.webhook }),
  ];
}

function checkPath(
  id: "agent-twiml" | "agent-webhook",
  isUsed: boolean,
  asked: { reached: Reached | undefined } | undefined,
): Check {
  if (!isUsed) return skip(id, "not a channel of this agent");
  if (!asked) return skip(id, "needs --reach");
  const { reached } = asked;
  if (!reached) return skip(id, "the agent's host is unknown");
  if ("status" in reached && reached.status === 403) return pass(id, "an unsigned POST is rejected with 403");
  return fail(id, {
    found: "status" in reached ? meaning(reached.status) : reached.failed,
    expected: "403 to an unsigned POST",
    fix: catalogue[id].console,
  });
}

function meaning(status: number): string {
  if (status === 404)
    return "404: the host responds but does not serve this path; TACServerConfig has another path, or another program is running";
  if (status === 405) return "405: the path does not accept POST; it is not TAC's";
  if (status >= 300 && status < 400)
    return `${status}: a redirect, which Twilio follows without the form data`;
  if (status >= 200 && status < 300)
    return `${status}: it does not check Twilio's signature, so anyone can impersonate Twilio`;
  if (status >= 500) return `${status}: the host responds, but the agent behind it fails or is not running`;
  return `${status}`;
}
