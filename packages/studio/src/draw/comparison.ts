// Which widgets two versions of a flow do not have in common: what a picture of before and after marks.

import { toCanonical } from "../canonical.ts";
import { isObject, type JsonObject, without } from "../json.ts";
import { type DrawnWidget, readFlow } from "./readFlow.ts";

export interface Comparison {
  /** Names after the change. */
  added: readonly string[];
  /** Names after the change. Whatever else has a name there is the same as before. */
  changed: readonly string[];
  /** Names before the change, which may belong to another widget now. */
  removed: readonly string[];
  /** New name → old name. A renamed widget may be changed besides. */
  renamed: Readonly<Record<string, string>>;
}

/**
 * Compares two versions widget by widget: type, properties, conditions of a split. Where events lead is left out, since
 * a picture marks transitions one by one. Key order and positions do not count, nor what Twilio rewrites on save.
 *
 * @param renamed new name → old name, for widgets that are the same under another name; Liquid that follows is no change
 */
export function compareFlows(
  before: unknown,
  after: unknown,
  renamed: Readonly<Record<string, string>> = {},
): Comparison {
  const olds = byName(readFlow(before).widgets);
  const news = byName(readFlow(after).widgets);
  const real = Object.fromEntries(
    Object.entries(renamed).filter(([to, from]) => to !== from && news.has(to) && olds.has(from)),
  );
  const newNames = new Map(Object.entries(real).map(([to, from]) => [from, to]));
  const taken = new Set(newNames.keys());
  const oldOf = (name: string) => {
    const from = Object.hasOwn(real, name) ? real[name] : taken.has(name) ? undefined : name;
    return from === undefined ? undefined : olds.get(from);
  };

  const names = [...news.keys()];
  const kept = new Set(names.map(oldOf));
  return {
    added: names.filter((name) => !oldOf(name)),
    changed: [...news].flatMap(([name, widget]) => {
      const old = oldOf(name);
      return old && content(old, newNames) !== content(widget, new Map()) ? [name] : [];
    }),
    removed: [...olds].flatMap(([name, widget]) => (kept.has(widget) ? [] : [name])),
    renamed: real,
  };
}

/** Of two widgets of one name the first counts. */
function byName(widgets: readonly DrawnWidget[]): Map<string, DrawnWidget> {
  const found = new Map<string, DrawnWidget>();
  for (const widget of widgets) if (!found.has(widget.name)) found.set(widget.name, widget);
  return found;
}

/** What makes a widget what it is, as text that is the same for what is the same. */
function content({ state }: DrawnWidget, newNames: ReadonlyMap<string, string>): string {
  // Alone in a flow, so that two widgets of one name elsewhere do not keep this one from its canonical form.
  const flow: unknown = toCanonical({ states: [{ ...state, name: "widget" }] } as unknown);
  const states = isObject(flow) && isObject(flow.states) ? flow.states : {};
  const widget = isObject(states.widget) ? states.widget : {};
  return follow(
    JSON.stringify({ ...without(widget, ["transitions"]), match: conditionsOf(widget) }),
    newNames,
  );
}

function conditionsOf({ match }: JsonObject): unknown[] {
  return (Array.isArray(match) ? match : []).map((entry: unknown) =>
    isObject(entry) ? without(entry, ["next"]) : entry,
  );
}

function follow(text: string, newNames: ReadonlyMap<string, string>): string {
  if (newNames.size === 0) return text;
  return text.replaceAll(/(\bwidgets\s*\.\s*)([\w-]+)/g, (whole, path: string, name: string) => {
    const now = newNames.get(name);
    return now === undefined ? whole : `${path}${now}`;
  });
}
