// The attributes that your agent may send. This file is yours: replace them with your own, then run `npm run docs`.
// The payload builder, the hand-off flow, the Flex task and handoff.schema.json are derived from it.

import { defineAttributes } from "@tac-handoff/runtime";
import * as z from "zod";

/** As in TAC's own hand-off example; workflows can route on them, for example `department == "billing"`. */
export const attributes = defineAttributes(
  z.object({
    department: z
      .string()
      .max(40)
      .optional()
      .meta({ description: "Who should take over, for example `billing`.", examples: ["billing"] }),
    priority: z
      .enum(["low", "normal", "high"])
      .optional()
      .meta({ description: "How urgent the agent thinks it is.", examples: ["high"] }),
  }),
);
