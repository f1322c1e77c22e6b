// Calls in the 2010 API: placing and reading them, and ending one.
// Source: twilio-oai, twilio_api_v2010.json; twilio-node 6.3.1 rest/api/v2010/account/call

import type { Hono } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { readForm, sid } from "../http/body.ts";
import { requireRow } from "../http/errors.ts";
import { apiList } from "../http/paging.ts";
import { dayOrMoment, readFilters } from "../http/query.ts";
import type { Call } from "../state/calls.ts";
import { isOver, ringsAtCustomer } from "../voice/call.ts";
import { finishCall, hangUp } from "../voice/hangUp.ts";
import { placeCall } from "../voice/outboundCall.ts";
import { cancelRinging } from "../voice/pendingVerb.ts";
import { acceptCall, placement } from "./placement.ts";
import { renderCall } from "./renderCall.ts";

/** The response comes before Twilio dials. Source: responses of Twilio in public logs */
const whileQueued = { status: "queued", date_created: null, date_updated: null, start_time: null };

/** `canceled` ends only calls that are not yet answered. Source: twilio.com/docs/voice/api/call-resource#update-a-call-resource */
const update = z.strictObject({ Status: z.enum(["canceled", "completed"]) });

export function callRoutes(app: Hono, context: Context): void {
  app.post("/api.twilio.com/2010-04-01/Accounts/:accountSid/Calls", async (c) => {
    const { warnings, ...accepted } = acceptCall(context.state, await readForm(c, placement));
    const call = placeCall(context, accepted);
    call.course.warnings.push(...warnings);
    return Response.json({ ...renderCall(context.state, call), ...whileQueued }, { status: 201 });
  });

  app.get("/api.twilio.com/2010-04-01/Accounts/:accountSid/Calls", (c) => {
    const wanted: Filters = readFilters(c, filters);
    const rows = Object.values(context.state.calls)
      .filter((call) => isWanted(call, wanted))
      .map((call) => ({ id: call.sid, body: () => renderCall(context.state, call) }));
    return apiList(c, "calls", rows);
  });

  app.get("/api.twilio.com/2010-04-01/Accounts/:accountSid/Calls/:sid", (c) =>
    Response.json(renderCall(context.state, requireRow(context.state.calls[c.req.param("sid")], c.req.path))),
  );

  app.post("/api.twilio.com/2010-04-01/Accounts/:accountSid/Calls/:sid", async (c) => {
    const call = requireRow(context.state.calls[c.req.param("sid")], c.req.path);
    const { Status } = await readForm(c, update);
    // Not awaited, because the client may be the same server that receives the end of the session.
    if (ringsAtCustomer(call)) context.background(cancelRinging(context, call));
    else if (Status === "completed") context.background(hangUp(context, call));
    else if (call.status === "ringing") context.background(finishCall(context, call, "canceled"));
    return Response.json(renderCall(context.state, call));
  });
}

const time = (name: string) => ({
  [name]: dayOrMoment.optional(),
  [`${name}<`]: dayOrMoment.optional(),
  [`${name}>`]: dayOrMoment.optional(),
});

const filters = {
  From: z.string().optional(),
  To: z.string().optional(),
  Status: z
    .enum(["queued", "ringing", "in-progress", "completed", "busy", "failed", "no-answer", "canceled"])
    .optional(),
  ParentCallSid: sid("CA").optional(),
  ...time("StartTime"),
  ...time("EndTime"),
};

type Filters = Record<string, string | undefined>;

/** No call here has a parent. */
function isWanted(call: Call, wanted: Filters): boolean {
  const equals = { From: call.from, To: call.to, Status: call.status, ParentCallSid: null };
  return (
    Object.entries(equals).every(([name, value]) => wanted[name] === undefined || wanted[name] === value) &&
    inTime(wanted, "StartTime", call.date_created) &&
    inTime(wanted, "EndTime", isOver(call) ? call.date_updated : undefined)
  );
}

/** `StartTime` is a day, `StartTime<` and `StartTime>` a moment, each included. */
function inTime(wanted: Filters, name: string, time: string | undefined): boolean {
  const [day, until, from] = [wanted[name], wanted[`${name}<`], wanted[`${name}>`]];
  if (day === undefined && until === undefined && from === undefined) return true;
  if (time === undefined) return false;
  return (
    (day === undefined || time.slice(0, 10) === day.slice(0, 10)) &&
    (until === undefined || Date.parse(time) <= Date.parse(until)) &&
    (from === undefined || Date.parse(time) >= Date.parse(from))
  );
}
