// The place of a problem in a flow, by the names that a reader knows: the check numbers widgets, transitions and
// variables, the stored definition names them.

import { isObject } from "../../values/diff.ts";

/** The keys of a path such as `states[3].properties.channel` or `states[0]["a b"]`. */
export function pathKeys(path: string): PropertyKey[] {
  return [...path.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|[^.[\]]+/g)].map(([key, index, quoted]) => {
    if (index !== undefined) return Number(index);
    return quoted === undefined ? key : String(JSON.parse(quoted));
  });
}

/** The value at a path; undefined if there is none. */
export function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return typeof key === "number" ? value[key] : undefined;
    return isObject(value) && Object.hasOwn(value, key) ? value[String(key)] : undefined;
  }, root);
}

/**
 * Translates `path` in the checked definition to the same place in the stored one: `states.greet.transitions.failed`
 * instead of `states[1].transitions[0].next`. What is a list in both keeps its index.
 *
 * @param stored in canonical form
 * @param checked the same flow in Studio's form
 */
export function pathByName(
  stored: unknown,
  checked: unknown,
  path: readonly PropertyKey[],
): readonly PropertyKey[] {
  const [states, index, part, place, ...rest] = path;
  const name = valueAt(checked, ["states", index ?? "", "name"]);
  const widget = typeof name === "string" && valueAt(stored, ["states", name]);
  if (states !== "states" || typeof name !== "string" || !isObject(widget)) return path;
  const state = ["states", name] as const;
  if (part === undefined) return state;
  if (part === "transitions" && typeof place === "number" && isObject(widget.transitions))
    return [...state, ...transitionByEvent(valueAt(checked, ["states", index ?? "", part]), place, rest)];
  const [entry, ...inside] = rest;
  const list = ["properties", place ?? ""];
  if (part === "properties" && typeof entry === "number" && isObject(valueAt(widget, list))) {
    const key = valueAt(checked, ["states", index ?? "", ...list, entry, "key"]);
    return [...state, ...list, typeof key === "string" ? key : entry, ...inside];
  }
  return [...state, part, ...(place === undefined ? [] : [place]), ...rest];
}

/** The next widget is directly below its event, and the only condition of a match directly inside it. */
function transitionByEvent(transitions: unknown, place: number, rest: readonly PropertyKey[]): PropertyKey[] {
  const event = valueAt(transitions, [place, "event"]);
  if (typeof event !== "string") return ["transitions", place, ...rest];
  if (event !== "match") return ["transitions", event];
  const earlier = (Array.isArray(transitions) ? transitions : []).slice(0, place);
  const inside = rest[0] === "conditions" && rest[1] === 0 ? rest.slice(2) : rest;
  return ["match", earlier.filter((each) => valueAt(each, ["event"]) === "match").length, ...inside];
}
