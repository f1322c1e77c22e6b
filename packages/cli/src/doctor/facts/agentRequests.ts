// The requests of --reach to the agent's own host, on each path one without a signature and one signed as Twilio signs it.
// Both are made up so that TAC does nothing about them: TwiML for a call that does not exist is only text, and an event
// of a conversation that TAC does not know is ignored.
// Source: TAC Python 2.5.0, server/fastapi_server.py, channels/base.py (_is_event_for_this_channel); for the signature
// twilio.com/docs/usage/security

import type { Api } from "@pulumi/twilio/client";
import { twimlUrl, webhookUrl } from "@tac-handoff/infra/agentUrls";
import { getExpectedBodyHash, getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import * as z from "zod";
import { usesMessaging, type Wanted } from "./wanted.ts";

/** Status and body of a response, or why there was none. */
export type Reached = { status: number; text: string } | { failed: string };

/** What a path of the agent responds to the same request without and with a signature. */
export interface PathReached {
  unsigned: Reached;
  /** Absent if none was sent: there is no token, or the response to the unsigned one says enough. */
  signed?: Reached | undefined;
}

export interface Paths {
  twiml?: PathReached | undefined;
  webhook?: PathReached | undefined;
}

/** Twilio itself waits 15 seconds for TwiML, so an agent that needs longer than this is too slow. */
const timeoutMs = 10_000;

/** No call of Twilio's has it. */
export const madeUpCallSid = `CA${"d0c".padStart(32, "0")}`;

/** No conversation of Twilio's has it. */
export const madeUpConversationId = `conv_conversation_${"d0c".padStart(26, "0")}`;

/** What Twilio sends as the number of a caller who withholds it. Source: twilio.com/docs/api/errors/21212 (ANONYMOUS) */
const withheldNumber = "+266696687";

interface Message {
  url: string;
  body: URLSearchParams | string;
  headers: Record<string, string>;
}

export interface ReachOptions {
  /** The account's auth token, which signs. Without it only unsigned requests are sent. */
  authToken?: string | undefined;
}

/** Sends the requests to each path of the agent that is in use. */
export async function reachAgent(
  { accountSid, endpoint }: Pick<Api, "accountSid" | "endpoint">,
  wanted: Wanted,
  { authToken }: ReachOptions = {},
): Promise<Paths> {
  const { agentDomain, channels } = wanted;
  if (agentDomain === undefined) return {};
  const served = endpoint === undefined ? undefined : (await hostsOf(endpoint))[agentDomain];
  const reach = async (unsigned: Message, signed: (token: string) => Message): Promise<PathReached> => {
    const first = await send(unsigned, served);
    const tellsEnough = "failed" in first || !(first.status === 403 || isSuccess(first.status));
    if (tellsEnough || authToken === undefined) return { unsigned: first };
    return { unsigned: first, signed: await send(signed(authToken), served) };
  };
  const call = callForm(accountSid, wanted);
  const event = JSON.stringify(eventOf(accountSid));
  const [twiml, webhook] = await Promise.all([
    channels.includes("voice")
      ? reach(formMessage(twimlUrl(agentDomain), call), (token) =>
          formMessage(twimlUrl(agentDomain), call, token),
        )
      : undefined,
    usesMessaging({ channels })
      ? reach(jsonMessage(webhookUrl(agentDomain), event), (token) =>
          jsonMessage(webhookUrl(agentDomain), event, token),
        )
      : undefined,
  ]);
  return { twiml, webhook };
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** Sends one POST. Redirects are not followed. */
async function send({ url, body, headers }: Message, served: string | undefined): Promise<Reached> {
  const { host, pathname, search } = new URL(url);
  // As a tunnel does: the agent rebuilds the signed URL from these.
  const forwarded = served && { "X-Forwarded-Host": host, "X-Forwarded-Proto": "https" };
  try {
    const response = await fetch(served === undefined ? url : new URL(pathname + search, served), {
      method: "POST",
      body,
      headers: { ...headers, ...forwarded },
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    const { name, message, cause } = error as Error & { cause?: { code?: string } };
    if (name === "TimeoutError") return { failed: `no response within ${timeoutMs / 1_000} seconds` };
    return { failed: `no response: ${cause?.code ?? message}` };
  }
}

function formMessage(url: string, form: Record<string, string>, authToken?: string): Message {
  return { url, body: new URLSearchParams(form), headers: signature(url, form, authToken) };
}

/** The hash of a JSON body is in the URL, and signed with it. */
function jsonMessage(url: string, json: string, authToken?: string): Message {
  const signed = authToken === undefined ? url : `${url}?bodySHA256=${getExpectedBodyHash(json)}`;
  const headers = { "Content-Type": "application/json", ...signature(signed, {}, authToken) };
  return { url: signed, body: json, headers };
}

function signature(url: string, form: Record<string, string>, authToken: string | undefined) {
  return authToken === undefined
    ? {}
    : { "X-Twilio-Signature": getExpectedTwilioSignature(authToken, url, form) };
}

/** An incoming call. Source: twilio.com/docs/voice/twiml, "Request parameters" */
function callForm(accountSid: string, { phoneNumber = "" }: Wanted): Record<string, string> {
  return {
    AccountSid: accountSid,
    ApiVersion: "2010-04-01",
    CallSid: madeUpCallSid,
    CallStatus: "ringing",
    Direction: "inbound",
    From: withheldNumber,
    Caller: withheldNumber,
    To: phoneNumber,
    Called: phoneNumber,
  };
}

/** Source: twilio.com/docs/conversations/orchestrator/webhooks */
function eventOf(accountId: string) {
  const now = new Date().toISOString();
  const data = { id: madeUpConversationId, accountId, status: "ACTIVE", createdAt: now, updatedAt: now };
  return { eventType: "CONVERSATION_UPDATED", timestamp: now, data };
}

/** The local Twilio knows which server on this machine serves a public host. */
async function hostsOf(endpoint: string): Promise<Record<string, string>> {
  // If nothing listens there, the reads of the account report it.
  const response = await fetch(`${endpoint}/local/hosts`).catch(() => undefined);
  return response?.ok ? z.record(z.string(), z.string()).parse(await response.json()) : {};
}
