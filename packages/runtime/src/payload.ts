// The hand-off payload, which a virtual agent on Twilio Agent Connect sends to hand a conversation over to a Flex
// agent.
// Source: TAC Python 2.5.0 and TypeScript (build_handoff_payload); field names and order are theirs.

import * as z from "zod";
import { refuseOldZod } from "./zodVersion.ts";

// The error of zod 3 for what follows would not name the cause.
refuseOldZod();

export const reasonOfHandoff = z
  .string()
  .describe("Why a Flex agent should take over, in the model's words.");

/** The payload with attributes of any names. Fields other than the four are accepted. */
export const handoffPayload = z
  .object({
    conversationId: z
      .string()
      .min(1)
      .describe("Orchestrator conversation of the session (`conv_conversation_…`)."),
    storeId: z.string().min(1).describe("Memory store of the Orchestrator configuration (`mem_store_…`)."),
    profileId: z
      .string()
      .describe("Profile of the customer (`mem_profile_…`); empty if unknown, never absent."),
    attributes: z
      .looseObject({ reason: reasonOfHandoff })
      .describe("The agent's own attributes and the model's reason."),
  })
  .meta({
    title: "Hand-off payload",
    description:
      "The payload that a virtual agent on Twilio Agent Connect sends to hand a conversation over to a Flex agent.",
  });

/** TAC's four fields. `Attributes` are the agent's own, in addition to the model's reason. */
export type HandoffPayload<Attributes extends object = Record<string, unknown>> = {
  conversationId: string;
  storeId: string;
  /** Empty if unknown. */
  profileId: string;
  attributes: Attributes & { reason: string };
};
