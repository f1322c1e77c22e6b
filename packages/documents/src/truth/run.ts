// Sends the local Twilio every request that breaks one documented constraint, and every request that uses one documented
// freedom, and counts where it disagrees.

import { ask } from "@tac-handoff/emulator";
import { observeExchanges } from "@tac-handoff/emulator/exchanges";
import { differenceOf } from "../differences.ts";
import { validatorOf } from "../jsonSchema.ts";
import { createJudge, type Violation } from "../judge.ts";
import { type Content, documentReader, resolved, type Schema } from "../openApi.ts";
import { querySchema } from "../parameters.ts";
import type { Disagreement } from "./disagreement.ts";
import { exampleOf } from "./example.ts";
import { knownValues } from "./known.ts";
import { operationsServed, type ServedOperation } from "./operationsServed.ts";
import { type Refusal, refusalOf, refusals } from "./refusals.ts";
import { openScene, type Scene } from "./scene.ts";
import { allowed, forbidden, type Variation } from "./variations.ts";

export interface Truth {
  operations: ServedOperation[];
  /** Routes of Twilio's hosts that no document has, or whose path could not be filled in. */
  unknownRoutes: string[];
  /** What differs on purpose is only counted (differences.ts, refusals.ts). */
  forbidden: { sent: number; accepted: Disagreement[]; onPurpose: Disagreement[] };
  allowed: { sent: number; refused: Disagreement[]; onPurpose: Disagreement[] };
  /** Entries of refusals.ts that did not occur. */
  unusedRefusals: Refusal[];
  responses: { compared: number; violations: Violation[] };
}

/** @param documentsFolder see ensureDocuments */
export async function findTruth(documentsFolder: string): Promise<Truth> {
  const documentsOf = documentReader(documentsFolder);
  const judge = createJudge(documentsFolder);
  const scene = await openScene();
  const truth: Truth = {
    ...servedBy(scene, documentsOf),
    forbidden: { sent: 0, accepted: [], onPurpose: [] },
    allowed: { sent: 0, refused: [], onPurpose: [] },
    unusedRefusals: [],
    responses: { compared: 0, violations: [] },
  };
  const run: Run = { scene, truth, undocumented: [] };
  const end = observeExchanges((exchange) => {
    const found = judge(exchange).filter((one) => !differenceOf(one));
    run.undocumented = found.filter(({ part }) => part === "request");
    truth.responses.compared += 1;
    truth.responses.violations.push(...found.filter(({ part }) => part === "response"));
  });
  try {
    for (const operation of truth.operations) await tryOperation(operation, run);
  } finally {
    end();
    await scene.emulator.close();
  }
  truth.unusedRefusals = refusals.filter(
    (refusal) => !truth.allowed.onPurpose.some((one) => refusalOf(one) === refusal),
  );
  return truth;
}

interface Run {
  scene: Scene;
  truth: Truth;
  /** What the documents do not allow in the last request that was accepted, except for what differs on purpose. */
  undocumented: Violation[];
}

function servedBy({ emulator, ids }: Scene, documentsOf: ReturnType<typeof documentReader>) {
  const { operations, unknown } = operationsServed(emulator.routes, ids, documentsOf);
  return { operations, unknownRoutes: unknown };
}

async function tryOperation(operation: ServedOperation, run: Run): Promise<void> {
  const { scene, truth } = run;
  for (const part of partsOf(operation, scene)) {
    const place = {
      document: operation.document,
      at: "",
      put: (value: unknown) => value,
      asText: part.asText,
    };
    const isValid = (value: unknown) => validatorOf(operation.document, part.schema, "request")(value);
    for (const variation of forbidden(part.schema, part.example, place)) {
      if (isValid(variation.value)) continue;
      truth.forbidden.sent += 1;
      const answer = await send(operation, scene, part, variation);
      if (answer.status >= 400) continue;
      truth.forbidden[run.undocumented.length > 0 ? "accepted" : "onPurpose"].push(answer);
    }
    const unchanged = { name: "everything", value: part.example };
    for (const variation of [unchanged, ...allowed(part.schema, part.example, place)]) {
      if (!isValid(variation.value)) continue;
      truth.allowed.sent += 1;
      const answer = await send(operation, scene, part, variation);
      if (answer.status >= 400) truth.allowed[refusalOf(answer) ? "onPurpose" : "refused"].push(answer);
    }
  }
}

interface Part {
  kind: "query" | "form" | "json";
  schema: Schema;
  example: Record<string, unknown>;
  asText: boolean;
  /** What else the request needs. */
  body?: { form?: Record<string, string | string[]>; json?: unknown };
}

function partsOf(operation: ServedOperation, { ids }: Scene): Part[] {
  const { document, operation: documented, name } = operation;
  const known = knownValues(ids, name);
  const parts: Part[] = [];
  const example = (schema: Schema) => exampleOf(document, schema, "", known) as Record<string, unknown>;
  const body = documented.requestBody && resolved<Content>(document, documented.requestBody);
  const form = body?.content?.["application/x-www-form-urlencoded"]?.schema;
  const json = body?.content?.["application/json"]?.schema;
  if (form) parts.push({ kind: "form", schema: form, example: example(form), asText: true });
  if (json) parts.push({ kind: "json", schema: json, example: example(json), asText: false });
  const query = querySchema(operation);
  if (Object.keys(query.properties ?? {}).length > 0)
    parts.unshift({ kind: "query", schema: query, example: example(query), asText: true });
  return parts;
}

async function send(
  { host, concretePath, method, name }: ServedOperation,
  { emulator, reset }: Scene,
  { kind }: Part,
  variation: Variation,
): Promise<Disagreement> {
  reset();
  const fields = kind === "json" ? {} : textFields(variation.value as Record<string, unknown>);
  const query = kind === "query" ? `?${new URLSearchParams(pairs(fields))}` : "";
  const { status, body } = await ask(
    emulator,
    `${method.toUpperCase()} https://${host}${concretePath}${query}`,
    kind === "query" ? {} : kind === "form" ? { form: fields } : { json: variation.value },
  );
  return { operation: name, variation: `${kind} ${variation.name}`, status, message: body?.message ?? "" };
}

function textFields(value: Record<string, unknown>): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      Array.isArray(field)
        ? field.map(String)
        : typeof field === "object"
          ? JSON.stringify(field)
          : String(field),
    ]),
  );
}

function pairs(fields: Record<string, string | string[]>): [string, string][] {
  return Object.entries(fields).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, one]),
  );
}
