// Calls in the 2010 API: reading them, and ending one.
// Source: twilio-oai, twilio_api_v2010.json; twilio-node 6.2.0 rest/api/v2010/account/call

import type { Hono, Context as HonoContext } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { readForm } from "../http/body.ts";
import { requireRow } from "../http/errors.ts";
import { apiList } from "../http/paging.ts";
import type { Call } from "../state/calls.ts";
import { isOver } from "./call.ts";
import { hangUp } from "./hangUp.ts";
import { renderCall } from "./renderCall.ts";

export function callRoutes(app: Hono, context: Context): void {
  app.get("/api.twilio.com/2010-04-01/Accounts/:accountSid/Calls", (c) => {
    const rows = Object.values(context.state.calls)
      .filter((call) => matchesQuery(c, call))
      .map((call) => ({ id: call.sid, body: () => renderCall(context.state, call) }));
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

/** The documented filters. No call here has a parent. */
function matchesQuery(c: HonoContext, call: Call): boolean {
  const query = (name: string) => c.req.query(name) || undefined;
  const equals = { From: call.from, To: call.to, Status: call.status, ParentCallSid: null };
  return (
    Object.entries(equals).every(([name, value]) => query(name) === undefined || query(name) === value) &&
    inTime(query, "StartTime", call.date_created) &&
    inTime(query, "EndTime", isOver(call) ? call.date_updated : undefined)
  );
}

/** `StartTime` is a day, `StartTime<` and `StartTime>` a moment, each included. */
function inTime(
  query: (name: string) => string | undefined,
  name: string,
  time: string | undefined,
): boolean {
  const [day, until, from] = [query(name), query(`${name}<`), query(`${name}>`)];
  if (day === undefined && until === undefined && from === undefined) return true;
  if (time === undefined) return false;
  return (
    (day === undefined || time.slice(0, 10) === day.slice(0, 10)) &&
    (until === undefined || Date.parse(time) <= Date.parse(until)) &&
    (from === undefined || Date.parse(time) >= Date.parse(from))
  );
}
