// The account resource of the 2010 API.
// Source: twilio-oai, twilio_api_v2010.json (api.v2010.account); twilio-node 6.3.1 rest/api/v2010/account

import type { Hono } from "hono";
import type { Context } from "../core/context.ts";
import { rfc2822 } from "../http/dates.ts";

/** Resources of an account, by their key in `subresource_uris`. Most are not served here. */
const subresources = {
  available_phone_numbers: "AvailablePhoneNumbers",
  calls: "Calls",
  conferences: "Conferences",
  incoming_phone_numbers: "IncomingPhoneNumbers",
  notifications: "Notifications",
  outgoing_caller_ids: "OutgoingCallerIds",
  recordings: "Recordings",
  transcriptions: "Transcriptions",
  addresses: "Addresses",
  signing_keys: "SigningKeys",
  connect_apps: "ConnectApps",
  sip: "SIP",
  authorized_connect_apps: "AuthorizedConnectApps",
  usage: "Usage",
  keys: "Keys",
  applications: "Applications",
  short_codes: "SMS/ShortCodes",
  queues: "Queues",
  messages: "Messages",
  balance: "Balance",
};

export function accountRoutes(app: Hono, context: Context): void {
  app.get("/api.twilio.com/2010-04-01/Accounts/:accountSid", () => {
    const { sid, friendlyName, authToken, dateCreated } = context.state.account;
    const uri = `/2010-04-01/Accounts/${sid}`;
    return Response.json({
      sid,
      owner_account_sid: sid,
      friendly_name: friendlyName,
      auth_token: authToken,
      status: "active",
      type: "Full",
      date_created: rfc2822(dateCreated),
      date_updated: rfc2822(dateCreated),
      uri: `${uri}.json`,
      subresource_uris: Object.fromEntries(
        Object.entries(subresources).map(([key, name]) => [key, `${uri}/${name}.json`]),
      ),
    });
  });
}
