// Writes the call that makes one widget of a definition.

import * as z from "zod";
import { sameDefinition } from "../../canonical/canonical.ts";
import { isObject, type JsonObject } from "../../definition/json.ts";
import { propertyFacts } from "../../widgets/property.ts";
import {
  findWidgetType,
  isWidgetTypeName,
  namesOnly,
  type WidgetTypeName,
  widgetTypes,
} from "../../widgets/table.ts";
import { asExported, otherWidget } from "../otherWidget.ts";
import { type Target, toWidget, type WidgetSpec } from "../widgetSpec.ts";
import { pairShape, schemaOf } from "../writtenProperties.ts";
import { readAttributes } from "./attributesObject.ts";
import { call, value } from "./code.ts";
import { type NamedState, otherKeysOf, propertiesOf, readWiring, transitionsOf } from "./exportedWidget.ts";
import { importSplit } from "./importSplit.ts";
import { isMadeType, makerOf } from "./makers.ts";
import {
  describeMissing,
  type ImportedWidget,
  joinSentences,
  option,
  options,
  targetOf,
  targetOption,
} from "./option.ts";

/**
 * Writes a widget with the maker of its type, otherwise with `otherWidget`, otherwise with `asExported`. The result of
 * each is compared with the widget, so that nothing is lost.
 *
 * @param names widgets that a transition can name; others are written as missing
 * @returns undefined if none of the three can express it
 */
export function importWidget(widget: NamedState, names: ReadonlySet<string>): ImportedWidget | undefined {
  const writers = [writeWithMaker, writeWithOtherWidget, writeAsExported];
  for (const write of writers) {
    const imported = write(widget, names).find(({ spec }) => isSame(spec, widget));
    if (imported) return imported;
  }
  return undefined;
}

function writeWithMaker({ state }: NamedState, names: ReadonlySet<string>): ImportedWidget[] {
  const { type } = state;
  const properties = propertiesOf(state);
  const transitions = transitionsOf(state);
  if (typeof type !== "string" || !isWidgetTypeName(type) || !properties || !transitions) return [];
  if (findPropertyFaults(type, properties).length > 0) return [];
  if (type === "split-based-on") return importSplit(String(properties.input), transitions, names);
  const wires = readWiring(transitions);
  if (!isMadeType(type) || !wires) return [];

  const { events, failures } = widgetTypes[type];
  const { name, first, make } = makerOf(type);
  const isNext = events.length === 1 && first.length === 0;
  const follows = events
    .filter((event) => wires.get(event) !== undefined || Object.hasOwn(failures, event))
    .map((event) => targetOption(isNext ? "next" : event, targetOf(wires.get(event), names)));
  return [readableOption(type), option].map((write): ImportedWidget => {
    const { value: written, code } = options("", [
      ...Object.entries(properties).map(([key, json]) => write(key, json, isLiteral(type, key))),
      ...(isNext ? follows : [options("on", follows)]),
    ]);
    return {
      code: call(name, ...first.map((each) => value(each)), code),
      spec: make(written as JsonObject),
      why: describeMissing(transitions, names),
    };
  });
}

/** Writes attributes and key and value pairs as objects if possible. */
function readableOption(type: WidgetTypeName): typeof option {
  return (key, json, whole) => {
    const schema = schemaOf(type, key);
    if (typeof json === "string" && propertyFacts(schema).format === "json")
      return option(key, readAttributes(json) ?? json, whole);
    return option(key, Array.isArray(json) && pairShape(schema) ? (toPairs(json) ?? json) : json, whole);
  };
}

function writeWithOtherWidget({ state }: NamedState, names: ReadonlySet<string>): ImportedWidget[] {
  const { type } = state;
  const properties = propertiesOf(state);
  const transitions = transitionsOf(state);
  const wires = transitions && readWiring(transitions);
  if (typeof type !== "string" || !properties || !wires) return [];
  const row = findWidgetType(type);
  // `otherWidget` lists the type's events that lead nowhere by itself.
  const on = [...wires]
    .filter(([event, next]) => next !== undefined || !row?.events.includes(event))
    .map(([event, next]) => targetOption(event, targetOf(next, names)));
  const { value: written, code } = options("", [
    option("type", type),
    option("properties", properties),
    options("on", on),
  ]);
  const why = joinSentences(
    whyNoMaker(type, properties, [...wires.keys()]),
    describeMissing(transitions, names),
  );
  return [
    { code: call("otherWidget", code), spec: otherWidget(written as Parameters<typeof otherWidget>[0]), why },
  ];
}

function writeAsExported({ state }: NamedState): ImportedWidget[] {
  const { type, transitions = [], properties: _, ...other } = state;
  const properties = propertiesOf(state);
  const isListed = Array.isArray(transitions) && transitions.every(isTransition);
  if (typeof type !== "string" || !properties || !isListed) return [];
  const widget = { type, ...other, transitions, properties };
  const keys = otherKeysOf(state);
  const faults = isWidgetTypeName(type) ? findPropertyFaults(type, properties) : [];
  const why =
    keys.length > 0
      ? `As exported: it has keys that Studio's widgets do not have: ${keys.join(", ")}.`
      : faults.length > 0
        ? `As exported: not valid for ${type}: ${faults.join("; ")}.`
        : "As exported: a maker cannot express its transitions.";
  return [{ code: call("asExported", value(widget)), spec: asExported(widget), why }];
}

/** Returns why a maker cannot write the widget. */
function whyNoMaker(type: string, properties: JsonObject, events: readonly string[]): string | undefined {
  if (namesOnly.includes(type)) return `Only the name of type ${type} is known.`;
  if (!isWidgetTypeName(type)) return `Type ${type} is not in the table of widget types.`;
  if (type === "trigger") return undefined;
  const faults = findPropertyFaults(type, properties);
  if (faults.length > 0) return `Not valid for ${type}: ${faults.join("; ")}.`;
  const known: readonly string[] = widgetTypes[type].events;
  const unknown = events.filter((event) => !known.includes(event));
  if (unknown.length > 0) return `Not an event of ${type}: ${unknown.join(", ")}.`;
  return "Its maker would add what this widget leaves out.";
}

/** Returns what the compiler would reject. It does not reject values out of range. */
function findPropertyFaults(type: WidgetTypeName, properties: JsonObject): string[] {
  const { issues = [] } = widgetTypes[type].properties.safeParse(properties).error ?? {};
  return issues.flatMap((issue) => {
    if (issue.code === "custom") return [];
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => `${[...issue.path, key].join(".")} is unknown`);
    return [`${issue.path.join(".")}: ${issue.message.replace(/^Invalid \w+: /, "")}`];
  });
}

/** Returns whether the type of a property consists of literals or Liquid, which a concatenation would not match. */
function isLiteral(type: WidgetTypeName, key: string): boolean {
  return schemaOf(type, key) instanceof z.ZodUnion;
}

/** Returns a key and value list as an object; undefined if its entries have more keys, or a key occurs twice. */
function toPairs(list: readonly unknown[]): JsonObject | undefined {
  const entries = list.map((entry): [string, unknown] | undefined => {
    if (!isObject(entry) || typeof entry.key !== "string") return undefined;
    return [entry.key, entry.type === "json_object" ? { json_object: entry.value } : entry.value];
  });
  const found = entries.filter((entry) => entry !== undefined);
  const keys = new Set(found.map(([key]) => key));
  return keys.size === list.length ? Object.fromEntries(found) : undefined;
}

function isTransition(transition: unknown): transition is { event: string; next?: string | null } {
  if (!isObject(transition) || typeof transition.event !== "string") return false;
  return transition.next === undefined || transition.next === null || typeof transition.next === "string";
}

/** Returns whether a spec makes exactly this widget, except for its position. */
function isSame(spec: WidgetSpec<Target>, { name, state }: NamedState): boolean {
  return sameDefinition({ states: [toWidget(name, spec)] }, { states: [{ ...state, name }] });
}
