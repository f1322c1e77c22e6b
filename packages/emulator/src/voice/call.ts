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

/** The customer's side of a call, and the account's. */
export function sidesOf({ from, to, direction }: Pick<Call, "from" | "to" | "direction">): {
  customer: string;
  account: string;
} {
  return direction === "inbound" ? { customer: from, account: to } : { customer: to, account: from };
}

/** Whether the call rings at the customer, who has not answered yet. */
export function ringsAtCustomer({ status, direction }: Call): boolean {
  return status === "ringing" && direction === "outbound-api";
}

/** Whole seconds of a call that is over; 0 if nobody answered it. */
export function durationSeconds({ status, answeredAt, date_created, date_updated }: Call): number {
  if (status !== "completed") return 0;
  return Math.round((Date.parse(date_updated) - Date.parse(answeredAt ?? date_created)) / 1_000);
}

/** Whether the TwiML of the call is run here. */
export function isPlayed(call: Call): call is PlayedCall {
  return call.course !== undefined;
}

export function isOver({ status }: Pick<Call, "status">): boolean {
  return status !== "ringing" && status !== "in-progress";
}
