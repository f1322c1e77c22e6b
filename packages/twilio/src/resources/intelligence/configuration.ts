// Which operators analyze conversations, and when (intelligence_configuration_…).
// Intelligence v3: JSON, synchronous. According to Twilio's guidance a PUT creates an inactive version that nothing
// activates, so there is no update here: every change creates a new configuration, and the Orchestrator configuration
// is linked to it before the old one is deleted.
// Source: twilio-node 6.3.1, rest/intelligence/v3; Twilio's agent skills (June 2026)

import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import {
  type IntelligenceConfiguration,
  type IntelligenceRule,
  intelligenceConfigurations,
} from "../../account/intelligence.ts";
import { present } from "../../client/present.ts";
import { id as intelligenceId } from "../../client/sid.ts";
import { fetchAndRemove } from "../../declare/fetchAndRemove.ts";
import { defineResource, type Live } from "../../declare/resource.ts";
import { isObject } from "../../values/diff.ts";
import { dropEmpty } from "../../values/empty.ts";

const rule = z.strictObject({
  operators: z
    .array(
      z.strictObject({
        id: intelligenceId("intelligence_operator").describe("Operator to run."),
        version: z.number().int().optional().describe("Version to pin. Omit it for the newest active one."),
        parameters: z
          .record(z.string(), z.unknown())
          .optional()
          .describe("Values for the operator's parameters."),
      }),
    )
    .min(1)
    .max(5)
    .describe("What to run."),
  triggers: z
    .array(
      z.strictObject({
        on: z.enum(["COMMUNICATION", "CONVERSATION_END", "CONVERSATION_INACTIVE"]).describe("When to run."),
        parameters: z
          .strictObject({
            count: z.number().int().min(1).max(20).describe("Run at every n-th communication."),
          })
          .optional()
          .describe("Only with COMMUNICATION. Default count 1."),
      }),
    )
    .max(1)
    .optional()
    .describe("What starts the operators."),
  actions: z
    .array(
      z.strictObject({
        type: z.literal("WEBHOOK").describe("Kind of action; Twilio has only this one."),
        method: z.literal("POST").describe("Method of the request."),
        url: z.url().describe("Where the result is sent."),
      }),
    )
    .max(2)
    .optional()
    .describe("Where the result is sent. Omit it when only Flex reads it."),
  context: z
    .strictObject({
      memory: z
        .strictObject({ enabled: z.boolean().describe("On or off.") })
        .optional()
        .describe("Whether the operator can read the memory store."),
      knowledge: z
        .strictObject({ bases: z.array(z.string()).min(1).describe("IDs of the knowledge bases.") })
        .optional()
        .describe("Knowledge bases that it can read."),
    })
    .optional()
    .describe("What the operator can read besides the conversation. Omit it for nothing."),
});

const inputs = z.strictObject({
  displayName: z.string().min(1).max(128).optional().describe("Name in the Console."),
  description: z.string().optional().describe("Description for the Console."),
  rules: z.array(rule).max(5).optional().describe("Which operators run, and when."),
  adopt: intelligenceId("intelligence_configuration")
    .optional()
    .describe(
      "ID of an existing configuration to use unchanged. There is no update, so the declared inputs must match it.",
    ),
});

const outputs = z.object({
  configurationId: z.string().describe("ID of the configuration."),
  version: z.number().int().optional().describe("Version that Twilio assigns."),
});

type Inputs = z.infer<typeof inputs>;
type Outputs = z.infer<typeof outputs>;

export const configuration = defineResource({
  token: "twilio:intelligence:Configuration",
  description:
    "A Conversational Intelligence configuration: operators such as Summary, and when they run. It has no effect until an Orchestrator configuration names it. Every change replaces it.",
  inputs,
  outputs,
  replaceOn: [],
  requiredToCreate: ["displayName", "rules"],
  canonical: { rules: (rules) => (Array.isArray(rules) ? rules.map(canonicalRule) : rules) },

  async insert(api, { adopt: _, rules = [], ...fields }) {
    // Twilio requires the list of actions even when it is empty.
    const json = { ...fields, rules: rules.map((rule) => ({ actions: [], ...rule })) };
    return fromTwilio(await intelligenceConfigurations.create(api, { json }));
  },

  ...fetchAndRemove(intelligenceConfigurations, fromTwilio),
});

function fromTwilio({ id, version, rules, ...fields }: IntelligenceConfiguration): Live<Inputs, Outputs> {
  return {
    id,
    inputs: { ...present(fields), rules: (rules ?? []).map(ruleFromTwilio) },
    outputs: { configurationId: id, ...(typeof version === "number" && { version }) },
  };
}

function ruleFromTwilio(row: IntelligenceRule): z.infer<typeof rule> {
  return canonicalRule(row) as z.infer<typeof rule>;
}

/** Twilio returns what was left out as null, {} or [], and the default count. Any part may be an unknown value. */
function canonicalRule<Rule>(given: Rule): Rule {
  const bare = dropEmpty(given);
  if (!isObject(bare) || !Array.isArray(bare.triggers)) return bare as Rule;
  const triggers = bare.triggers.map((trigger: unknown) => {
    if (!isObject(trigger) || !isDeepStrictEqual(trigger.parameters, { count: 1 })) return trigger;
    const { parameters: _, ...others } = trigger;
    return others;
  });
  return { ...bare, triggers } as Rule;
}
