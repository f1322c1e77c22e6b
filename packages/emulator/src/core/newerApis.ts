// How the newer APIs (Orchestrator, Intelligence, Memory) write a field that has no value.
//
// Twilio's documents allow null for few of their fields, so by default such a field is absent. One field report shows
// nulls, as the Console's bodies have them, and Twilio adds fields at any time: clients must read all of it, which these
// settings let them prove.

import type { MiddlewareHandler } from "hono";
import type { Context, Settings } from "./context.ts";

const newerApis = ["/conversations.twilio.com/v2/", "/intelligence.twilio.com/v3/", "/memory.twilio.com/v1/"];

/** Required, and null where there is no value. Source: Twilio's OpenAPI documents twilio_intelligence_v3, twilio_memory_v1 */
const requiredNulls = [
  { api: "/intelligence.twilio.com/v3/Conversations", field: "name" },
  { api: "/memory.twilio.com/v1/ControlPlane/Stores", field: "intelligenceServiceId" },
];

/** Values that belong to the customer, not to the API: their nulls mean something. */
const ofTheCustomer = new Set(["metadata", "outputSchema", "parameters", "result", "traits", "variables"]);

/** Its keys are names of channels, not fields. */
const keyedByName = "channelSettings";

/** Whether the settings make responses differ from Twilio's documents. */
export function differsOnPurpose({ nulls, unknownField }: Settings): boolean {
  return nulls === "sent" || unknownField;
}

/** Rewrites the responses of the newer APIs as the settings demand. */
export function writeFields({ settings }: Pick<Context, "settings">): MiddlewareHandler {
  return async (c, next) => {
    await next();
    const { path } = c.req;
    if (!newerApis.some((api) => path.startsWith(api))) return;
    if (!c.res.headers.get("content-type")?.startsWith("application/json")) return;
    const keep = requiredNulls.filter(({ api }) => path.startsWith(api)).map(({ field }) => field);
    const { status, headers } = c.res;
    const body = JSON.stringify(writtenFields(settings, await c.res.json(), keep));
    c.res = undefined;
    c.res = new Response(body, { status, headers });
  };
}

/** The value as the API writes it, in a response or an event. */
export function writtenFields(
  settings: Pick<Settings, "nulls" | "unknownField">,
  value: unknown,
  keep: string[] = [],
): unknown {
  if (Array.isArray(value)) return value.map((item) => writtenFields(settings, item, keep));
  if (typeof value !== "object" || value === null) return value;
  return fieldsOf(settings, value, keep, settings.unknownField);
}

function fieldsOf(
  settings: Pick<Settings, "nulls" | "unknownField">,
  value: object,
  keep: string[],
  withUnknown: boolean,
): Record<string, unknown> {
  const written = Object.entries(value)
    .filter(([name, field]) => field !== null || settings.nulls === "sent" || keep.includes(name))
    .map(([name, field]) => {
      if (ofTheCustomer.has(name)) return [name, field];
      if (name === keyedByName && field !== null) return [name, fieldsOf(settings, field, keep, false)];
      return [name, writtenFields(settings, field, keep)];
    });
  return { ...Object.fromEntries(written), ...(withUnknown && { addedByTwilio: { since: "2026-12" } }) };
}
