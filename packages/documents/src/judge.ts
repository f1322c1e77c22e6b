// Compares one request to the local Twilio, and its response, with the operation in Twilio's documents.

import type { Exchange } from "@tac-handoff/emulator/exchanges";
import type { ErrorObject } from "ajv";
import { validatorOf } from "./jsonSchema.ts";
import { type Content, type Document, documentReader, resolved, type Schema } from "./openApi.ts";
import { type FoundOperation, findOperation } from "./operations.ts";
import { querySchema, typedForm, typedQuery } from "./parameters.ts";

export interface Violation {
  /** As documented: `GET studio.twilio.com/v2/Flows/{Sid}`. */
  operation: string;
  part: "request" | "response";
  /** Path of the value, with `[]` for the index of an item: `/flows/[]/status`. The empty string is the whole. */
  at: string;
  /** What is wrong with it, and what the document allows. */
  problem: string;
  /** Where the document says so. */
  pointer: string;
}

/**
 * Returns a function that lists what contradicts the documents: nothing for a host that has none.
 *
 * A request is compared only if it was accepted: refusing what the document forbids is right.
 *
 * @param folder with the documents, see ensureDocuments
 */
export function createJudge(folder: string): (exchange: Exchange) => Violation[] {
  const documentsOf = documentReader(folder);
  return (exchange) => {
    const url = new URL(exchange.url);
    const documents = documentsOf(url.hostname);
    if (documents.length === 0) return [];
    const found = findOperation(documents, exchange.method, url.pathname);
    const accepted = exchange.status < 300;
    if (!found) return accepted ? [undocumented(exchange, url)] : [];
    const operation = `${exchange.method} ${url.hostname}${found.path}`;
    const parts = [
      ...(accepted ? judgeRequest(found, exchange, url) : []),
      ...(exchange.differsOnPurpose ? [] : judgeResponse(found, exchange)),
    ];
    return parts.map((part) => ({ operation, ...part }));
  };
}

type Finding = Omit<Violation, "operation">;

function undocumented({ method }: Exchange, { hostname, pathname }: URL): Violation {
  return {
    operation: `${method} ${hostname}${pathname}`,
    part: "request",
    at: "",
    problem: "the operation is not documented",
    pointer: hostname,
  };
}

function judgeRequest(found: FoundOperation, { requestBody }: Exchange, url: URL): Finding[] {
  const { document, operation, parameters, pathValues, pointer } = found;
  const inPath = parameters
    .filter((one) => one.in === "path")
    .flatMap(({ name, schema }) =>
      check(document, schema, pathValues[name], {
        part: "request",
        within: `/path/${name}`,
        pointer: `${pointer}/parameters/${name}`,
      }),
    );
  const inQuery = check(document, querySchema(found), typedQuery(found, url.searchParams), {
    part: "request",
    within: "/query",
    pointer: `${pointer}/parameters`,
  });
  const body = operation.requestBody && resolved<Content>(document, operation.requestBody);
  return [...inPath, ...inQuery, ...(body ? judgeBody(found, body, requestBody) : [])];
}

function judgeBody({ document, pointer }: FoundOperation, { content }: Content, body: string): Finding[] {
  const place = { part: "request", within: "", pointer: `${pointer}/requestBody` } as const;
  const form = content?.["application/x-www-form-urlencoded"]?.schema;
  if (form) return check(document, form, typedForm(document, form, body), place);
  const json = content?.["application/json"]?.schema;
  return json && body !== "" ? check(document, json, JSON.parse(body), place) : [];
}

function judgeResponse(
  { document, operation, pointer }: FoundOperation,
  { status, responseBody }: Exchange,
): Finding[] {
  const documented = operation.responses[status] ?? operation.responses[`${String(status)[0]}XX`];
  const asAWhole = (problem: string): Finding[] => [
    { part: "response", at: "", problem, pointer: `${pointer}/responses` },
  ];
  if (!documented) {
    const known = Object.keys(operation.responses).join(", ");
    return status < 300 ? asAWhole(`status ${status}, documented are ${known}`) : [];
  }
  const schema = resolved<Content>(document, documented).content?.["application/json"]?.schema;
  if (!schema)
    return responseBody === "" ? [] : asAWhole(`status ${status} has a body, and none is documented`);
  const place = { part: "response", within: "", pointer: `${pointer}/responses/${status}` } as const;
  return check(document, schema, JSON.parse(responseBody), place);
}

interface Place {
  part: Violation["part"];
  within: string;
  pointer: string;
}

function check(
  document: Document,
  schema: Schema,
  value: unknown,
  { part, within, pointer }: Place,
): Finding[] {
  const validate = validatorOf(document, schema, part);
  if (validate(value)) return [];
  return causes(validate.errors ?? []).map((error) => ({
    part,
    at: within + error.instancePath.replaceAll(/\/\d+(?=\/|$)/g, "/[]") + suffix(error),
    problem: describe(error, value),
    pointer: `${pointer} ${error.schemaPath}`,
  }));
}

/** Leaves out what only follows: if a member of an object's schema fails, all that it describes counts as undocumented. */
function causes(errors: ErrorObject[]): ErrorObject[] {
  const first = errors.filter(({ keyword }) => keyword !== "if" && keyword !== "unevaluatedProperties");
  return errors.filter(
    (error) =>
      first.includes(error) ||
      (error.keyword === "unevaluatedProperties" &&
        !first.some(({ instancePath }) => instancePath.startsWith(error.instancePath))),
  );
}

function suffix({ keyword, params }: ErrorObject): string {
  if (keyword === "required") return `/${params.missingProperty}`;
  if (keyword === "unevaluatedProperties") return `/${params.unevaluatedProperty}`;
  if (keyword === "additionalProperties") return `/${params.additionalProperty}`;
  return "";
}

function describe({ keyword, message, params, instancePath }: ErrorObject, root: unknown): string {
  if (keyword === "required") return "is missing";
  if (keyword === "unevaluatedProperties" || keyword === "additionalProperties") return "is not documented";
  const value = instancePath
    .slice(1)
    .split("/")
    .filter(Boolean)
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], root);
  const allowed = keyword === "enum" ? `: ${(params.allowedValues as unknown[]).join(", ")}` : "";
  return `${message}${allowed}; found ${JSON.stringify(value)?.slice(0, 80)}`;
}
