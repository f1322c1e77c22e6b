// A call as the 2010 API returns it: every documented property, null where this server knows nothing.
// Source: twilio-oai, twilio_api_v2010.json (api.v2010.account.call)

import { rfc2822 } from "../http/dates.ts";
import { formattedNumber } from "../http/formattedNumber.ts";
import type { Call } from "../state/calls.ts";
import type { State } from "../state/state.ts";
import { durationSeconds, isOver } from "../voice/call.ts";

/** Resources below a call, by their key in `subresource_uris`. None of them is served here. */
const subresources = {
  notifications: "Notifications",
  recordings: "Recordings",
  payments: "Payments",
  events: "Events",
  siprec: "Siprec",
  streams: "Streams",
  transcriptions: "Transcriptions",
  user_defined_message_subscriptions: "UserDefinedMessageSubscriptions",
  user_defined_messages: "UserDefinedMessages",
};

export function renderCall(state: State, row: Call) {
  const { course: _, placed: __, answeredAt: ___, answeredBy, ...call } = row;
  const uri = `/2010-04-01/Accounts/${state.account.sid}/Calls/${call.sid}`;
  return {
    ...call,
    date_created: rfc2822(call.date_created),
    date_updated: rfc2822(call.date_updated),
    start_time: rfc2822(call.date_created),
    end_time: isOver(call) ? rfc2822(call.date_updated) : null,
    // Of a call that is not over, or that nobody answered, it is null.
    duration: row.status === "completed" ? String(durationSeconds(row)) : null,
    account_sid: state.account.sid,
    parent_call_sid: null,
    from_formatted: formattedNumber(call.from),
    to_formatted: formattedNumber(call.to),
    api_version: "2010-04-01",
    price: null,
    price_unit: "USD",
    answered_by: answeredBy ?? null,
    caller_name: null,
    forwarded_from: null,
    group_sid: null,
    queue_time: "0",
    trunk_sid: null,
    uri: `${uri}.json`,
    subresource_uris: Object.fromEntries(
      Object.entries(subresources).map(([key, name]) => [key, `${uri}/${name}.json`]),
    ),
  };
}
