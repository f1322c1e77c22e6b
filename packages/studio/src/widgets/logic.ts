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

/** Reserved by Studio: a parameter of this name ends in error 81014. Source: twilio.com/docs/api/errors/81014 */
const requestParameter = keyAndValue.refine(({ key }) => key !== "method", {
  path: ["key"],
  error: 'cannot be "method": Studio reserves that name (error 81014)',
  params: { certain: true },
});

/** Whether a URL is, or may come to be, one of Twilio's. */
function mayBeTwilios(url: string): boolean {
  const [, host] = /^\s*https?:\/\/([\w.-]+)(?=[/?#:]|\s*$)/.exec(url) ?? [];
  return host === undefined || /(^|\.)twilio\.com$/i.test(host);
}

/** A value that may be parsed as JSON once it is rendered. */
const typedValue = z.strictObject({
  key: literal("Case-sensitive; no Liquid."),
  value: liquid(),
  type: oneOf(["string", "json_object"], "json_object parses the rendered value.", {
    default: "string",
  }).optional(),
  index: literal("Left by old exports; without meaning.").optional(),
});

const response = ["body", "content_type", "status_code", "parsed"] as const;

export const logic = {
  trigger: {
    title: "Trigger",
    purpose: "trigger",
    note: "Starts the flow; exactly one in every flow. Its data is read under trigger, not widgets.",
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
    note: "The first match whose condition holds decides, else noMatch. Comparisons ignore case and blanks at both ends.",
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
    note: "Sets flow.variables.<key>. A value that does not parse as json_object gives warning 81027 and stays empty.",
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
    note: "2xx within 10 s and at most 64 kB is success; 3xx is followed. No custom headers. parsed only for a JSON object sent as application/json.",
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
          "Sends the account's credentials, to hosts of Twilio only; anywhere else the request fails.",
          { default: false },
        ).optional(),
        offset,
      })
      .refine(({ url, add_twilio_auth }) => !add_twilio_auth || mayBeTwilios(url), {
        path: ["add_twilio_auth"],
        error:
          "is on, but the URL is not one of Twilio's (twilio.com): the request is not made, and the widget takes failed",
      }),
    misnamed: { send_twilio_credentials: "add_twilio_auth", request_method: "method", request_url: "url" },
    outputs: { after: after(["success", "failed"], response) },
    source: "twilio.com/docs/studio/widget-library/http-request, twilio-sdk-go, deployed flows",
  },
  "run-function": {
    title: "Run Function",
    purpose: "request",
    note: "A POST with parameters as the Function's event, 10 s, 64 kB. Its failure event is fail, not failed. parsed grows from run to run.",
    events: ["success", "fail"],
    failures: { fail: always },
    triggers: always,
    properties: z.strictObject({
      url: requestUrl("https URL of a public or protected Function."),
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
    note: "Runs another flow, one level deep (81024). What it sets comes back as widgets.<name>.<key>; its variables stay there.",
    events: ["completed", "failed"],
    failures: { failed: always },
    triggers: ["incomingCall", "incomingMessage", "incomingConversationMessage", "incomingRequest"],
    waits: true,
    properties: z.strictObject({
      flow_sid: z.string().refine((text) => !holdsLiquid(text) && !isOtherSid(text, "FW"), {
        error: "must be a flow's SID (FW…) and cannot be Liquid",
        params: { certain: true },
      }),
      flow_revision: usually(
        ["LatestPublished", "LatestRevision"],
        "Or a revision's number as text; anything else ends in 81021.",
        {},
        /^\d+$/,
      ),
      parameters: list(typedValue, "Read there as trigger.parent.parameters.<key>.").optional(),
      offset,
    }),
    outputs: { after: {}, open: "every variable the subflow sets" },
    source: "twilio.com/docs/studio/widget-library/run-subflow, twilio-sdk-go, deployed flows",
  },
} as const satisfies Record<string, WidgetType>;
