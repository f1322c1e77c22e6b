// Reads the form that Twilio posts to a <Connect action> when a ConversationRelay session has ended.
// Source: twilio.com/docs/voice/twiml/connect/conversationrelay; what TAC Python 2.5.0 sends

import { type HandoffPayload, handoffPayload } from "../payload.ts";

/** A call that the agent has handed off, as `handoffTwiml` takes it. */
export interface HandedOffCall {
  /**
   * Of a hand-off that cannot be read, the ids that could be found; the others are empty, and the reason says so. Of
   * ConversationRelay's own hand-off, only the reason.
   */
  payload: HandoffPayload;
  /** Address of the customer. */
  customer: string;
  /** Who called whom. */
  type: "inbound" | "outbound";
}

/**
 * Returns the hand-off; undefined if the session ended in another way, because the customer hung up, the session failed,
 * or the agent ended the call.
 *
 * `HandoffData` is a hand-off if it contains `conversationId`, readable or not, or if it is ConversationRelay's
 * documented `{"reasonCode":"live-agent-handoff","reason":"…"}`. An agent ends a call with `HandoffData` as well:
 * anything else is such an end.
 *
 * @param form as Twilio posted it: a string, or parsed
 *
 * @example
 * ```ts
 * import { parseConnectAction } from "@tac-handoff/runtime";
 *
 * const form = { From: "+12025550100", To: "+12025550143", Direction: "outbound-api" };
 * const data = '{"reasonCode":"live-agent-handoff","reason":"Wants a refund"}';
 *
 * parseConnectAction({ ...form, HandoffData: data })?.payload.attributes; // → { reason: "Wants a refund" }
 * parseConnectAction({ ...form, HandoffData: "call_ended" }); // → undefined
 * ```
 */
export function parseConnectAction(
  form: string | URLSearchParams | Readonly<Record<string, string>>,
): HandedOffCall | undefined {
  const fields = new URLSearchParams(form);
  const text = fields.get("HandoffData") ?? "";
  const payload = text.includes("conversationId") ? payloadIn(text) : relaysOwn(text);
  if (!payload) return undefined;
  const isOutbound = fields.get("Direction")?.startsWith("outbound") ?? false;
  return {
    payload,
    customer: fields.get(isOutbound ? "To" : "From") ?? "",
    type: isOutbound ? "outbound" : "inbound",
  };
}

/** The payload, or what can be found of one: the customer still waits for a Flex agent. */
function payloadIn(text: string): HandoffPayload {
  const value = parsed(text);
  if (handoffPayload.safeParse(value).success) return value as HandoffPayload;
  const { attributes } = asObject(value);
  return {
    conversationId: idIn(text, "conversationId"),
    storeId: idIn(text, "storeId"),
    profileId: idIn(text, "profileId"),
    attributes: {
      ...asObject(attributes),
      reason: reasonIn(attributes) ?? "(The agent's hand-off could not be read.)",
    },
  };
}

/** ConversationRelay's hand-off. Source: twilio.com/docs/voice/conversationrelay/handoff */
function relaysOwn(text: string): HandoffPayload | undefined {
  const value = asObject(parsed(text));
  if (value.reasonCode !== "live-agent-handoff") return undefined;
  return {
    conversationId: "",
    storeId: "",
    profileId: "",
    attributes: { reason: reasonIn(value) ?? "" },
  };
}

/** An id in a text that may be cut off or not be JSON. */
function idIn(text: string, name: string): string {
  const [, id = ""] = new RegExp(`"${name}"\\s*:\\s*"([A-Za-z0-9_-]{1,100})"`).exec(text) ?? [];
  return id;
}

function reasonIn(value: unknown): string | undefined {
  const { reason } = asObject(value);
  return typeof reason === "string" ? reason : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
