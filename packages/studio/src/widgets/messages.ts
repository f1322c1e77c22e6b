// Widgets for messages and conversations.

import * as z from "zod";
import {
  boolean,
  jsonText,
  keyAndValue,
  liquid,
  list,
  literal,
  numberText,
  offset,
  oneOf,
  sid,
  url,
} from "./property.ts";
import { after, always, type WidgetType } from "./widgetType.ts";

/** Longest body of an SMS or WhatsApp message, in characters. Source: twilio.com/docs/api/errors/21617 */
export const maxBodyLength = 1_600;

/** Properties of both message widgets. */
const message = {
  from: liquid("E.164, a messaging service (MG…) or the channel's address.", {
    default: "{{flow.channel.address}}",
  }),
  body: liquid("Required unless message_type is content_template.").optional(),
  media_url: url().optional(),
  service: liquid("Chat or Conversations service.", {
    default: "{{trigger.message.InstanceSid}}",
  }).optional(),
  channel: liquid("Chat channel or conversation.", {
    default: "{{trigger.message.ChannelSid}}",
  }).optional(),
  attributes: jsonText("In chats and conversations only.").optional(),
  message_type: oneOf(["custom", "content_template"], undefined, { default: "custom" }).optional(),
  shorten_urls: boolean("Link shortening of the messaging service.").optional(),
  content_sid: liquid("Content template (HX…).").optional(),
  content_variables: list(keyAndValue, 'Keys are placeholders such as "{{1}}".', {
    certainty: "documented",
  }).optional(),
};

interface MessageProperties {
  message_type?: string | undefined;
  body?: string | undefined;
  content_sid?: string | undefined;
  media_url?: string | undefined;
}

function hasContent({ message_type, body, content_sid, media_url }: MessageProperties): boolean {
  return message_type === "content_template"
    ? content_sid !== undefined
    : body !== undefined || media_url !== undefined;
}
const noContent = { error: 'needs body, or content_sid with message_type "content_template"' };

const misnamedMessage = {
  chat_service_instance_sid: "service",
  chat_channel_sid: "channel",
  messaging_service_sid: "from (put the MG… SID there)",
} as const;

const outbound = [
  "outbound.Sid",
  "outbound.Status",
  "outbound.Body",
  "outbound.From",
  "outbound.To",
  "outbound.Direction",
  "outbound.NumMedia",
  "outbound.NumSegments",
  "outbound.Price",
  "outbound.PriceUnit",
  "outbound.ErrorCode",
  "outbound.ErrorMessage",
  "outbound.MessagingServiceSid",
  "outbound.AccountSid",
  "outbound.ConversationSid",
  "outbound.Author",
  "outbound.Index",
  "outbound.Attributes",
  "outbound.Media",
  "outbound.ParticipantSid",
] as const;

const inbound = [
  "inbound.Body",
  "inbound.From",
  "inbound.To",
  "inbound.MessageSid",
  "inbound.NumMedia",
  "inbound.MediaUrl0",
] as const;

/** Outputs of start- and resume-conversation. */
const conversation = [
  ...[
    "sid",
    "friendly_name",
    "unique_name",
    "state",
    "attributes",
    "bindings",
    "chat_service_sid",
    "messaging_service_sid",
    "date_created",
    "date_updated",
    "timers",
    "links",
    "url",
    "participants",
  ].map((key) => `conversation.${key}`),
  "webhook_sid",
  "close_channel_on_execution_end",
];

const participant = z.strictObject({
  type: literal("messaging; Twilio's documentation also names chat."),
  identity: liquid("Of a chat participant.").optional(),
  messaging_binding_address: liquid("The customer's address.").optional(),
  messaging_binding_proxy_address: liquid("Twilio's address.").optional(),
});

export const messages = {
  "send-message": {
    title: "Send Message",
    purpose: "message",
    note: "Does not wait for a reply or delivery. In an execution with a conversation it sends to the conversation.",
    events: ["sent", "failed"],
    failures: { failed: always },
    triggers: always,
    properties: z
      .strictObject({
        ...message,
        to: liquid(undefined, { default: "{{contact.channel.address}}" }).optional(),
        offset,
      })
      .refine(hasContent, noContent),
    misnamed: misnamedMessage,
    outputs: { after: after(["sent", "failed"], outbound), open: "further keys of the message resource" },
    source: "twilio.com/docs/studio/widget-library/send-message, twilio-sdk-go, deployed flows",
  },
  "send-and-wait-for-reply": {
    title: "Send & Wait For Reply",
    purpose: "message",
    note: "Sends, then waits for the next message, also in a conversation. inbound is set only after incomingMessage.",
    events: ["incomingMessage", "timeout", "deliveryFailure"],
    failures: { deliveryFailure: always },
    triggers: ["incomingMessage", "incomingConversationMessage", "incomingRequest", "incomingParent"],
    waits: true,
    properties: z
      .strictObject({
        ...message,
        timeout: numberText({ min: 0, max: 2_592_000 }, "Seconds, as a string.", {
          default: "3600",
        }).optional(),
        save_response_as: literal("Used by old flows.", { certainty: "documented" }).optional(),
        offset,
      })
      .refine(hasContent, noContent),
    misnamed: misnamedMessage,
    outputs: {
      after: {
        ...after(["timeout", "deliveryFailure"], outbound),
        incomingMessage: [...outbound, ...inbound],
      },
      solely: { inbound: "incomingMessage" },
      open: "further keys of the message resources",
    },
    source: "twilio.com/docs/studio/widget-library/send-wait-reply, twilio-sdk-go, deployed flows",
  },
  "start-conversation": {
    title: "Start Conversation",
    purpose: "message",
    note: "Creates a conversation and attaches the execution to it. Works only in executions started by the REST API that have no conversation yet.",
    events: ["created", "failed"],
    failures: { failed: ["incomingRequest"] },
    triggers: ["incomingRequest"],
    gives: { created: "incomingConversationMessage" },
    properties: z.strictObject({
      conversation_service_sid: sid("IS", "Conversations service"),
      participants: list(participant, "One is created."),
      close_conversation_on_execution_end: boolean().optional(),
      timers_inactive: liquid("ISO 8601 duration, for example PT10M.").optional(),
      timers_closed: liquid("ISO 8601 duration.").optional(),
      friendly_name: liquid(undefined, { certainty: "documented" }).optional(),
      attributes: jsonText(undefined, { certainty: "documented" }).optional(),
      messaging_service_sid: liquid("MG….", { certainty: "documented" }).optional(),
      chat_service_sid: liquid("Doubtful: the same as conversation_service_sid.", {
        certainty: "documented",
      }).optional(),
      offset,
    }),
    misnamed: { timers: "timers_inactive and timers_closed", service_sid: "conversation_service_sid" },
    outputs: { after: { created: conversation } },
    source: "twilio.com/docs/studio/widget-library/start-conversation, one deployed flow",
  },
  "resume-conversation": {
    title: "Resume Conversation",
    purpose: "message",
    note: "Attaches the execution to an existing conversation. Works only in executions started by the REST API that have no conversation yet.",
    events: ["resumed", "failed"],
    failures: { failed: ["incomingRequest"] },
    triggers: ["incomingRequest"],
    gives: { resumed: "incomingConversationMessage" },
    // Not seen in any export; the keys come from Twilio's documentation and from start-conversation.
    properties: z.strictObject({
      conversation_service_sid: sid("IS", "Conversations service"),
      conversation_sid: sid(
        "CH",
        "conversation",
        "Required, although only the service is documented as required.",
        {
          certainty: "documented",
        },
      ).optional(),
      close_conversation_on_execution_end: boolean("Key assumed from start-conversation.", {
        certainty: "inferred",
      }).optional(),
      attributes: jsonText(undefined, { certainty: "documented" }).optional(),
      webhook_filters: list(z.unknown(), "Type and values unknown; leave it out.", {
        certainty: "documented",
      }).optional(),
      offset,
    }),
    misnamed: {
      service_sid: "conversation_service_sid",
      chat_service_sid: "conversation_service_sid",
      close_channel_on_execution_end: "close_conversation_on_execution_end",
    },
    outputs: { after: { resumed: conversation } },
    source: "twilio.com/docs/studio/widget-library/resume-conversation; not seen in any export",
  },
} as const satisfies Record<string, WidgetType>;
