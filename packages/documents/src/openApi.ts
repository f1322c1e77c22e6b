// The part of OpenAPI 3.0 that Twilio's documents use, and the documents themselves.

import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Discriminator {
  propertyName: string;
  /** Value of the property → `$ref` of its schema. */
  mapping?: Record<string, string>;
}

export interface Schema {
  $ref?: string;
  type?: string;
  nullable?: boolean;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: boolean | Schema;
  allOf?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  enum?: unknown[];
  discriminator?: Discriminator;
  readOnly?: boolean;
  writeOnly?: boolean;
  [keyword: string]: unknown;
}

export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required?: boolean;
  schema: Schema;
}

export interface Content {
  content?: Record<string, { schema: Schema }>;
}

export interface Operation {
  parameters?: (Parameter | { $ref: string })[];
  requestBody?: (Content & { required?: boolean }) | { $ref: string };
  responses: Record<string, (Content & { headers?: Record<string, unknown> }) | { $ref: string }>;
}

export interface OpenApi {
  servers: { url: string }[];
  paths: Record<string, Record<string, unknown> & { parameters?: Parameter[] }>;
  components: Record<string, Record<string, unknown>>;
}

/** A document, read when a request first needs it. */
export interface Document {
  /** For instance `twilio_conversations_v2`. */
  name: string;
  /** Classic products list every property that a resource has, and name none as required: all are always returned. */
  classic: boolean;
  openApi: OpenApi;
}

/** The documents of each host that the local Twilio serves. Where two have the same path, the first counts. */
const documentsOfHost: Record<string, { name: string; classic: boolean }[]> = {
  "api.twilio.com": [{ name: "twilio_api_v2010", classic: true }],
  "conversations.twilio.com": [
    { name: "twilio_conversations_v2", classic: false },
    { name: "twilio_conversations_v1", classic: true },
  ],
  "flex-api.twilio.com": [{ name: "twilio_flex_v1", classic: true }],
  "intelligence.twilio.com": [{ name: "twilio_intelligence_v3", classic: false }],
  "memory.twilio.com": [{ name: "twilio_memory_v1", classic: false }],
  "messaging.twilio.com": [{ name: "twilio_messaging_v2", classic: true }],
  "studio.twilio.com": [{ name: "twilio_studio_v2", classic: true }],
  "taskrouter.twilio.com": [{ name: "twilio_taskrouter_v1", classic: true }],
};

export const documentedHosts = Object.keys(documentsOfHost);

/** Returns a function that reads the documents of a host, each once. */
export function documentReader(folder: string): (host: string) => Document[] {
  const read = new Map<string, Document>();
  return (host) =>
    (documentsOfHost[host] ?? []).map(({ name, classic }) => {
      let document = read.get(name);
      if (!document) {
        const openApi = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
        document = { name, classic, openApi };
        read.set(name, document);
      }
      return document;
    });
}

/** The object that a `$ref` within the document points to; anything else unchanged. */
export function resolved<T extends object>({ openApi }: Document, value: T | { $ref: string }): T {
  if (!("$ref" in value) || typeof value.$ref !== "string") return value as T;
  const keys = value.$ref.slice("#/".length).split("/").map(unescaped);
  const target = keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], openApi);
  return resolved({ openApi } as Document, target as T);
}

/** Source: RFC 6901 */
export function escaped(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

function unescaped(key: string): string {
  return decodeURIComponent(key).replaceAll("~1", "/").replaceAll("~0", "~");
}
