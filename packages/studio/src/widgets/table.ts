// The widget types of Studio: events, triggers, properties. Builder, check, canonical form and simulation read this table.
// Source: Twilio's widget pages and skill, RJPearson94/twilio-sdk-go, counts over 188 public definitions.

import * as z from "zod";

export const triggerEvents = [
  "incomingMessage",
  "incomingCall",
  "incomingConversationMessage",
  "incomingRequest",
  "incomingParent",
] as const;

/** What starts an execution. */
export type TriggerEvent = (typeof triggerEvents)[number];

/** One row of the table. */
export interface WidgetType {
  /** Every event, in the order of an export. */
  events: readonly string[];
  /** Events by which the widget says it failed, each with the triggers under which that can happen. */
  failures: Readonly<Record<string, readonly TriggerEvent[]>>;
  /**
   * Triggers under which the widget can do its work. What counts is what the execution has become on its way: see `gives`.
   */
  triggers: readonly TriggerEvent[];
  /** Events after which the execution is as if this trigger had started it: it has got a conversation, or a call. */
  gives?: Readonly<Record<string, TriggerEvent>>;
  /** Strict in keys and JSON types. Twilio lets unknown keys pass, so that a misspelt one shows only at run time. */
  properties: z.ZodObject;
  /** Names of Twilio's Console and prose, each with the key that works. */
  misnamed?: Readonly<Record<string, string>>;
}

const always = triggerEvents;

const offset = z.strictObject({ x: z.int(), y: z.int() }).optional();

const keyAndValue = z.strictObject({ key: z.string(), value: z.string() });

/** Reserved by Studio: a parameter of this name ends in error 81014. Source: twilio.com/docs/api/errors/81014 */
const parameter = keyAndValue.refine(({ key }) => key !== "method", {
  path: ["key"],
  error: 'cannot be "method": Studio reserves that name (error 81014)',
});

/** A whole number written as text, or Liquid that renders to one. */
function numberText(min: number, max: number) {
  return z
    .string()
    .refine((text) => text.includes("{{") || text.includes("{%") || isWholeNumber(text, min, max), {
      error: `must be a whole number from ${min} to ${max}, written as text`,
    });
}

export function isWholeNumber(text: string, min: number, max: number): boolean {
  return /^\d+$/.test(text) && Number(text) >= min && Number(text) <= max;
}

/** Text that, where it looks like a SID at all, must be one of this kind. Liquid and placeholders pass. */
function sid(prefix: string, what: string) {
  return z.string().refine((text) => !/^[A-Z]{2}[0-9a-f]{32}$/.test(text) || text.startsWith(prefix), {
    error: `must be the SID of a ${what} (${prefix}…)`,
  });
}

/** The longest `timeout` of a Flex task, in seconds. Source: twilio.com/docs/taskrouter/api/task (two weeks) */
export const maxTaskTimeoutSeconds = 1_209_600;
export const maxTaskPriority = 2_147_483_647;

export const widgetTypes = {
  trigger: {
    events: triggerEvents,
    failures: {},
    triggers: always,
    properties: z.strictObject({ offset }),
  },
  "split-based-on": {
    events: ["noMatch", "match"],
    failures: {},
    triggers: always,
    properties: z.strictObject({ input: z.string(), offset }),
  },
  "set-variables": {
    events: ["next"],
    failures: {},
    triggers: always,
    properties: z.strictObject({
      variables: z
        .array(
          z.strictObject({
            key: z.string().min(1),
            value: z.string(),
            type: z.enum(["string", "json_object"]).optional(),
            // Left by old exports; without meaning.
            index: z.string().optional(),
          }),
        )
        .optional(),
      offset,
    }),
  },
  "make-http-request": {
    events: ["success", "failed"],
    failures: { failed: always },
    triggers: always,
    properties: z.strictObject({
      url: z.string(),
      method: z.enum(["GET", "POST"]).optional(),
      content_type: z
        .enum([
          "application/x-www-form-urlencoded;charset=utf-8",
          "application/json;charset=utf-8",
          "application/x-www-form-urlencoded",
          "application/json",
        ])
        .optional(),
      body: z.string().optional(),
      parameters: z.array(parameter).optional(),
      add_twilio_auth: z.boolean().optional(),
      offset,
    }),
    misnamed: { send_twilio_credentials: "add_twilio_auth", request_method: "method", request_url: "url" },
  },
  "resume-conversation": {
    events: ["resumed", "failed"],
    failures: { failed: ["incomingRequest"] },
    // "can only be used in flows triggered by the REST API" (Twilio's validator); a second one always fails.
    triggers: ["incomingRequest"],
    gives: { resumed: "incomingConversationMessage" },
    // No export has been seen; the keys come from Twilio's prose and from start-conversation.
    properties: z.strictObject({
      conversation_service_sid: sid("IS", "Conversations service"),
      conversation_sid: sid("CH", "conversation").optional(),
      close_conversation_on_execution_end: z.boolean().optional(),
      attributes: z.string().optional(),
      webhook_filters: z.array(z.unknown()).optional(),
      offset,
    }),
    misnamed: {
      service_sid: "conversation_service_sid",
      chat_service_sid: "conversation_service_sid",
      close_channel_on_execution_end: "close_conversation_on_execution_end",
    },
  },
  "send-to-flex": {
    events: ["callComplete", "failedToEnqueue", "callFailure"],
    failures: { failedToEnqueue: always, callFailure: ["incomingCall"] },
    // A REST execution has nothing to send before it resumed or started a conversation (81020).
    triggers: ["incomingCall", "incomingMessage", "incomingConversationMessage", "incomingParent"],
    properties: z.strictObject({
      workflow: sid("WW", "TaskRouter workflow"),
      channel: sid("TC", "TaskRouter task channel"),
      attributes: z.string().optional(),
      priority: numberText(0, maxTaskPriority).optional(),
      timeout: numberText(1, maxTaskTimeoutSeconds).optional(),
      waitUrl: z.string().optional(),
      waitUrlMethod: z.enum(["GET", "POST"]).optional(),
      offset,
    }),
    misnamed: {
      hold_music_url: "waitUrl",
      wait_url: "waitUrl",
      url_method: "waitUrlMethod",
      wait_url_method: "waitUrlMethod",
      workflow_sid: "workflow",
      task_channel: "channel",
      task_attributes: "attributes",
    },
  },
  "say-play": {
    events: ["audioComplete"],
    failures: {},
    triggers: ["incomingCall", "incomingParent"],
    properties: z
      .strictObject({
        say: z.string().optional(),
        play: z.string().optional(),
        digits: z.string().optional(),
        voice: z.string().optional(),
        language: z.string().optional(),
        loop: z.int().min(1).max(99).optional(),
        offset,
      })
      .refine(
        ({ say, play, digits }) => [say, play, digits].filter((sound) => sound !== undefined).length === 1,
        {
          error: "needs exactly one of say, play and digits",
        },
      ),
  },
  "send-message": {
    events: ["sent", "failed"],
    failures: { failed: always },
    triggers: always,
    properties: z
      .strictObject({
        from: z.string(),
        to: z.string().optional(),
        body: z.string().optional(),
        media_url: z.string().optional(),
        service: z.string().optional(),
        channel: z.string().optional(),
        attributes: z.string().optional(),
        message_type: z.enum(["custom", "content_template"]).optional(),
        content_sid: z.string().optional(),
        content_variables: z.array(keyAndValue).optional(),
        offset,
      })
      .refine(
        ({ message_type, body, content_sid, media_url }) =>
          message_type === "content_template"
            ? content_sid !== undefined
            : body !== undefined || media_url !== undefined,
        { error: 'needs body, or content_sid with message_type "content_template"' },
      ),
    misnamed: {
      chat_service_instance_sid: "service",
      chat_channel_sid: "channel",
      messaging_service_sid: "from (put the MG… SID there)",
    },
  },
} as const satisfies Record<string, WidgetType>;

export type WidgetTypeName = keyof typeof widgetTypes;

/** Properties of a widget type as an author writes them; the canvas position is ours. */
export type WidgetProperties<Type extends WidgetTypeName> = Omit<
  z.input<(typeof widgetTypes)[Type]["properties"]>,
  "offset"
>;

export type WidgetEvent<Type extends WidgetTypeName> = (typeof widgetTypes)[Type]["events"][number];
export type FailureEvent<Type extends WidgetTypeName> = keyof (typeof widgetTypes)[Type]["failures"];

/**
 * The types Twilio publishes that the table does not hold yet: what is needed to follow their transitions.
 * Twilio's validator knows about a dozen further names that are written nowhere.
 */
export const otherWidgetTypes: Readonly<
  Record<string, Pick<WidgetType, "events" | "gives"> & Partial<WidgetType>>
> = {
  "add-member-to-chat-channel": { events: [] },
  "add-twiml-redirect": { events: ["return", "timeout", "fail"] },
  "capture-payments": {
    events: ["success", "maxFailedAttempts", "providerError", "payInterrupted", "hangup", "validationError"],
  },
  "connect-call-to": { events: ["callCompleted", "hangup"] },
  "connect-virtual-agent": { events: ["return", "hangup"] },
  "connect-virtual-agent-v2": {
    events: ["completed", "live-agent-handoff", "paused", "hangup", "timeout", "failed"],
  },
  "create-chat-channel": { events: [] },
  "create-task": { events: [] },
  "enqueue-call": { events: ["callComplete", "failedToEnqueue", "callFailure"] },
  "fork-stream": { events: ["next"] },
  "gather-input-on-call": { events: ["keypress", "speech", "timeout"] },
  "make-outgoing-call-v1": {
    events: ["answered", "busy", "noAnswer", "failed"],
    gives: { answered: "incomingCall" },
  },
  "make-outgoing-call-v2": {
    events: ["answered", "busy", "noAnswer", "failed", "answeredByMachine", "hangup"],
    gives: { answered: "incomingCall", answeredByMachine: "incomingCall" },
  },
  "record-call": { events: ["success", "failed"] },
  "record-voicemail": { events: ["recordingComplete", "noAudio", "hangup"] },
  "run-conversation-relay": { events: ["success", "failed"] },
  "run-function": { events: ["success", "fail"] },
  "run-function-v2": { events: [] },
  "run-subflow": { events: ["completed", "failed"] },
  "send-and-wait-for-reply": { events: ["incomingMessage", "timeout", "deliveryFailure"] },
  "send-to-auto-pilot": { events: ["sessionEnded", "failure", "timeout"] },
  "start-conversation": {
    events: ["created", "failed"],
    triggers: ["incomingRequest"],
    gives: { created: "incomingConversationMessage" },
  },
  understand: { events: [] },
  "update-sync-object": { events: [] },
};

export function isWidgetTypeName(type: string): type is WidgetTypeName {
  return Object.hasOwn(widgetTypes, type);
}

/** The full row of a type; undefined for the types not in the table yet. */
export function findWidgetType(type: string): WidgetType | undefined {
  return isWidgetTypeName(type) ? widgetTypes[type] : undefined;
}

/** What is known of a type at the least: its events, what they give, sometimes its triggers. */
export function findTransitions(type: string): (typeof otherWidgetTypes)[string] | undefined {
  return findWidgetType(type) ?? (Object.hasOwn(otherWidgetTypes, type) ? otherWidgetTypes[type] : undefined);
}
