// The Pulumi schema of the package, derived from the zod schemas: `pulumi package get-schema`, YAML, Python, Go.
// Form: pulumi.com/docs/iac/packages-and-automation/pulumi-packages/schema

import * as z from "zod";
import { credentials } from "../client/credentials.ts";
import type { ProviderFunction } from "../declare/providerFunction.ts";
import type { Resource } from "../declare/resource.ts";
import { unwrap } from "../values/unwrap.ts";
import { adoptionOutputs } from "./adoption.ts";

export interface SchemaOptions {
  resources: readonly Resource[];
  functions: readonly ProviderFunction[];
  version: string;
}

interface TypeSpec {
  type?: string;
  $ref?: string;
  items?: TypeSpec;
  additionalProperties?: TypeSpec;
  oneOf?: TypeSpec[];
}

interface PropertySpec extends TypeSpec {
  description?: string;
  secret?: true;
  willReplaceOnChanges?: true;
}

interface ObjectSpec {
  properties: Record<string, PropertySpec>;
  required: string[];
}

/** Named types by their token, added as they are found. */
type Types = Record<string, ObjectSpec & { type: "object" }>;

export function buildSchema({ resources, functions, version }: SchemaOptions) {
  const types: Types = {};
  const config = objectSpec(types, "twilio:index:Config", credentials);
  return {
    name: "twilio",
    version,
    displayName: "Twilio for the AI-to-human hand-off",
    description:
      "Studio flows, Conversation Orchestrator, Conversational Intelligence, memory stores and what a hand-off needs around them.",
    license: "Apache-2.0",
    config: { variables: config.properties },
    provider: { inputProperties: config.properties },
    resources: Object.fromEntries(
      resources.map((resource) => [resource.token, resourceSpec(types, resource)]),
    ),
    functions: Object.fromEntries(
      functions.map(({ token, description, args, result }) => [
        token,
        {
          description,
          inputs: objectSpec(types, `${token}Args`, args),
          outputs: objectSpec(types, `${token}Result`, result),
        },
      ]),
    ),
    types,
  };
}

function resourceSpec(types: Types, resource: Resource) {
  const { token, description, inputs, outputs, replaceOn, write } = resource;
  const given = objectSpec(types, token, inputs);
  const own = objectSpec(types, token, outputs.extend(adoptionOutputs.shape));
  const replacing = Object.entries(given.properties).map(([name, property]) => {
    const replaces = name !== "onDestroy" && (!write || replaceOn.includes(name));
    return [name, replaces ? { ...property, willReplaceOnChanges: true as const } : property];
  });
  return {
    description,
    inputProperties: Object.fromEntries(replacing),
    requiredInputs: given.required,
    properties: { ...given.properties, ...own.properties },
    required: [...given.required, ...own.required],
  };
}

function objectSpec(types: Types, name: string, object: z.ZodObject): ObjectSpec {
  const entries = Object.entries(object.shape) as [string, z.ZodType][];
  return {
    properties: Object.fromEntries(
      entries.map(([key, field]) => [key, propertySpec(types, `${name}${capitalize(key)}`, field)]),
    ),
    required: entries.filter(([, field]) => !(field instanceof z.ZodOptional)).map(([key]) => key),
  };
}

function propertySpec(types: Types, name: string, field: z.ZodType): PropertySpec {
  const { description, secret } = { ...readMeta(unwrap(field)), ...readMeta(field) };
  return {
    ...typeSpec(types, name, unwrap(field)),
    ...(description && { description }),
    ...(secret && { secret: true as const }),
  };
}

/** Objects become named types, as the schema requires; the name is made of the path to the object. */
function typeSpec(types: Types, name: string, field: z.ZodType): TypeSpec {
  if (field instanceof z.ZodObject) {
    types[name] = { type: "object", ...objectSpec(types, name, field) };
    return { $ref: `#/types/${name}` };
  }
  if (field instanceof z.ZodRecord) {
    return {
      type: "object",
      additionalProperties: typeSpec(types, `${name}Value`, unwrap(field.valueType as z.ZodType)),
    };
  }
  if (field instanceof z.ZodArray)
    return { type: "array", items: typeSpec(types, `${name}Item`, unwrap(field.element as z.ZodType)) };
  if (field instanceof z.ZodUnion) return unionSpec(types, name, field.options as z.ZodType[]);
  if (field instanceof z.ZodUnknown) return { $ref: "pulumi.json#/Any" };
  if (field instanceof z.ZodBoolean) return { type: "boolean" };
  if (field instanceof z.ZodNumber) return { type: field.isInt ? "integer" : "number" };
  return { type: "string" };
}

function unionSpec(types: Types, name: string, options: z.ZodType[]): TypeSpec {
  const specs = options.map((option) => typeSpec(types, name, unwrap(option)));
  const different = new Map(specs.map((spec) => [JSON.stringify(spec), spec]));
  const [first] = different.values();
  return different.size === 1 && first ? first : { oneOf: [...different.values()] };
}

function readMeta(field: z.ZodType): { description?: string; secret?: boolean } {
  return (field.meta() ?? {}) as { description?: string; secret?: boolean };
}

function capitalize(key: string): string {
  return key.charAt(0).toUpperCase() + key.slice(1);
}
