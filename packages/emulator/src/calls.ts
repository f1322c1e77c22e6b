// Calls of the 2010 API, to look at. They are made by traffic. Source: twilio-node 6.2.0 rest/api/v2010/account/call

import type { Hono } from "hono";
import { rfc2822 } from "./account.ts";
import { found } from "./errors.ts";
import type { Local } from "./local.ts";
import { apiList } from "./paging.ts";
import type { State } from "./state.ts";

export interface Call {
  sid: string;
  from: string;
  to: string;
  phone_number_sid: string | null;
  direction: "inbound" | "outbound-api";
  status: "in-progress" | "completed";
  date_created: string;
  date_updated: string;
}

export function callRoutes(app: Hono, local: Local): void {
  app.get("/api.twilio.com/2010-04-01/Accounts/:accountSid/Calls", (c) => {
    const rows = Object.values(local.state.calls).map((call) => ({
      id: call.sid,
      body: () => renderCall(local.state, call),
    }));
    return apiList(c, "calls", rows);
  });

  app.get("/api.twilio.com/2010-04-01/Accounts/:accountSid/Calls/:sid", (c) =>
    Response.json(renderCall(local.state, found(local.state.calls[c.req.param("sid")], c.req.path))),
  );
}

function renderCall(state: State, call: Call) {
  const uri = `/2010-04-01/Accounts/${state.account.sid}/Calls/${call.sid}`;
  return {
    ...call,
    date_created: rfc2822(call.date_created),
    date_updated: rfc2822(call.date_updated),
    start_time: rfc2822(call.date_created),
    end_time: call.status === "completed" ? rfc2822(call.date_updated) : null,
    account_sid: state.account.sid,
    parent_call_sid: null,
    from_formatted: call.from,
    to_formatted: call.to,
    api_version: "2010-04-01",
    price: null,
    price_unit: "USD",
    uri: `${uri}.json`,
    subresource_uris: {},
  };
}
