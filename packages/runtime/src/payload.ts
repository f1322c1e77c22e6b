// The hand-off payload: what an agent on Twilio Agent Connect sends when a person should take over.
// Source: TAC Python 2.5.0 and TypeScript (build_handoff_payload); field names and order are theirs.

import * as z from "zod";

/** Longest attributes text that Send to Flex takes, in characters. Source: twilio.com/docs/studio/widget-library/send-flex */
export const longestTaskAttributes = 1_024;

/** Of those, what the hand-off flow needs around the payload: its own keys and the team's attributes. */
const reservedForFlow = 224;

export const handoffPayload = z.object({
  conversationId: z
    .string()
    .min(1)
    .describe("Orchestrator conversation of the session (`conv_conversation_…`)."),
  storeId: z.string().min(1).describe("Memory store of the Orchestrator configuration (`mem_store_…`)."),
  profileId: z
    .string()
    .describe("Profile of the customer (`mem_profile_…`); empty when unknown, never absent."),
  attributes: z
    .looseObject({ reason: z.string() })
    .describe("The agent's own attributes and the model's reason."),
});

export type HandoffPayload = z.infer<typeof handoffPayload>;

/** The attributes of the Flex task as the hand-off flow writes them: the payload below one key, others beside it. */
export const taskAttributes = z.looseObject({ handoff: handoffPayload });

export type TaskAttributes = z.infer<typeof taskAttributes>;

/** A payload that does not have the four fields, or whose attributes are too long for Flex. */
export class HandoffError extends Error {
  override readonly name = "HandoffError";
}

/**
 * Builds the payload in the order TAC sends it. A reason too long for Flex is cut and ends in `…`.
 *
 * @param options.profileId default `""`, which says "unknown"
 * @param options.attributes the agent's own, any JSON; `reason` wins over one in here
 * @throws HandoffError when the attributes leave no room for a reason: Flex would refuse the task (81015)
 */
export function buildHandoff(options: {
  conversationId: string;
  storeId: string;
  profileId?: string;
  attributes?: Record<string, unknown>;
  reason: string;
}): HandoffPayload {
  const { conversationId, storeId, profileId = "", attributes = {}, reason } = options;
  const withReason = (text: string) => ({
    conversationId,
    storeId,
    profileId,
    attributes: { ...attributes, reason: text },
  });
  const room = longestTaskAttributes - reservedForFlow - JSON.stringify(withReason("")).length;
  if (room < 1) {
    throw new HandoffError(
      `hand-off payload: attributes are ${1 - room} characters too long for Flex, which takes ${longestTaskAttributes} in all`,
    );
  }
  const payload = withReason(cut(reason, room));
  parseHandoff(payload); // throws on an empty id; the keys keep the order they have here, which parsing would change
  return payload;
}

/**
 * Reads a payload: on a call a JSON text (`HandoffData`), in messaging an object, in Flex the task's `handoff`.
 * Unknown attributes are kept.
 *
 * @throws HandoffError naming each key that is wrong, for instance "hand-off payload: profileId: …"
 */
export function parseHandoff(raw: unknown): HandoffPayload {
  const result = handoffPayload.safeParse(typeof raw === "string" ? fromJson(raw) : raw);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => [...path, message].join(": "));
  throw new HandoffError(`hand-off payload: ${problems.join("; ")}`);
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new HandoffError("hand-off payload: expected JSON text, or an object");
  }
}

/** Cuts a text so that its JSON, escapes included, is at most `room` characters, without tearing a character apart. */
function cut(text: string, room: number): string {
  const length = (part: string) => JSON.stringify(part).length - 2;
  if (length(text) <= room) return text;
  const characters = [...text];
  while (characters.length > 0 && length(`${characters.join("")}…`) > room) characters.pop();
  return `${characters.join("")}…`;
}
