// How a call comes to the flow, in words that the flow's split compares. Twilio requests the flow at every end of a
// ConversationRelay session, when the agent does not respond, and when a route of the team redirects a call to it.
// Source: twilio.com/docs/voice/twiml/connect/conversationrelay (the parameters of the action),
// twilio.com/docs/voice/api/call-resource (CallStatus), twilio.com/docs/usage/webhooks/voice-webhooks (fallback)

import { cut } from "./shortenHandoff.ts";

/** In the order in which they are told apart. */
export const callEnds = {
  /** The agent asked for a Flex agent. */
  handoff: "handed off",
  /** Relay error, lost WebSocket, agent crashed during the call: the caller is still on the line. */
  broken: "broken session",
  /** The agent's server did not respond when the call came in (`voiceFallbackUrl`). */
  agentDown: "agent down",
  /** The caller has hung up. */
  hungUp: "hung up",
  /** The agent ended the session, with or without data of its own. */
  ended: "ended by the agent",
  /** A caller who is on the line for a reason unknown here, for example by Redirect. */
  other: "still on the line",
} as const;

/** Strings in HandoffData that are a hand-off: TAC's payload, and ConversationRelay's own example of a reason code. */
const usualSigns: readonly string[] = ["conversationId", "live-agent-handoff"];

/**
 * Writes the Liquid that renders to one of `callEnds`.
 *
 * @param signs further strings by which HandoffData is a hand-off
 */
export function callEndOf(signs: readonly string[]): string {
  const isHandoff = [...usualSigns, ...signs].map((sign) => `data contains ${liquidString(sign)}`);
  const { handoff, broken, agentDown, hungUp, ended, other } = callEnds;
  return [
    "{% assign call = trigger.call %}{% assign data = call.HandoffData %}{% assign length = data | size %}",
    `{% if ${isHandoff.join(" or ")} %}${handoff}`,
    `{% elsif call.SessionStatus == "failed" %}${broken}`,
    `{% elsif call.SessionStatus == "completed" or call.CallStatus == "completed" %}${hungUp}`,
    // The URL that did not respond; a request to the fallback has no data of a session.
    `{% elsif call.ErrorUrl contains "://" %}${agentDown}`,
    `{% elsif length > 0 or call.SessionStatus == "ended" %}${ended}`,
    `{% else %}${other}{% endif %}`,
  ].join("");
}

function liquidString(text: string): string {
  return text.includes('"') ? `'${text}'` : `"${text}"`;
}

/** In `sessionError` of a call whose data names a conversation but is not a payload. */
export const unreadHandoff = "the agent's hand-off could not be read";

/**
 * Writes the Liquid that renders what is known of a call whose payload was not read, as an object with `conversationId`,
 * `reason` and `sessionError`, each only if known: for a variable of type `json_object`.
 *
 * The conversation is the one that HandoffData names, or that the Orchestrator has for the call. TAC writes
 * `conversationId` first, so the beginning is enough of data that is cut, invalid, or longer than a value in Studio may be.
 *
 * @param found where Liquid finds the Orchestrator's response
 * @param reasonCharacters room for the reason, in characters of JSON
 */
export function describeCall({
  found,
  reasonCharacters,
}: {
  found: string;
  reasonCharacters: number;
}): string {
  const { handoff, broken, agentDown, ended, other } = callEnds;
  return [
    "{% assign c = trigger.call %}{% assign end = flow.variables.end %}{% assign data = flow.variables.handoff %}",
    "{% assign head = c.HandoffData | slice: 0, 500 %}{% assign isNamed = false %}",
    '{% if c.HandoffData contains "conversationId" %}{% assign isNamed = true %}{% endif %}',
    // After the name come a colon, the value in quotation marks, and the rest.
    // An index outside a list would make the whole value empty.
    `{% capture named %}{% if head contains '"conversationId"' %}{% assign parts = head | split: '"conversationId"' %}`,
    `{% if parts.size > 1 %}{% assign after = parts[1] | split: '"' %}{% assign colon = after.first | strip %}`,
    '{% if colon == ":" and after.size > 1 %}{{after[1]}}{% endif %}{% endif %}{% endif %}{% endcapture %}',
    `{% capture id %}{% if named == "" %}{{${found}.conversations.first.id}}{% else %}{{named}}{% endif %}{% endcapture %}`,
    // Text that is not JSON is itself the reason if the agent asked for a Flex agent in it.
    "{% assign reason = data.reason %}{% assign first = head | strip | slice: 0, 1 %}",
    `{% if end == "${handoff}" and isNamed == false and first != "{" %}{% assign reason = head %}{% endif %}`,
    `{% capture problem %}{% if end == "${broken}" or end == "${agentDown}" %}{{c.ErrorCode | default: "unknown"}}`,
    `{% elsif end == "${handoff}" and isNamed %}${unreadHandoff}`,
    `{% elsif end == "${handoff}" or end == "${ended}" %}{% else %}${other}, without data of the agent{% endif %}{% endcapture %}`,
    '{"sessionError":{% if problem == "" %}null{% else %}{{problem | to_json}}{% endif %}',
    '{% if id != "" %},"conversationId":{{id | to_json}}{% endif %}',
    `{% if reason %},"reason":{% capture whole %}{{reason | to_json}}{% endcapture %}{% assign limit = ${reasonCharacters} %}`,
    `${cut("reason", "whole")}{% endif %}}`,
  ].join("");
}
