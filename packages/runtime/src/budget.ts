// The room in the attributes of a Flex task, and what is shortened if there is too much.

import { HandoffError } from "./handoffError.ts";
import type { HandoffPayload } from "./payload.ts";

/**
 * Longest attributes string that Send to Flex accepts, in characters. Source:
 * twilio.com/docs/studio/widget-library/send-flex
 */
export const longestTaskAttributes = 1_024;

/**
 * Of those, the characters that a call uses before the hand-off: `"type":"inbound","name":"…",`, with an address of up
 * to 68.
 */
export const callerCharacters = 96;

/**
 * Of those, the characters reserved for the attributes that a team adds to every task, unless its contract changes it.
 */
export const usualTeamCharacters = 128;

/** Longest ids that Twilio creates: `conv_conversation_`, `mem_service_` and `mem_profile_` with 26 characters each. */
const longestIds = {
  conversationId: "c".repeat(44),
  storeId: "m".repeat(38),
  profileId: "m".repeat(38),
};

/** Much longer than any of Twilio's ids, including quotation marks. */
const implausibleId = 100;

/** Characters that remain for the attributes and the reason, as JSON, after the flow's own text and the ids. */
export function budgetBeside(teamCharacters: number): number {
  return roomBeside(teamCharacters) - taskText({ ...longestIds, attributes: { reason: "" } }).length;
}

/**
 * Returns a payload whose task attributes fit in Flex.
 *
 * @param options.longReason "cut" shortens a reason that is too long, so that it ends in `…`; "refuse" throws
 * @throws HandoffError with the number of excess characters and the largest attribute
 */
export function fitted<Payload extends HandoffPayload>(
  payload: Payload,
  { teamCharacters, longReason }: { teamCharacters: number; longReason: "refuse" | "cut" },
): Payload {
  const excess = taskText(payload).length - roomBeside(teamCharacters);
  if (excess <= 0) return payload;
  const { reason, ...others } = payload.attributes;
  const roomForReason = jsonLength(reason) - excess;
  if (longReason === "cut" && roomForReason > 0) {
    return { ...payload, attributes: { ...payload.attributes, reason: cut(reason, roomForReason) } };
  }
  const [candidates, tooMany] =
    longReason === "cut" ? [others, 1 - roomForReason] : [payload.attributes, excess];
  const { path, said } = advice(payload, candidates);
  const message =
    `${tooMany} characters too many for Flex, which accepts ${longestTaskAttributes} in all, ` +
    `${longestTaskAttributes - roomBeside(teamCharacters)} of them reserved for the flow.${said}`;
  throw new HandoffError(`hand-off payload: ${message}`, { code: "too_long", problems: [{ path, message }] });
}

function roomBeside(teamCharacters: number): number {
  return longestTaskAttributes - callerCharacters - teamCharacters;
}

/** The part of the task's attributes that comes from the payload, as the flow writes it. */
function taskText({ conversationId, storeId, profileId, attributes }: HandoffPayload): string {
  return JSON.stringify({ conversationId, storeId, profileId, ...attributes });
}

/** What should be shorter, and how. */
function advice(
  { conversationId, storeId, profileId }: HandoffPayload,
  attributes: object,
): { path: string; said: string } {
  const id = largest({ conversationId, storeId, profileId });
  if (id && id.size > implausibleId) {
    return { path: id.name, said: ` ${id.name} has ${id.size} characters, but no Twilio id is that long.` };
  }
  const attribute = largest(attributes);
  if (!attribute) return { path: "", said: "" };
  const remedy =
    attribute.name === "reason"
      ? 'have the model write a shorter one, or pass longReason: "cut".'
      : "shorten it, or leave it out.";
  return {
    path: `attributes.${attribute.name}`,
    said: ` The largest attribute is ${attribute.name} with ${attribute.size} characters: ${remedy}`,
  };
}

function largest(members: object): { name: string; size: number } | undefined {
  const sizes = Object.entries(members).map(([name, value]) => ({
    name,
    size: JSON.stringify(value).length,
  }));
  return sizes.toSorted((one, other) => other.size - one.size)[0];
}

/**
 * Shortens a string so that its JSON, including escapes, has at most `room` characters, without splitting a grapheme.
 *
 * @param lengthOf length of a string's JSON without quotation marks; default: as JSON.stringify writes it
 */
export function cut(text: string, room: number, lengthOf: (text: string) => number = jsonLength): string {
  let kept = "";
  let length = lengthOf("…");
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text)) {
    length += lengthOf(segment);
    if (length > room) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** Characters of a string as JSON, without quotation marks. */
export function jsonLength(text: string): number {
  return JSON.stringify(text).length - 2;
}
