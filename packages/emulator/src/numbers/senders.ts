// What an account can send from besides its phone numbers: senders of WhatsApp and RCS (Messaging v2), short codes (API of
// 2010). Only their lists are served; `PUT /local/owned` adds one.
// Source: twilio_messaging_v2.json and twilio_api_v2010.json in @twilio/cli-core 9.0.0

import { createHash } from "node:crypto";
import type { Hono } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { rfc2822 } from "../http/dates.ts";
import { apiList, classicList } from "../http/paging.ts";
import { readFilters } from "../http/query.ts";
import type { State } from "../state/state.ts";

/** Supported values, as the document's text names them. */
const channel = z.enum(["whatsapp", "rcs"]);

export function senderRoutes(app: Hono, { state }: Context): void {
  app.get("/messaging.twilio.com/v2/Channels/Senders", (c) => {
    const { Channel } = readFilters(c, { Channel: channel });
    const rows = Object.keys(state.senders)
      .filter((address) => address.startsWith(`${Channel}:`))
      .map((address) => ({ id: address, body: () => renderSender(address) }));
    return classicList(c, "senders", rows);
  });

  app.get("/api.twilio.com/2010-04-01/Accounts/:accountSid/SMS/ShortCodes", (c) => {
    const { ShortCode, FriendlyName } = readFilters(c, {
      ShortCode: z.string().optional(),
      FriendlyName: z.string().optional(),
    });
    const rows = Object.keys(state.senders)
      .filter((address) => /^\d{3,8}$/.test(address))
      .filter((code) => ShortCode === undefined || matchesPart(code, ShortCode))
      .filter((code) => FriendlyName === undefined || code === FriendlyName)
      .map((code) => ({ id: code, body: () => renderShortCode(state, code) }));
    return apiList(c, "short_codes", rows);
  });
}

/** The filter matches anywhere in the code, and its `*` matches any digit. */
function matchesPart(code: string, filter: string): boolean {
  return /^[\d*]+$/.test(filter) && new RegExp(filter.replaceAll("*", "\\d")).test(code);
}

/** The same address has the same SID at every start, without being stored. */
function sidOf(prefix: string, address: string): string {
  return `${prefix}${createHash("md5").update(address).digest("hex")}`;
}

function renderSender(address: string) {
  const sid = sidOf("XE", address);
  return {
    sid,
    status: "ONLINE",
    sender_id: address,
    friendly_name: null,
    configuration: null,
    webhook: null,
    profile: null,
    properties: null,
    offline_reasons: null,
    compliance: null,
    url: `https://messaging.twilio.com/v2/Channels/Senders/${sid}`,
  };
}

function renderShortCode({ account }: State, code: string) {
  const sid = sidOf("SC", code);
  const date = rfc2822(account.dateCreated);
  return {
    sid,
    account_sid: account.sid,
    friendly_name: code,
    short_code: code,
    api_version: "2010-04-01",
    sms_url: null,
    sms_method: "POST",
    sms_fallback_url: null,
    sms_fallback_method: "POST",
    date_created: date,
    date_updated: date,
    uri: `/2010-04-01/Accounts/${account.sid}/SMS/ShortCodes/${sid}.json`,
  };
}
