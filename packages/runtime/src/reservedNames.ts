// Names that an attribute of the contract cannot have in a Flex task.

/** Names that the hand-off flow itself writes. */
const ofTheFlow = ["conversationId", "storeId", "profileId", "reason", "sessionError", "type", "name"];

/**
 * Names that Twilio writes into the task of a call or a conversation.
 * Source: twilio.com/docs/taskrouter/twiml-queue-calls; twilio.com/docs/studio/widget-library/send-flex
 */
const ofTwilio = [
  ...["account_sid", "api_version", "call_sid", "call_status", "conference", "direction"],
  ...["called", "called_city", "called_country", "called_state", "called_zip"],
  ...["caller", "caller_city", "caller_country", "caller_state", "caller_zip"],
  ...["from", "from_city", "from_country", "from_state", "from_zip"],
  ...["to", "to_city", "to_country", "to_state", "to_zip"],
  ...["channelSid", "channelType", "conversationSid", "customerAddress", "customerName"],
];

/** Liquid reads these as the size and the ends of any object, whether or not there is such a member. */
const ofLiquid = ["size", "first", "last"];

/**
 * Returns why a task cannot have an attribute of this name from another source; undefined if it can.
 *
 * @example
 * ```ts
 * import { whyReserved } from "@tac-handoff/runtime";
 *
 * whyReserved("call_sid"); // → "Twilio writes an attribute of this name itself"
 * whyReserved("department"); // → undefined
 * ```
 */
export function whyReserved(name: string): string | undefined {
  if (ofTheFlow.includes(name)) return "the hand-off flow writes an attribute of this name itself";
  if (ofTwilio.includes(name)) return "Twilio writes an attribute of this name itself";
  return undefined;
}

/** Returns why an attribute of a contract cannot have this name; undefined if it can. */
export function whyUnfit(name: string): string | undefined {
  // Liquid and workflow expressions read other names differently, or not at all.
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    return "expected letters, digits and _, not starting with a digit";
  }
  if (name in {}) return "every JavaScript object has a property of this name";
  return ofLiquid.includes(name) ? "Liquid reads this as a property of the object" : whyReserved(name);
}
