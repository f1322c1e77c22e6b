// The attribute contract of this project's own tests, scenarios, pictures and figures. attributes.ts belongs to the
// team and can have a different one; nothing here depends on it.

import { defineAttributes } from "@tac-handoff/runtime";
import * as z from "zod";

/** The attributes of TAC's own sample. */
export const contract = defineAttributes(
  z.object({
    department: z.string().max(40).optional(),
    priority: z.enum(["low", "normal", "high"]).optional(),
  }),
);

/** A contract with a member of every JSON type. */
export const wide = defineAttributes(
  z.object({
    department: z.string().optional(),
    note: z.string().optional(),
    order: z.number().optional(),
    isUrgent: z.boolean().optional(),
    items: z.array(z.json()).optional(),
  }),
);
