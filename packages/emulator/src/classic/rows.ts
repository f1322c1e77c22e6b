// The one place where the rows of Conversations (Classic) are created: services, conversations, participants and messages.

import type { Context } from "../core/context.ts";
import { timestamp } from "../http/dates.ts";
import type {
  ClassicConversation,
  ClassicMessage,
  ClassicParticipant,
  ClassicService,
} from "../state/classic.ts";
import { nextSid } from "../state/ids.ts";
import type { State } from "../state/state.ts";

/** @param date ISO 8601, in whole seconds */
export function newService(sid: string, friendlyName: string, date: string): ClassicService {
  return { sid, friendly_name: friendlyName, date_created: date, date_updated: date };
}

interface ConversationParts {
  serviceSid: string;
  friendlyName: string | null;
  /** JSON text. Default `{}`. */
  attributes?: string;
  customer: Pick<ClassicParticipant, "identity" | "messaging_binding">;
}

/** Creates an active conversation with the customer as its only participant. */
export function createConversation(
  { state, now }: Context,
  { serviceSid, friendlyName, attributes = "{}", customer }: ConversationParts,
): ClassicConversation {
  const date = timestamp(now());
  const conversation: ClassicConversation = {
    sid: nextSid(state, "CH"),
    chat_service_sid: serviceSid,
    friendly_name: friendlyName,
    attributes,
    state: "active",
    participants: [newParticipant(state, customer, date)],
    messages: [],
    webhook_sids: [],
    date_created: date,
    date_updated: date,
  };
  state.classicConversations[conversation.sid] = conversation;
  return conversation;
}

/** @param date ISO 8601, in whole seconds */
export function newParticipant(
  state: State,
  { identity, messaging_binding }: Pick<ClassicParticipant, "identity" | "messaging_binding">,
  date: string,
): ClassicParticipant {
  return { sid: nextSid(state, "MB"), identity, messaging_binding, date_created: date };
}

/** Appends a message to a conversation. */
export function addMessage(
  { state, now }: Context,
  conversation: ClassicConversation,
  { author, body, ...communication }: Pick<ClassicMessage, "author" | "body" | "communicationId">,
): ClassicMessage {
  const message: ClassicMessage = {
    sid: nextSid(state, "IM"),
    author,
    body,
    date_created: timestamp(now()),
    ...communication,
  };
  conversation.messages.push(message);
  return message;
}
