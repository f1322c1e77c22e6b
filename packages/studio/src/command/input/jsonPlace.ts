// Finds the place in a JSON file of the value at a path.

import { type ElementNode, type MemberNode, parse, type ValueNode } from "@humanwhocodes/momoa";
import type { Region } from "./textPlace.ts";

/** Finds the region of the value under these keys, or of its nearest existing parent. */
export type Locate = (keys: readonly PropertyKey[]) => Region;

const start: Region = { line: 1, column: 1, endLine: 1, endColumn: 1 };

/**
 * Creates a function that looks up places in a valid JSON text. The text is parsed on the first call.
 *
 * Everything inside a JSON string has the place of that string.
 */
export function locator(text: string): Locate {
  let root: ValueNode | undefined | "unread" = "unread";
  return (keys) => {
    if (root === "unread") root = read(text);
    return root ? regionOf(root, keys) : start;
  };
}

function read(text: string): ValueNode | undefined {
  try {
    return parse(text).body;
  } catch (error) {
    // Nested too deeply for the parser, which no flow is.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function regionOf(root: ValueNode, keys: readonly PropertyKey[]): Region {
  let value = root;
  let holder: MemberNode | ElementNode | undefined;
  for (const key of keys) {
    const next = child(value, key);
    if (!next) break;
    holder = next;
    value = next.value;
  }
  const { loc } = shown(value, holder);
  const { start, end } = loc;
  return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}

/** Of two members with the same name the last counts, as in JavaScript. */
function child(value: ValueNode, key: PropertyKey): MemberNode | ElementNode | undefined {
  if (value.type === "Array") return typeof key === "number" ? value.elements[key] : undefined;
  if (value.type !== "Object") return undefined;
  return value.members.findLast(({ name }) => name.type === "String" && name.value === key);
}

/**
 * Objects and lists span many lines, so they are located by their key, a widget by its name, others by their bracket.
 */
function shown(value: ValueNode, holder: MemberNode | ElementNode | undefined): Pick<ValueNode, "loc"> {
  if (value.type !== "Object" && value.type !== "Array") return value;
  if (holder?.type === "Member") return holder.name;
  const name = holder ? child(value, "name")?.value : undefined;
  if (name?.type === "String") return name;
  const { start } = value.loc;
  return { loc: { start, end: { ...start, column: start.column + 1 } } };
}
