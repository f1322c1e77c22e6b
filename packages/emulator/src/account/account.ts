// The account resource of the 2010 API. Source: twilio-node 6.2.0 rest/api/v2010/account

import type { Hono } from "hono";
import type { Context } from "../core/context.ts";
import { rfc2822 } from "../http/dates.ts";

export function accountRoutes(app: Hono, context: Context): void {
  app.get("/api.twilio.com/2010-04-01/Accounts/:accountSid", () => {
    const { sid, friendlyName, dateCreated } = context.state.account;
    const uri = `/2010-04-01/Accounts/${sid}`;
    return Response.json({
      sid,
      owner_account_sid: sid,
      friendly_name: friendlyName,
      status: "active",
      type: "Full",
      date_created: rfc2822(dateCreated),
      date_updated: rfc2822(dateCreated),
      uri: `${uri}.json`,
      subresource_uris: {
        calls: `${uri}/Calls.json`,
        incoming_phone_numbers: `${uri}/IncomingPhoneNumbers.json`,
      },
    });
  });
}
