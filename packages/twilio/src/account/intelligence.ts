// Conversational Intelligence: configurations (intelligence_configuration_…) and the operators that they run.
// Source: twilio_intelligence_v3.json in @twilio/cli-core 9.0.0, by which a rule's context, among others, is optional

import * as z from "zod";
import { collection } from "./collection.ts";
import { optionalText, text, upperCase } from "./fields.ts";

/** Twilio's own Summary operator, with the same id in every account. Source: TAC 2.5.0 and Twilio's agent skills. */
export const summaryOperatorId = "intelligence_operator_01kcv35pnkeysaf6z6cqtbpegn";

const parameters = z.record(text, z.unknown()).nullish();

const rule = z.object({
  operators: z.array(z.object({ id: text, version: z.number().nullish(), parameters })).nullish(),
  triggers: z.array(z.object({ on: upperCase, parameters })).nullish(),
  actions: z.array(z.object({ type: upperCase, method: upperCase.nullish(), url: optionalText })).nullish(),
  context: z
    .object({
      memory: z.object({ enabled: z.boolean().nullish() }).nullish(),
      knowledge: z.object({ bases: z.array(text).nullish() }).nullish(),
    })
    .nullish(),
});
export type IntelligenceRule = z.infer<typeof rule>;

const configuration = z.object({
  id: text,
  version: z.number().nullish(),
  displayName: optionalText,
  description: optionalText,
  rules: z.array(rule).nullish(),
});
export type IntelligenceConfiguration = z.infer<typeof configuration>;

export const intelligenceConfigurations = collection({
  host: "intelligence",
  path: "/v3/ControlPlane/Configurations",
  key: "items",
  paging: "nextToken",
  row: configuration,
});

const operator = z.object({ id: optionalText, displayName: optionalText, author: upperCase.nullish() });
export type Operator = z.infer<typeof operator>;

/** Twilio's own and the account's. */
export const intelligenceOperators = collection({
  host: "intelligence",
  path: "/v3/ControlPlane/Operators",
  key: "items",
  paging: "nextToken",
  row: operator,
});
