// The variables that Liquid can read at the start of an execution, by trigger.
// Source: twilio.com/docs/studio/widget-library/trigger-start; the keys of conversations: deployed flows

import { isObject } from "../../definition/json.ts";
import type { Context, Execution, Trigger } from "./execution.ts";
import type { World } from "./world.ts";

export function newExecution(trigger: Trigger, { sids }: World): Execution {
  const context = newContext(trigger, { execution: sids.execution, flow: sids.flow });
  return { status: "active", steps: [], warnings: [], twiml: [], context };
}

/** @param sids in a subflow `flow` is the subflow's own, `execution` its parent's */
export function newContext(trigger: Trigger, sids: { execution: string; flow: string }): Context {
  const { started, address, contact, channel = {}, data } = readTrigger(trigger);
  return {
    trigger: started,
    flow: {
      sid: sids.execution,
      flow_sid: sids.flow,
      variables: {},
      channel: { address, ...channel },
      ...(data === undefined ? {} : { data }),
    },
    contact: { channel: { address: contact } },
    widgets: {},
  };
}

interface TriggerReading {
  started: Record<string, unknown>;
  /** Twilio's address. */
  address: string;
  /** The customer's address. */
  contact: string;
  /** Known properties of the channel other than its address. */
  channel?: Record<string, unknown>;
  data?: Record<string, unknown>;
}

function readTrigger(trigger: Trigger): TriggerReading {
  switch (trigger.event) {
    case "incomingCall": {
      const { From = "", To = "" } = trigger.call;
      return { started: { call: parseKeys({ ...trigger.call }, ["AddOns"]) }, address: To, contact: From };
    }
    case "incomingMessage": {
      const message = parseKeys(structuredClone(trigger.message), ["AddOns", "ChannelAttributes"]);
      return { started: { message }, address: asString(message.To), contact: asString(message.From) };
    }
    case "incomingConversationMessage": {
      const conversation = parseKeys(structuredClone(trigger.conversation), ["AddOns", "ChannelAttributes"]);
      const { To, ConversationSid, ChannelSid, From, Author } = conversation;
      // A conversation's message has no recipient; the conversation takes its place.
      const address = asString(To ?? ConversationSid ?? ChannelSid);
      return { started: { conversation }, address, contact: asString(From ?? Author) };
    }
    case "incomingRequest": {
      const { to, from, parameters } = structuredClone(trigger);
      return { started: { request: { to, from, parameters } }, address: from, contact: to, data: parameters };
    }
    case "incomingParent":
      return readParent(trigger);
  }
}

function readParent({ parameters, parent = {} }: Trigger & { event: "incomingParent" }): TriggerReading {
  const { context, ...sids } = parent;
  const channel = isObject(context?.flow.channel) ? context.flow.channel : {};
  const kind = Object.keys(context?.trigger ?? {}).find((key) => key !== "parent");
  return {
    started: {
      ...context?.trigger,
      parent: { ...sids, parameters, ...(kind === undefined ? {} : { trigger_type: kind }) },
    },
    address: asString(channel.address),
    contact: context?.contact.channel.address ?? "",
    channel,
  };
}

/** Parses JSON strings that Twilio posts; a string that is not valid JSON is kept. */
function parseKeys(posted: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  for (const key of keys) {
    const value = posted[key];
    if (typeof value === "string") posted[key] = parseIfJson(value);
  }
  return posted;
}

function parseIfJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function asString(value: unknown): string {
  return typeof value === "string" ? value : "";
}
