// How a resource takes over an object that somebody else made, and how it gives it back.
// What it was is kept in state as `previous`, so that destroy can put it there again.

import * as z from "zod";
import type { Changes } from "./resource.ts";

/** Inputs that steer the provider and are never sent to Twilio. */
export const steeringInputs = ["adopt", "onDestroy"];

/** Outputs every resource has beside its own. */
export const adoptionOutputs = z.object({
  adopted: z.boolean().describe("Whether the object existed before the stack took it over."),
  previous: z
    .string()
    .optional()
    .meta({ secret: true })
    .describe(
      "JSON text of the managed fields as they were when the object was taken over; destroy writes them back.",
    ),
});

/** Inputs without those that only steer the provider. */
export function declared(inputs: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(inputs).filter(([key]) => !steeringInputs.includes(key)));
}

/** Remembers the fields that are about to be managed; what was not set is remembered as null. */
export function remember(
  live: Record<string, unknown>,
  keys: readonly string[],
  before: Changes<Record<string, unknown>> = {},
) {
  const remembered: Changes<Record<string, unknown>> = { ...before };
  for (const key of keys) if (!(key in remembered)) remembered[key] = live[key] ?? null;
  return remembered;
}

/** Reads what `remember` left in state. Nothing is remembered of an object the stack made itself. */
export function parsePrevious(state: Record<string, unknown>): Changes<Record<string, unknown>> {
  return typeof state.previous === "string" ? JSON.parse(state.previous) : {};
}
