// Properties as an author writes them: lists of keys and values as an object, JSON strings as the object they contain.

import * as z from "zod";
import { isObject } from "../definition/json.ts";
import { propertyFacts } from "../widgets/property.ts";
import { type WidgetProperties, type WidgetTypeName, widgetTypes } from "../widgets/table.ts";
import { type AttributeValue, attributesText } from "./attributes.ts";

/** A value that is rendered and stays a string, or with `json_object` is parsed, so that its members can be read. */
export type TypedValue = string | { json_object: string };

/** Key and value pairs in the order written, as Studio's list or, if no key occurs twice, as an object. */
type Pairs<Item> =
  | readonly Item[]
  | Readonly<Record<string, "type" extends keyof Item ? TypedValue : string>>;

type WrittenValue<Key, Value> = Value extends readonly (infer Item)[]
  ? [Item] extends [{ key: string; value: string }]
    ? Pairs<Item>
    : readonly Item[]
  : Value extends string
    ? Key extends `${string}attributes`
      ? Value | Readonly<Record<string, AttributeValue>>
      : Value
    : Value;

/** Properties of a widget type as an author writes them; the table and the reference describe each. */
export type WrittenProperties<Type extends WidgetTypeName> = {
  [Key in keyof WidgetProperties<Type>]: WrittenValue<Key, WidgetProperties<Type>[Key]>;
};

/**
 * Converts properties to the form that Studio stores.
 *
 * @param filled properties that get the table's default if they are omitted
 */
export function toStoredProperties(
  type: WidgetTypeName,
  written: Readonly<Record<string, unknown>>,
  filled: readonly string[] = [],
): Record<string, unknown> {
  const given = Object.entries(written).filter(([, value]) => value !== undefined);
  const left = filled.filter((key) => written[key] === undefined);
  return Object.fromEntries([
    ...left.map((key) => [key, propertyFacts(schemaOf(type, key)).default]),
    ...given.map(([key, value]) => [key, toStored(schemaOf(type, key), value)]),
  ]);
}

/** Returns a property's schema without `optional`; a schema that accepts anything if the table has no such property. */
export function schemaOf(type: WidgetTypeName, key: string): z.core.$ZodType {
  const shape: Readonly<Record<string, z.core.$ZodType>> = widgetTypes[type].properties.shape;
  const schema = Object.hasOwn(shape, key) ? shape[key] : undefined;
  return (schema instanceof z.ZodOptional ? schema.unwrap() : schema) ?? z.unknown();
}

function toStored(schema: z.core.$ZodType, value: unknown): unknown {
  if (!isObject(value)) return value;
  if (propertyFacts(schema).format === "json") return attributesText(value as Record<string, AttributeValue>);
  const item = pairShape(schema);
  if (!item) return value;
  const isTyped = Object.hasOwn(item, "type");
  return Object.entries(value).map(([key, entry]) => {
    if (isObject(entry)) return { key, value: entry.json_object, type: "json_object" };
    return isTyped ? { key, value: entry, type: "string" } : { key, value: entry };
  });
}

/** Returns the shape of the entries of a key and value list; undefined for any other property. */
export function pairShape(schema: z.core.$ZodType): object | undefined {
  if (!(schema instanceof z.ZodArray) || !(schema.element instanceof z.ZodObject)) return undefined;
  const { shape } = schema.element;
  return Object.hasOwn(shape, "key") && Object.hasOwn(shape, "value") ? shape : undefined;
}
