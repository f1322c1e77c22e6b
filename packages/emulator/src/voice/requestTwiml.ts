// Requests for a call's TwiML: the voice URL of its number, actions of its verbs, the URL of Redirect.
// Source: twilio.com/docs/voice/twiml, "Twilio's request to your application"; twilio.com/docs/api/errors/11200

import type { Context } from "../core/context.ts";
import { localUrl } from "../core/hosts.ts";
import { sendToTeam, sign } from "../core/sendToTeam.ts";
import type { Call, Twiml } from "../state/calls.ts";
import { isFlowWebhook } from "../studio/webhookUrl.ts";
import { isOver } from "./call.ts";
import { parseTwiml } from "./parseTwiml.ts";

export interface TwimlRequest {
  url: string;
  /** Default POST. Anything but GET is POST. */
  method?: string | undefined;
  form: Record<string, string>;
}

/** The TwiML, or why there is none. `status` 0: no response. */
export type TwimlResult = { status: number } & ({ twiml: Twiml } | { problem: string });

/** The form of a request about a call: the common fields, and those of this request. */
export function callForm(
  { state }: Context,
  call: Call,
  form: Record<string, string> = {},
): Record<string, string> {
  const { sid, from, to, direction, status } = call;
  return {
    AccountSid: state.account.sid,
    ApiVersion: "2010-04-01",
    CallSid: sid,
    CallStatus: isOver(call) ? "completed" : status,
    Called: to,
    Caller: from,
    Direction: direction,
    From: from,
    To: to,
    ...form,
  };
}

/** Requests TwiML from a team's server on this machine, or from a flow of this account. */
export async function requestTwiml(context: Context, wanted: TwimlRequest): Promise<TwimlResult> {
  const { url } = wanted;
  if (!URL.canParse(url)) return { status: 0, problem: `11200: ${describeUrl(url)}` };
  const response = await (isFlowWebhook(url)
    ? requestFromFlow(context, wanted)
    : requestFromTeam(context, wanted));
  if ("problem" in response) return { status: 0, problem: response.problem };
  const { status, text } = response;
  if (status < 200 || status > 299) return { status, problem: `11200: ${url} responded with ${status}` };
  return readTwiml(text, { status, url });
}

/**
 * Reads TwiML that a URL returned, or that was given with a call.
 *
 * @param from.url empty if the TwiML was given with a call
 */
export function readTwiml(text: string, { status, url }: { status: number; url: string }): TwimlResult {
  try {
    return { status, twiml: { verbs: parseTwiml(text), url } };
  } catch (error) {
    const source = url === "" ? "in Twiml" : `from ${url}`;
    return { status, problem: `${error instanceof Error ? error.message : error} (${source})` };
  }
}

/** Resolves a URL in TwiML against the URL of the TwiML. Without one, a relative URL stays relative. */
export function resolveUrl(url: string, base: string): string {
  return URL.canParse(url, base) ? new URL(url, base).href : url;
}

/** Without a URL, TwiML cannot be requested again, and its relative URLs mean nothing. */
function describeUrl(url: string): string {
  return url === ""
    ? "the call's TwiML was given with it, so there is no URL to request again: set an action"
    : `${url} is not a URL`;
}

async function requestFromFlow(
  context: Context,
  { url, form }: TwimlRequest,
): Promise<{ status: number; text: string }> {
  const { hostname, pathname, search } = new URL(url);
  const response = await context.handle(
    new Request(`http://127.0.0.1${pathname}${search}`, {
      method: "POST",
      headers: {
        "X-Original-Host": hostname,
        "X-Twilio-Signature": sign(context, url, form),
        "Content-Type": "application/x-www-form-urlencoded",
      },
      body: new URLSearchParams(form).toString(),
    }),
  );
  return { status: response.status, text: await response.text() };
}

async function requestFromTeam(
  context: Context,
  { url, method, form }: TwimlRequest,
): Promise<{ status: number; text: string } | { problem: string }> {
  if (!localUrl(context, url)) return { problem: notServedProblem(url) };
  const response = await sendToTeam(context, url, {
    method: method?.toUpperCase() === "GET" ? "GET" : "POST",
    form,
  });
  return "error" in response ? { problem: `11200: ${url} did not respond: ${response.error}` } : response;
}

/** Why a public URL was not requested, and what to do. */
export function notServedProblem(url: string): string {
  const { host } = new URL(url);
  const example = JSON.stringify({ host, url: "http://127.0.0.1:8000" });
  return `11200: ${host} is not served on this machine. Set the local server that stands in for it: PUT /local/hosts ${example}`;
}
