// Widgets that decide, remember and run other code.

import * as z from "zod";
import { holdsLiquid } from "../liquid/holdsLiquid.ts";
import {
  boolean,
  isOtherSid,
  keyAndValue,
  liquid,
  list,
  literal,
  offset,
  oneOf,
  requestUrl,
  usually,
} from "./property.ts";
import { after, always, triggerEvents, type WidgetType } from "./widgetType.ts";

/** Reserved by Studio: a parameter with this name causes error 81014. Source: twilio.com/docs/api/errors/81014 */
const requestParameter = keyAndValue.refine(({ key }) => key !== "method", {
  path: ["key"],
  error: 'cannot be "method": Studio reserves that name (error 81014)',
  params: { certain: true },
});

/** Whether a URL is, or may render to, a Twilio URL. */
function mayBeTwilios(url: string): boolean {
  const [, host] = /^\s*https?:\/\/([\w.-]+)(?=[/?#:]|\s*$)/.exec(url) ?? [];
  return host === undefined || /(^|\.)twilio\.com$/i.test(host);
}

/** A value that can be parsed as JSON after rendering. */
const typedValue = z.strictObject({
  key: literal("Case-sensitive; no Liquid."),
  value: liquid(),
  type: oneOf(["string", "json_object"], "json_object parses the rendered value.", {
    default: "string",
  }).optional(),
  index: literal("Left over in old exports; has no effect.").optional(),
});

const response = ["body", "content_type", "status_code", "parsed"] as const;

export const logic = {
  trigger: {
    title: "Trigger",
    purpose: "trigger",
    note: "Starts the flow; every flow has exactly one. Its data is below trigger, not below widgets.",
    events: triggerEvents,
    failures: {},
    triggers: always,
    properties: z.strictObject({ offset }),
    outputs: { after: {} },
    source: "twilio.com/docs/studio/widget-library/trigger-start, published schema, deployed flows",
  },
  "split-based-on": {
    title: "Split Based On…",
    purpose: "logic",
    note: "Takes the first match whose condition is true, otherwise noMatch. Comparisons ignore case and leading and trailing spaces.",
    events: ["noMatch", "match"],
    failures: {},
    triggers: always,
    properties: z.strictObject({ input: liquid("The subject of every condition."), offset }),
    outputs: { after: {} },
    source: "twilio.com/docs/studio/widget-library/split-based-on, published schema, deployed flows",
  },
  "set-variables": {
    title: "Set Variables",
    purpose: "logic",
    note: "Sets flow.variables.<key>. A json_object value that is not valid JSON causes warning 81027 and stays empty.",
    events: ["next"],
    failures: {},
    triggers: always,
    properties: z.strictObject({ variables: list(typedValue).optional(), offset }),
    misnamed: { parse_as_json: 'type "json_object" of the variable' },
    outputs: { after: {}, open: "every variable it sets" },
    source: "twilio.com/docs/studio/widget-library/set-variables, deployed flows",
  },
  "make-http-request": {
    title: "Make HTTP Request",
    purpose: "request",
    note: "A 2xx response within 10 s and of at most 64 kB is a success; 3xx is followed. No custom headers. parsed is set only for a JSON object sent as application/json.",
    events: ["success", "failed"],
    failures: { failed: always },
    triggers: always,
    properties: z
      .strictObject({
        url: requestUrl("Must render to a valid URL (81014)."),
        method: oneOf(["GET", "POST"], undefined, { default: "GET" }).optional(),
        content_type: oneOf(
          [
            "application/x-www-form-urlencoded;charset=utf-8",
            "application/json;charset=utf-8",
            "application/x-www-form-urlencoded",
            "application/json",
          ],
          undefined,
          { default: "application/x-www-form-urlencoded;charset=utf-8" },
        ).optional(),
        body: liquid("With a JSON content type.").optional(),
        parameters: list(requestParameter, "With a form content type.").optional(),
        add_twilio_auth: boolean(
          "Sends the account's credentials, to Twilio hosts only; to any other host the request fails.",
          { default: false },
        ).optional(),
        offset,
      })
      .refine(({ url, add_twilio_auth }) => !add_twilio_auth || mayBeTwilios(url), {
        path: ["add_twilio_auth"],
        error:
          "is on, but the URL is not a Twilio URL (twilio.com): the request is not made, and the widget takes failed",
      }),
    misnamed: { send_twilio_credentials: "add_twilio_auth", request_method: "method", request_url: "url" },
    outputs: { after: after(["success", "failed"], response) },
    source: "twilio.com/docs/studio/widget-library/http-request, twilio-sdk-go, deployed flows",
  },
  "run-function": {
    title: "Run Function",
    purpose: "request",
    note: "Sends a POST with parameters as the Function's event; limits 10 s and 64 kB. Its failure event is fail, not failed. parsed keeps the members of earlier runs.",
    events: ["success", "fail"],
    failures: { fail: always },
    triggers: always,
    properties: z.strictObject({
      url: requestUrl("HTTPS URL of a public or protected Function."),
      service_sid: literal("ZS…, default or empty.").optional(),
      environment_sid: literal("ZE….").optional(),
      function_sid: literal("ZH… or ZN….").optional(),
      parameters: list(keyAndValue).optional(),
      offset,
    }),
    outputs: {
      after: after(["success", "fail"], [...response, "headers.x-twilio-function-concurrency"]),
    },
    source: "twilio.com/docs/studio/widget-library/run-function, twilio-sdk-go, deployed flows",
  },
  "run-subflow": {
    title: "Run Subflow",
    purpose: "logic",
    note: "Runs another flow, one level deep (81024). The variables it sets are returned as widgets.<name>.<key>.",
    events: ["completed", "failed"],
    failures: { failed: always },
    triggers: ["incomingCall", "incomingMessage", "incomingConversationMessage", "incomingRequest"],
    waits: true,
    properties: z.strictObject({
      flow_sid: z.string().refine((text) => !holdsLiquid(text) && !isOtherSid(text, "FW"), {
        error: "must be a flow's SID (FW…) and cannot contain Liquid",
        params: { certain: true },
      }),
      flow_revision: usually(
        ["LatestPublished", "LatestRevision"],
        "Or a revision number as a string; anything else causes 81021.",
        {},
        /^\d+$/,
      ),
      parameters: list(typedValue, "Read in the subflow as trigger.parent.parameters.<key>.").optional(),
      offset,
    }),
    outputs: { after: {}, open: "every variable the subflow sets" },
    source: "twilio.com/docs/studio/widget-library/run-subflow, twilio-sdk-go, deployed flows",
  },
} as const satisfies Record<string, WidgetType>;
