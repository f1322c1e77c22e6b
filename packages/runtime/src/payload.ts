// The hand-off payload: what an agent on Twilio Agent Connect sends when a person should take over.
// Source: TAC Python 2.5.0 and TypeScript (build_handoff_payload); field names and order are theirs.

import * as z from "zod";

export const reasonOfHandoff = z.string().describe("Why a person should take over, in the model's words.");

/** The payload with attributes of any names. Other fields beside the four are let through. */
export const handoffPayload = z
  .object({
    conversationId: z
      .string()
      .min(1)
      .describe("Orchestrator conversation of the session (`conv_conversation_…`)."),
    storeId: z.string().min(1).describe("Memory store of the Orchestrator configuration (`mem_store_…`)."),
    profileId: z
      .string()
      .describe("Profile of the customer (`mem_profile_…`); empty when unknown, never absent."),
    attributes: z
      .looseObject({ reason: reasonOfHandoff })
      .describe("The agent's own attributes and the model's reason."),
  })
  .meta({
    title: "Hand-off payload",
    description: "What an agent on Twilio Agent Connect sends when a person should take over.",
  });

/** TAC's four fields. `Attributes` are the agent's own, beside the model's reason. */
export type HandoffPayload<Attributes extends object = Record<string, unknown>> = {
  conversationId: string;
  storeId: string;
  /** Empty when unknown. */
  profileId: string;
  attributes: Attributes & { reason: string };
};
