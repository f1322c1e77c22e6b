// The status callbacks of a call that the API places: its progress, posted to the team's server one after the other.
// Source: twilio.com/docs/voice/api/call-resource#statuscallback, …#statuscallbackevent; twilio.com/docs/api/errors/15003

import type { Context } from "../core/context.ts";
import { sendToTeam } from "../core/sendToTeam.ts";
import { rfc2822 } from "../http/dates.ts";
import type { Call } from "../state/calls.ts";
import { durationSeconds, pushRecent } from "./call.ts";
import { callForm } from "./requestTwiml.ts";

/** Every event, in order. `completed` comes at every end, whoever answered. */
export const progressEvents = ["initiated", "ringing", "answered", "completed"] as const;

type ProgressEvent = (typeof progressEvents)[number];

/** The last callback of each call, which the next one waits for. */
const last = new WeakMap<Call, Promise<void>>();

/** Posts an event to the call's status callback, in the background, if it was asked for. */
export function postProgress(context: Context, call: Call, event: ProgressEvent): void {
  const callback = call.placed?.statusCallback;
  if (!callback?.events.includes(event)) return;
  const form = callForm(context, call, {
    CallStatus: statusAt(event, call),
    CallbackSource: "call-progress-events",
    SequenceNumber: String(callback.sent),
    Timestamp: rfc2822(context.now().toISOString()),
    ...(event === "completed" ? { CallDuration: String(durationSeconds(call)) } : {}),
  });
  callback.sent += 1;
  postForm(context, call, callback, form);
}

/** Posts a form about a call to the team's server, in the background and after earlier ones. */
export function postForm(
  context: Context,
  call: Call,
  { url, method }: { url: string; method: string },
  form: Record<string, string>,
): void {
  const sending = (last.get(call) ?? Promise.resolve()).then(async () => {
    const response = await sendToTeam(context, url, { method: method === "GET" ? "GET" : "POST", form });
    const problem =
      "error" in response ? `did not respond: ${response.error}` : statusProblem(response.status);
    if (problem !== undefined) pushRecent(call.course?.warnings ?? [], `15003: ${url} ${problem}`);
  });
  last.set(call, sending);
  context.background(sending);
}

function statusProblem(status: number): string | undefined {
  return status < 200 || status > 299 ? `responded with ${status}` : undefined;
}

function statusAt(event: ProgressEvent, { status }: Call): string {
  if (event === "completed") return status;
  return event === "answered" ? "in-progress" : event;
}
