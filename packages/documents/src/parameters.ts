// Forms and queries are text; the documents give their values types.

import { type Document, type Operation, resolved, type Schema } from "./openApi.ts";
import type { FoundOperation } from "./operations.ts";

/** The values of a form as the document's types, as far as the text allows; the rest stays text. */
export function typedForm(document: Document, schema: Schema, text: string): Record<string, unknown> {
  const properties = resolved<Schema>(document, schema as { $ref: string }).properties ?? {};
  return typedValues(document, properties, new URLSearchParams(text));
}

/** The parameters of a query as the document's types. */
export function typedQuery(found: FoundOperation, query: URLSearchParams): Record<string, unknown> {
  return typedValues(found.document, querySchema(found).properties ?? {}, query);
}

const querySchemas = new WeakMap<Operation, Schema>();

/** One schema for all parameters of a query; the same object each time, because it is compiled once. */
export function querySchema({ operation, parameters }: FoundOperation): Schema {
  const inQuery = parameters.filter((one) => one.in === "query");
  const schema = querySchemas.get(operation) ?? {
    type: "object",
    properties: Object.fromEntries(inQuery.map(({ name, schema }) => [name, schema])),
    required: inQuery.filter(({ required }) => required).map(({ name }) => name),
  };
  querySchemas.set(operation, schema);
  return schema;
}

function typedValues(
  document: Document,
  properties: Record<string, Schema>,
  sent: URLSearchParams,
): Record<string, unknown> {
  return Object.fromEntries(
    [...new Set(sent.keys())].map((name) => {
      const texts = sent.getAll(name);
      const schema = properties[name] && resolved<Schema>(document, properties[name] as { $ref: string });
      if (schema?.type === "array") {
        const items = schema.items && resolved<Schema>(document, schema.items as { $ref: string });
        return [name, texts.map((text) => typed(items, text))];
      }
      return [name, texts.length === 1 ? typed(schema, texts[0] ?? "") : texts];
    }),
  );
}

function typed(schema: Schema | undefined, text: string): unknown {
  if (schema?.type === "integer" && /^-?\d+$/.test(text)) return Number(text);
  if (schema?.type === "number" && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (schema?.type === "boolean" && /^(true|false)$/i.test(text)) return text.toLowerCase() === "true";
  if (schema?.type === "object") return parsedOr(text);
  return text;
}

function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
