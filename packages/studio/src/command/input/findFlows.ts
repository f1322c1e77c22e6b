// Finds the flows in a JSON document: a definition, a flow resource of the API that contains it, or a list of these.

import { isObject, type JsonObject } from "../../definition/json.ts";
import { findJsonFault } from "./jsonFault.ts";
import { placeOf } from "./textPlace.ts";

export interface FoundFlow {
  definition: unknown;
  /** Path of the definition in the document; empty if it is the document itself. */
  keys: PropertyKey[];
  /** `friendly_name` of the flow resource. */
  title?: string;
}

/** Why a document, or a part of it, is not a flow. */
export interface NoFlow {
  keys: PropertyKey[];
  /** For the user, after "not a flow: ". */
  reason: string;
}

/**
 * Finds the flows in a document. Those too malformed to be checked are in `none`.
 *
 * A flow resource contains its definition as an object, or as a JSON string, which is how it is sent. Twilio's CLI
 * prints a list with one flow, and `friendlyName` for `friendly_name`.
 */
export function findFlows(document: unknown): { found: FoundFlow[]; none: NoFlow[] } {
  const [list, keys] = asList(document);
  const all =
    list === undefined
      ? [findFlow(document, [])]
      : list.map((each, index) => findFlow(each, [...keys, index]));
  if (all.length === 0) all.push({ keys, reason: "the list of flows is empty" });
  const found = all.filter((each) => "definition" in each);
  const none = all.filter((each) => "reason" in each);
  // For a list of something else, one reason is enough.
  return { found, none: found.length === 0 ? none.slice(0, 1) : none };
}

/** Whether a document is probably a flow; for files that the user has not named, only their folder. */
export function seemsFlow(document: unknown): boolean {
  const [list = [document]] = asList(document);
  return list.length > 0 && list.every(seemsOneFlow);
}

function seemsOneFlow(value: unknown): boolean {
  if (!isObject(value)) return false;
  const definition = isResource(value) ? value.definition : value;
  if (typeof definition === "string") return definition.includes('"states"');
  if (!isObject(definition) || !Array.isArray(definition.states)) return false;
  return (
    "initial_state" in definition ||
    definition.states.some((state) => isObject(state) && "transitions" in state)
  );
}

function asList(document: unknown): [unknown[], PropertyKey[]] | [undefined, []] {
  if (Array.isArray(document)) return [document, []];
  if (isObject(document) && Array.isArray(document.flows)) return [document.flows, ["flows"]];
  return [undefined, []];
}

function findFlow(value: unknown, keys: PropertyKey[]): FoundFlow | NoFlow {
  if (!isObject(value)) return { keys, reason: `${expected}, found ${kindOf(value)}` };
  if (!isResource(value)) {
    if (Array.isArray(value.states) || "initial_state" in value) return { definition: value, keys };
    const names = Object.keys(value)
      .slice(0, 5)
      .map((name) => `"${name}"`);
    const found = names.length > 0 ? `an object with ${names.join(", ")}` : "an empty object";
    return { keys, reason: `${expected}, found ${found}` };
  }
  const title = value.friendly_name ?? value.friendlyName;
  const place = { keys: [...keys, "definition"], ...(typeof title === "string" ? { title } : {}) };
  const { definition } = value;
  if (isObject(definition)) return { definition, ...place };
  if (typeof definition === "string") return parsed(definition, place);
  if (definition === null)
    return {
      keys: place.keys,
      reason: "its definition is null, as in the API's list of flows; fetch the flow by its SID",
    };
  return {
    keys: place.keys,
    reason: `its definition is ${kindOf(definition)}, expected an object or its JSON as a string`,
  };
}

const expected =
  'expected an object with "states" and "initial_state", or a flow resource with its "definition"';

/** Whether an object is a flow resource of the API, or a revision of one. */
function isResource(value: JsonObject): boolean {
  return "definition" in value && !("states" in value);
}

function parsed(text: string, place: Omit<FoundFlow, "definition">): FoundFlow | NoFlow {
  try {
    return { definition: JSON.parse(text), ...place };
  } catch {
    const { offset, message } = findJsonFault(text) ?? { offset: 0, message: "unknown reason" };
    const { line, column } = placeOf(text, offset);
    return {
      keys: place.keys,
      reason: `its definition is a string that is not valid JSON: line ${line}, column ${column} of the string: ${message}`,
    };
  }
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}
