// Widgets that route a call: to a number, into a queue, to other TwiML.

import * as z from "zod";
import { trim, trueOrFalse } from "./callValues.ts";
import {
  boolean,
  integer,
  jsonText,
  keys,
  liquid,
  literal,
  numberText,
  offset,
  oneOf,
  oneOfOrLiquid,
  secret,
  shortText,
  sid,
  url,
  usually,
} from "./property.ts";
import { after, callback, callbackKeys, onCalls, type WidgetType } from "./widgetType.ts";

export const routing = {
  "connect-call-to": {
    title: "Connect Call To",
    purpose: "call",
    note: "Dials a number, client or SIP endpoint. callCompleted is also taken after busy, no answer and failure: read DialCallStatus.",
    events: ["callCompleted", "hangup"],
    failures: {},
    triggers: onCalls,
    waits: true,
    properties: z.strictObject({
      noun: oneOf(["number", "number-multi", "client", "sip", "sim", "conference"]),
      to: liquid(
        "Number, client, SIM or conference; up to 10 separated by commas with number-multi.",
      ).optional(),
      caller_id: liquid(undefined, { default: "{{contact.channel.address}}" }).optional(),
      record: boolean(undefined, { default: false }).optional(),
      timeout: integer({ min: 1, max: 600 }, "Seconds of ringing, as a number.", {
        default: 30,
      }).optional(),
      time_limit: literal("Seconds, as a string; four hours if omitted.").optional(),
      sip_endpoint: liquid("With noun sip.").optional(),
      sip_username: liquid().optional(),
      sip_password: secret().optional(),
      offset,
    }),
    outputs: {
      after: {
        callCompleted: ["DialCallStatus", "DialCallSid", "DialCallDuration", "RecordingUrl", ...callbackKeys],
        hangup: ["DialCallStatus", "DialCallSid", ...callbackKeys],
      },
      open: callback,
    },
    source: "twilio.com/docs/studio/widget-library/connect-call, twilio-sdk-go, deployed flows",
  },
  "make-outgoing-call-v1": {
    title: "Make Outgoing Call (v1)",
    purpose: "call",
    note: "The first version of Make Outgoing Call; not seen in any export.",
    events: ["answered", "busy", "noAnswer", "failed", "answeredByMachine", "hangup"],
    failures: {},
    triggers: ["incomingRequest", "incomingMessage"],
    gives: { answered: "incomingCall", answeredByMachine: "incomingCall" },
    waits: true,
    properties: z.strictObject({
      from: liquid(undefined, { default: "{{flow.channel.address}}" }),
      to: liquid(undefined, { default: "{{contact.channel.address}}" }),
      record: boolean().optional(),
      timeout: integer().optional(),
      offset,
    }),
    outputs: {
      after: after(
        ["answered", "busy", "noAnswer", "failed", "answeredByMachine", "hangup"],
        ["CallSid", "CallStatus", "AnsweredBy", "AccountSid", "From", "To", "Direction"],
      ),
      open: callback,
    },
    source: "twilio.com/docs/studio/widget-library/make-outgoing-call",
  },
  "make-outgoing-call-v2": {
    title: "Make Outgoing Call",
    purpose: "call",
    note: "Calls the execution's contact; from and to cannot be changed in the widget.",
    events: ["answered", "busy", "noAnswer", "failed"],
    failures: { failed: ["incomingRequest", "incomingMessage"] },
    triggers: ["incomingRequest", "incomingMessage"],
    gives: { answered: "incomingCall" },
    waits: true,
    properties: z.strictObject({
      from: liquid(undefined, { default: "{{flow.channel.address}}" }),
      to: liquid(undefined, { default: "{{contact.channel.address}}" }),
      timeout: integer({ min: 0, max: 600 }, "Seconds of ringing, as a number.", {
        default: 60,
      }).optional(),
      record: boolean(undefined, { default: false }).optional(),
      recording_channels: oneOf(["mono", "dual"], undefined, { default: "mono" }).optional(),
      recording_status_callback: url().optional(),
      trim: usually([...trim, ...trueOrFalse], "As a string.").optional(),
      detect_answering_machine: boolean(undefined, { default: false }).optional(),
      machine_detection: usually(["Enable", "DetectMessageEnd"], undefined, {
        default: "Enable",
      }).optional(),
      machine_detection_timeout: numberText({ min: 3, max: 120 }, "Seconds, as a string.", {
        default: "30",
      }).optional(),
      machine_detection_speech_threshold: numberText(
        { min: 1_000, max: 6_000 },
        "Milliseconds, as a string.",
        {
          default: "2400",
        },
      ).optional(),
      machine_detection_speech_end_threshold: numberText(
        { min: 500, max: 5_000 },
        "Milliseconds, as a string.",
        {
          default: "1200",
        },
      ).optional(),
      machine_detection_silence_timeout: numberText(
        { min: 2_000, max: 10_000 },
        "Milliseconds, as a string.",
        {
          default: "5000",
        },
      ).optional(),
      send_digits: keys("As in Say/Play; at most 32.", 32).optional(),
      sip_auth_username: liquid().optional(),
      sip_auth_password: secret().optional(),
      offset,
    }),
    outputs: {
      after: after(
        ["answered", "busy", "noAnswer", "failed"],
        [
          "CallSid",
          "CallStatus",
          "AnsweredBy",
          "MachineDetectionDuration",
          "AccountSid",
          "From",
          "To",
          "Direction",
        ],
      ),
      open: callback,
    },
    source: "twilio.com/docs/studio/widget-library/make-outgoing-call, twilio-sdk-go, deployed flows",
  },
  "enqueue-call": {
    title: "Enqueue Call",
    purpose: "call",
    note: "Puts the call into a queue or a TaskRouter workflow; priority and timeout are numbers, unlike in Send to Flex.",
    events: ["callComplete", "failedToEnqueue", "callFailure"],
    failures: { failedToEnqueue: onCalls, callFailure: onCalls },
    triggers: onCalls,
    waits: true,
    properties: z
      .strictObject({
        workflow_sid: sid("WW", "TaskRouter workflow", "WW…; this or queue_name.").optional(),
        queue_name: shortText(
          64,
          "At most 64 characters; created if it does not exist. Holds 100 calls.",
        ).optional(),
        priority: integer().optional(),
        timeout: integer({ min: 0, max: 1_209_600 }, "Seconds, as a number.").optional(),
        task_attributes: jsonText("At most 1,024 characters.").optional(),
        wait_url: url().optional(),
        wait_url_method: oneOf(["GET", "POST"], undefined, { default: "GET" }).optional(),
        offset,
      })
      .refine(({ workflow_sid, queue_name }) => Boolean(workflow_sid) !== Boolean(queue_name), {
        error: "needs exactly one of workflow_sid and queue_name",
      }),
    misnamed: {
      task_router_workflow: "workflow_sid",
      hold_music_url: "wait_url",
      twiml_request_method: "wait_url_method",
      attributes: "task_attributes",
    },
    outputs: {
      after: {
        callComplete: ["QueueResult", "QueueSid", "QueueTime", ...callbackKeys],
        callFailure: ["QueueResult", ...callbackKeys],
      },
      open: callback,
    },
    source: "twilio.com/docs/studio/widget-library/enqueue-call, twilio-sdk-go, deployed flows",
  },
  "add-twiml-redirect": {
    title: "TwiML Redirect",
    purpose: "call",
    note: "Hands the call or message to other TwiML. The flow continues when that redirects to the flow's webhook with ?FlowEvent=return.",
    events: ["return", "timeout", "fail"],
    failures: { fail: ["incomingCall", "incomingMessage", "incomingRequest", "incomingParent"] },
    triggers: ["incomingCall", "incomingMessage", "incomingRequest", "incomingParent"],
    waits: true,
    properties: z.strictObject({
      url: url(),
      method: oneOfOrLiquid(["GET", "POST"], undefined, { default: "POST" }).optional(),
      timeout: numberText({ min: 0, max: 14_400 }, "Seconds, as a string; with 0 the flow never continues.", {
        default: "14400",
      }).optional(),
      offset,
    }),
    outputs: { after: {}, open: "every query parameter of the returning URL" },
    source: "twilio.com/docs/studio/widget-library/twiml-redirect, twilio-sdk-go, deployed flows",
  },
} as const satisfies Record<string, WidgetType>;
