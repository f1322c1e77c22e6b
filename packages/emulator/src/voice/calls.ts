// Calls in the 2010 API: reading them, and ending one. Source: twilio-node 6.2.0 rest/api/v2010/account/call

import type { Hono } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { readForm } from "../http/body.ts";
import { rfc2822 } from "../http/dates.ts";
import { requireRow } from "../http/errors.ts";
import { apiList } from "../http/paging.ts";
import type { Call } from "../state/calls.ts";
import type { State } from "../state/state.ts";
import { isOver } from "./call.ts";
import { hangUp } from "./hangUp.ts";

export function callRoutes(app: Hono, context: Context): void {
  app.get("/api.twilio.com/2010-04-01/Accounts/:accountSid/Calls", (c) => {
    const rows = Object.values(context.state.calls).map((call) => ({
      id: call.sid,
      body: () => renderCall(context.state, call),
    }));
    return apiList(c, "calls", rows);
  });

  app.get("/api.twilio.com/2010-04-01/Accounts/:accountSid/Calls/:sid", (c) =>
    Response.json(renderCall(context.state, requireRow(context.state.calls[c.req.param("sid")], c.req.path))),
  );

  app.post("/api.twilio.com/2010-04-01/Accounts/:accountSid/Calls/:sid", async (c) => {
    const call = requireRow(context.state.calls[c.req.param("sid")], c.req.path);
    await readForm(c, z.strictObject({ Status: z.literal("completed") }));
    // Not awaited, because the client may be the same server that receives the end of the session.
    context.background(hangUp(context, call));
    return Response.json(renderCall(context.state, call));
  });
}

function renderCall(state: State, { course: _, ...call }: Call) {
  const uri = `/2010-04-01/Accounts/${state.account.sid}/Calls/${call.sid}`;
  return {
    ...call,
    date_created: rfc2822(call.date_created),
    date_updated: rfc2822(call.date_updated),
    start_time: rfc2822(call.date_created),
    end_time: isOver(call) ? rfc2822(call.date_updated) : null,
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
