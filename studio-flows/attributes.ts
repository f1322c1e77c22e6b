// The attributes that this project's agent may send: the one place where a team says so. The payload builder, the
// hand-off flow, the Flex task and handoff.schema.json (npm run docs) follow from it.

import { defineAttributes } from "@tac-handoff/runtime";
import * as z from "zod";

/** As in TAC's own example of a hand-off; workflows may route on them, for instance `department == "billing"`. */
export const attributes = defineAttributes(
  z.object({
    department: z.string().max(40).optional().describe("Who should take over, for instance `billing`."),
    priority: z.enum(["low", "normal", "high"]).optional().describe("How urgent the agent thinks it is."),
  }),
);
