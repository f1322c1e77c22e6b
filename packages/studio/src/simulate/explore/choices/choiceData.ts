// The data of a choice: the trigger, a response, a conversation.

import { isObject } from "../../../definition/json.ts";
import { isTriggerEvent } from "../../../graph/graph.ts";
import { sampleSid } from "../../scenario/sampleSids.ts";
import { defaultNow } from "../../scenario/stubbedWorld.ts";
import type { Parent, Trigger } from "../../step/execution.ts";
import type { Conversation, HttpResponse } from "../../step/world.ts";
import { applyAssignments, type Choice } from "./decision.ts";
import { asRecord } from "./paths.ts";
import { type FlowReads, sampleTrigger, toForm } from "./samples.ts";

/**
 * Returns how the run starts. Assignments are below the trigger's kind (`call.From`, `request.parameters.x`), besides
 * `contact` and `channel` for the two addresses and `now` for the time.
 */
export function startOf({ option, set, base }: Choice, reads: FlowReads): { trigger: Trigger; now: Date } {
  const trigger = isTrigger(base)
    ? base
    : sampleTrigger(isTriggerEvent(option) ? option : "incomingCall", reads);
  const data = asRecord(applyAssignments(dataOf(trigger), set));
  const now = typeof data.now === "string" ? new Date(data.now) : new Date(defaultNow);
  return { trigger: triggerOf(trigger, data), now };
}

function isTrigger(value: unknown): value is Trigger {
  return isObject(value) && typeof value.event === "string";
}

function dataOf({ event, ...given }: Trigger): object {
  if (event === "incomingRequest") return { request: given };
  if (event !== "incomingParent") return given;
  const { parent, ...own } = given as Omit<Extract<Trigger, { event: "incomingParent" }>, "event">;
  return { ...parent?.context?.trigger, parent: own };
}

function triggerOf(trigger: Trigger, data: Record<string, unknown>): Trigger {
  const ends = (customer: string, twilio: string) => ({
    ...(data.contact === undefined ? {} : { [customer]: String(data.contact) }),
    ...(data.channel === undefined ? {} : { [twilio]: String(data.channel) }),
  });
  switch (trigger.event) {
    case "incomingCall":
      return { ...trigger, call: { ...toForm(asRecord(data.call)), ...ends("From", "To") } };
    case "incomingMessage":
      return { ...trigger, message: { ...asRecord(data.message), ...ends("From", "To") } };
    case "incomingConversationMessage":
      return { ...trigger, conversation: { ...asRecord(data.conversation), ...ends("From", "To") } };
    case "incomingRequest":
      return { ...trigger, ...ends("to", "from"), parameters: asRecord(asRecord(data.request).parameters) };
    case "incomingParent":
      return {
        ...trigger,
        parameters: asRecord(asRecord(data.parent).parameters),
        ...(trigger.parent ? { parent: parentOf(trigger.parent, data) } : {}),
      };
  }
}

/** Returns the parent with the data of its trigger and its two addresses. */
function parentOf(parent: Parent, data: Record<string, unknown>): Parent {
  if (!parent.context) return parent;
  const { trigger, contact, flow } = parent.context;
  const channel =
    data.channel === undefined ? flow.channel : { ...asRecord(flow.channel), address: data.channel };
  const address = data.contact === undefined ? contact.channel.address : String(data.contact);
  return {
    ...parent,
    context: {
      ...parent.context,
      trigger: Object.fromEntries(Object.keys(trigger).map((kind) => [kind, data[kind]])),
      flow: { ...flow, channel },
      contact: { channel: { address } },
    },
  };
}

/** Returns the response; status 500 if the choice is a failure and no status is assigned. */
export function responseOf({ set, base }: Choice, sample: object, isFailure: boolean): HttpResponse {
  const failed = { status_code: 500, body: "" };
  const data = asRecord(applyAssignments(base ?? (isFailure ? failed : sample), set));
  const { status_code, content_type, body, parsed } = data;
  const isAssigned = set.some(({ path }) => path[0] === "body");
  const [type, text] =
    typeof body === "string" && (parsed === undefined || isAssigned)
      ? ["text/plain", body]
      : ["application/json", JSON.stringify(parsed ?? {})];
  return {
    status: Number(status_code) || 500,
    contentType: typeof content_type === "string" ? content_type : type,
    body: text,
  };
}

export function conversationOf(
  { set, base }: Choice,
  { conversationSid: sid, serviceSid: chat_service_sid }: { conversationSid: string; serviceSid: string },
): Conversation {
  const sample: Conversation = {
    sid,
    chat_service_sid,
    friendly_name: "sample",
    state: "active",
    attributes: "{}",
    webhook_sid: sampleSid("WH"),
    participants: [],
  };
  const { conversation } = asRecord(applyAssignments(base ?? { conversation: sample }, set));
  return { ...sample, ...asRecord(conversation) };
}
