// Where one widget of a flow names another: in transitions, in `initial_state` and as `widgets.<name>` in Liquid.

import { isObject, type JsonObject } from "../definition/json.ts";

/** Renames all references at once, so that names can be swapped. Takes a flow in canonical form. */
export function withNames(flow: JsonObject, rename: (name: string) => string): JsonObject {
  const named = (name: unknown) => (typeof name === "string" ? rename(name) : name);
  const states = isObject(flow.states) ? flow.states : {};
  return {
    ...flow,
    ...("initial_state" in flow && { initial_state: named(flow.initial_state) }),
    states: Object.fromEntries(
      Object.entries(states).map(([name, widget]) => [rename(name), widgetWithNames(widget, rename)]),
    ),
  };
}

function widgetWithNames(widget: unknown, rename: (name: string) => string): unknown {
  if (!isObject(widget)) return widget;
  const { properties, transitions, match } = widget;
  const named = (name: unknown) => (typeof name === "string" ? rename(name) : name);
  const entry = (given: unknown) => {
    const texts = textsWithNames(given, rename);
    return isObject(texts) && "next" in texts ? { ...texts, next: named(texts.next) } : texts;
  };
  return {
    ...widget,
    ...("properties" in widget && { properties: textsWithNames(properties, rename) }),
    ...("match" in widget && { match: Array.isArray(match) ? match.map(entry) : match }),
    ...("transitions" in widget && {
      transitions: isObject(transitions)
        ? Object.fromEntries(Object.entries(transitions).map(([event, next]) => [event, named(next)]))
        : Array.isArray(transitions)
          ? transitions.map(entry)
          : transitions,
    }),
  };
}

/** Renames the references in the Liquid of all strings in a value. */
export function textsWithNames(value: unknown, rename: (name: string) => string): unknown {
  if (typeof value === "string") return textWithNames(value, rename);
  if (Array.isArray(value)) return value.map((item) => textsWithNames(item, rename));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, textsWithNames(member, rename)]),
  );
}

/**
 * Quoted strings inside Liquid are not references, and neither is text outside Liquid. Liquid that is not closed extends
 * to the end.
 */
function textWithNames(text: string, rename: (name: string) => string): string {
  return text.replaceAll(/\{\{.*?(?:\}\}|$)|\{%.*?(?:%\}|$)/gs, (liquid) =>
    liquid.replaceAll(
      /(?<![\w.-])(widgets\s*\.\s*)([\w-]+)|(?<![\w.-])(widgets\s*\[\s*)("[^"]*"|'[^']*')|"[^"]*"|'[^']*'/g,
      (all, dot?: string, name?: string, bracket?: string, quoted?: string) => {
        if (dot !== undefined && name !== undefined) return `${dot}${rename(name)}`;
        if (bracket === undefined || quoted === undefined) return all;
        return `${bracket}${quoted[0]}${rename(quoted.slice(1, -1))}${quoted[0]}`;
      },
    ),
  );
}
