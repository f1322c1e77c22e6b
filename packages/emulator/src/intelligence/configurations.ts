// Configurations of Conversational Intelligence v3 (synchronous JSON, PUT replaces), and Twilio's operators.
// Source: twilio.com/docs/api/intelligence/v3; twilio-node 6.3.1 rest/intelligence/v3

import type { Hono } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { readJson, webUrl } from "../http/body.ts";
import { timestamp } from "../http/dates.ts";
import { badParameter, Refusal, requireRow } from "../http/errors.ts";
import { tokenList } from "../http/paging.ts";
import { nextId } from "../state/ids.ts";
import type { IntelligenceConfiguration, Rule } from "../state/intelligence.ts";
import type { State } from "../state/state.ts";
import { summaryOperatorId } from "./summary.ts";

/** Twilio's own operators have the same id in every account. Source: TAC Python 2.5.0; Twilio's agent skills (twilio/ai) */
const twilioOperators = [
  { id: summaryOperatorId, displayName: "Summary", outputFormat: "TEXT" },
  {
    id: "intelligence_operator_01kcrvw16kfa88qvgrfmr7y151",
    displayName: "Sentiment",
    outputFormat: "CLASSIFICATION",
  },
  {
    id: "intelligence_operator_01kea27sy7ffsafmtsfp17nzx4",
    displayName: "Next Best Response",
    outputFormat: "JSON",
  },
  {
    id: "intelligence_operator_01kf34tcyefpyb1t4m0nbd8rxg",
    displayName: "Script Adherence",
    outputFormat: "JSON",
  },
].map((operator) => ({
  ...operator,
  description: null,
  version: 1,
  author: "TWILIO",
  // The prompt and examples of Twilio's operators are never returned.
  prompt: null,
  outputSchema: null,
  trainingExamples: null,
  context: null,
  parameters: null,
}));

const rule = z.strictObject({
  operators: z
    .array(
      z.strictObject({
        id: z.string(),
        version: z.int().min(1).optional(),
        parameters: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .min(1)
    .max(5),
  triggers: z
    .array(
      z
        .strictObject({
          on: z.enum(["COMMUNICATION", "CONVERSATION_END", "CONVERSATION_INACTIVE"]),
          parameters: z.strictObject({ count: z.int().min(1).max(20).optional() }).optional(),
        })
        .refine(({ on, parameters }) => on === "COMMUNICATION" || parameters?.count === undefined, {
          message: "count is for COMMUNICATION only",
        }),
    )
    .max(1)
    .optional(),
  actions: z
    .array(z.strictObject({ type: z.literal("WEBHOOK"), method: z.literal("POST"), url: webUrl }))
    .max(2),
  context: z
    .strictObject({
      memory: z.strictObject({ enabled: z.boolean().optional() }).optional(),
      knowledge: z.strictObject({ bases: z.array(z.string()).min(1) }).optional(),
    })
    .optional(),
});

const head = { displayName: z.string().min(1).max(128), description: z.string().optional() };

const creation = z.strictObject({ ...head, rules: z.array(rule).max(5) });

const replacement = z.strictObject({
  ...head,
  rules: z.array(rule.extend({ id: z.string().optional() })).max(5),
});

type WantedRule = z.infer<typeof replacement>["rules"][number];

export function intelligenceConfigurationRoutes(app: Hono, context: Context): void {
  app.post("/intelligence.twilio.com/v3/ControlPlane/Configurations", async (c) => {
    const wanted = await readJson(c, creation, { otherType: 415 });
    checkOperators(wanted.rules);
    const now = timestamp(context.now());
    const row: IntelligenceConfiguration = {
      accountId: context.state.account.sid,
      id: nextId(context.state, "intelligence_configuration"),
      displayName: wanted.displayName,
      description: wanted.description ?? null,
      version: 1,
      rules: wanted.rules.map((rule) => completeRule(context.state, rule)),
      dateCreated: now,
      dateUpdated: now,
    };
    context.state.intelligenceConfigurations[row.id] = row;
    return Response.json(row, { status: 201 });
  });

  app.get("/intelligence.twilio.com/v3/ControlPlane/Configurations", (c) => {
    const rows = Object.values(context.state.intelligenceConfigurations);
    return tokenList(
      c,
      "items",
      rows.map((row) => ({ id: row.id, body: () => row })),
    );
  });

  app.get("/intelligence.twilio.com/v3/ControlPlane/Configurations/:id", (c) =>
    Response.json(requireRow(context.state.intelligenceConfigurations[c.req.param("id")], c.req.path)),
  );

  app.put("/intelligence.twilio.com/v3/ControlPlane/Configurations/:id", async (c) => {
    const current = requireRow(context.state.intelligenceConfigurations[c.req.param("id")], c.req.path);
    const wanted = await readJson(c, replacement, { otherType: 415 });
    checkOperators(wanted.rules);
    for (const { id } of wanted.rules) {
      if (id !== undefined && !current.rules.some((rule) => rule.id === id)) {
        throw badParameter(`Invalid parameter rules.id: ${id} is not a rule of this configuration`);
      }
    }
    const row: IntelligenceConfiguration = {
      ...current,
      displayName: wanted.displayName,
      description: wanted.description ?? null,
      version: current.version + 1,
      rules: wanted.rules.map((rule) => completeRule(context.state, rule)),
      dateUpdated: timestamp(context.now()),
    };
    context.state.intelligenceConfigurations[row.id] = row;
    return Response.json(row);
  });

  // Twilio does not document that a configuration linked to the Orchestrator cannot be deleted, so it can be here.
  app.delete("/intelligence.twilio.com/v3/ControlPlane/Configurations/:id", (c) => {
    const { id } = requireRow(context.state.intelligenceConfigurations[c.req.param("id")], c.req.path);
    delete context.state.intelligenceConfigurations[id];
    return new Response(null, { status: 204 });
  });

  app.get("/intelligence.twilio.com/v3/ControlPlane/Operators", (c) =>
    tokenList(
      c,
      "items",
      twilioOperators.map((operator) => ({ id: operator.id, body: () => operator })),
    ),
  );

  app.get("/intelligence.twilio.com/v3/ControlPlane/Operators/:id", (c) => {
    const operator = requireRow(
      twilioOperators.find(({ id }) => id === c.req.param("id")),
      c.req.path,
    );
    return Response.json(operator, { headers: { ETag: `"${operator.version}"` } });
  });
}

/** The display name of an operator; its id if it is not one of Twilio's. */
export function operatorName(id: string): string {
  return twilioOperators.find((operator) => operator.id === id)?.displayName ?? id;
}

function checkOperators(rules: WantedRule[]): void {
  for (const { id, version } of rules.flatMap(({ operators }) => operators)) {
    const operator = twilioOperators.find((one) => one.id === id);
    if (!operator) throw new Refusal({ status: 400, code: 70001, message: `Invalid operator id ${id}` });
    if (version !== undefined && version > operator.version)
      throw badParameter(`Invalid parameter rules.operators.version: ${id} has no version ${version}`);
  }
}

/** A rule as the server returns it: with an id, and null for what is missing. */
function completeRule(state: State, wanted: WantedRule): Rule {
  const { context } = wanted;
  return {
    id: wanted.id ?? nextId(state, "intelligence_configurationrule"),
    operators: wanted.operators.map(({ id, version, parameters }) => ({
      id,
      version: version ?? null,
      parameters: parameters ?? null,
    })),
    triggers: (wanted.triggers ?? []).map(({ on, parameters }) => ({
      on,
      parameters: on === "COMMUNICATION" ? { count: parameters?.count ?? 1 } : null,
    })),
    actions: wanted.actions,
    context: context
      ? {
          memory: context.memory ? { enabled: context.memory.enabled ?? false } : null,
          knowledge: context.knowledge ?? null,
        }
      : null,
  };
}
