// A call's row: how it is created, and what is recorded on it.

import type { Context } from "../core/context.ts";
import type { Call, PlayedCall } from "../state/calls.ts";
import { nextSid } from "../state/ids.ts";

/** A streaming agent sends a frame for every word, for as long as the call lasts, and the state is saved as a whole. */
const maxRecorded = 1_000;

/** Appends a record; beyond a thousand the oldest is removed. */
export function pushRecent<Row>(rows: Row[], row: Row): void {
  rows.push(row);
  if (rows.length > maxRecorded) rows.splice(0, rows.length - maxRecorded);
}

/** Creates a call that rings. */
export function newCall(
  context: Context,
  parts: Pick<Call, "from" | "to" | "phone_number_sid" | "direction">,
): Call {
  const now = context.now().toISOString();
  const sid = nextSid(context.state, "CA");
  const call: Call = { sid, ...parts, status: "ringing", date_created: now, date_updated: now };
  context.state.calls[call.sid] = call;
  return call;
}

/** Makes a call one whose TwiML is run here. */
export function playCall(call: Call): PlayedCall {
  return Object.assign(call, {
    course: {
      conversationId: null,
      transcribedTwice: false,
      session: null,
      transcript: [],
      frames: [],
      actionRequests: [],
      queue: null,
      warnings: [],
    },
  });
}

/** Whether the TwiML of the call is run here. */
export function isPlayed(call: Call): call is PlayedCall {
  return call.course !== undefined;
}

export function isOver({ status }: Pick<Call, "status">): boolean {
  return status !== "ringing" && status !== "in-progress";
}
