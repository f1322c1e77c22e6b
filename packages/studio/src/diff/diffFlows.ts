// Compares two flows, widget by widget and property by property, for a reviewer.

import { isDeepStrictEqual } from "node:util";
import { toCanonical } from "../canonical/canonical.ts";
import { isObject, type JsonObject, without } from "../definition/json.ts";
import { type DetectedChange, type FlowChange, formatChangePath } from "./change.ts";
import { compareConditions } from "./conditions.ts";
import { withNames } from "./references.ts";
import { findRenames, findTakenNames } from "./renames.ts";
import { withoutSecretParts, withoutSecrets } from "./secrets.ts";
import type { States } from "./surroundings.ts";
import { compareObjects, compareValues } from "./values.ts";

/**
 * Compares two flows, each as Studio exports it or in canonical form.
 *
 * Ignores what makes no difference at run time: positions, the order of keys, states and variables, events that lead
 * nowhere, default types. A renamed widget is one change; transitions and Liquid that only follow the new name are not
 * changes. Renames are inferred from the widgets, so that there are as few changes as possible. Passwords and tokens are
 * removed. The order is deterministic: the flow as a whole first, then its widgets by name.
 *
 * Never throws, whatever JSON it is given. `undefined` is a flow that does not exist yet, or no longer.
 *
 * @example
 * ```ts
 * import { defineFlow, diffFlows, sayPlay } from "@tac-handoff/studio";
 *
 * const version = (say: string) =>
 *   defineFlow({ trigger: { incomingCall: "hello" }, widgets: { hello: sayPlay({ say }) } });
 * const [change] = diffFlows(version("Hello."), version("Welcome."));
 *
 * change?.path; // → 'states["hello"].properties.say'
 * change?.after; // → "Welcome."
 * ```
 */
export function diffFlows(before: unknown, after: unknown): FlowChange[] {
  const [old, now] = [toCanonical(withUniqueNames(before ?? {})), toCanonical(withUniqueNames(after ?? {}))];
  if (!isObject(old) || !isObject(now))
    return compareValues(old, now, []).map((change) => toFlowChange({ ...change, subject: "flow" }));
  const [olds, news] = [widgetsOf(old), widgetsOf(now)];
  if (!olds || !news) return compareSettings(old, now, ["offsets"]).map(toFlowChange);
  const plain = compareFlows(old, now, findRenames(olds, news));
  const taken = findTakenNames(olds, news);
  if (taken.size === 0) return plain.map(toFlowChange);
  const exchanged = compareFlows(old, now, findRenames(olds, news, taken));
  return (exchanged.length < plain.length ? exchanged : plain).map(toFlowChange);
}

/** Makes a flow that Studio would refuse comparable: widgets with the same name are numbered, `ask (2)`. */
function withUniqueNames(flow: unknown): unknown {
  if (!isObject(flow) || !Array.isArray(flow.states)) return flow;
  const seen = new Map<string, number>();
  const states = flow.states.map((state: unknown) => {
    if (!isObject(state) || typeof state.name !== "string") return state;
    const times = (seen.get(state.name) ?? 0) + 1;
    seen.set(state.name, times);
    return times === 1 ? state : { ...state, name: `${state.name} (${times})` };
  });
  return { ...flow, states };
}

/** Undefined if the widgets are still a list, because one is malformed or has no name of its own. */
function widgetsOf({ states = {} }: JsonObject): States | undefined {
  return isObject(states) ? states : undefined;
}

function compareFlows(
  old: JsonObject,
  now: JsonObject,
  renames: ReadonlyMap<string, string>,
): DetectedChange[] {
  const known = new Set([...Object.keys(widgetsOf(old) ?? {}), ...Object.keys(widgetsOf(now) ?? {})]);
  const renamed = new Set(renames.values());
  // A removed widget whose name another one has now.
  const former = (name: string) => {
    let given = `${name} (removed)`;
    while (known.has(given)) given = `${given}'`;
    return given;
  };
  const formerNames = new Map(
    [...renamed].filter((name) => !renames.has(name)).map((name) => [former(name), name]),
  );
  const newName = (name: string) => renames.get(name) ?? (renamed.has(name) ? former(name) : name);
  const following = withNames(old, newName);
  return [
    ...compareSettings(following, now, ["offsets", "states"]),
    ...compareWidgets(widgetsOf(following) ?? {}, widgetsOf(now) ?? {}, {
      oldNames: new Map([...renames].map(([oldName, name]) => [name, oldName])),
      formerNames,
    }),
  ];
}

function compareSettings(old: JsonObject, now: JsonObject, apart: readonly string[]): DetectedChange[] {
  const changes = compareObjects(without(old, apart), without(now, apart), []);
  return changes.map((change) => ({ ...change, subject: "flow" }));
}

interface Names {
  /** Old names of renamed widgets, by new name. */
  oldNames: ReadonlyMap<string, string>;
  /** Names of removed widgets, by the name used here because another widget has their name. */
  formerNames: ReadonlyMap<string, string>;
}

function compareWidgets(olds: States, news: States, { oldNames, formerNames }: Names): DetectedChange[] {
  const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])].toSorted();
  return names.flatMap((name): DetectedChange[] => {
    const widget = formerNames.get(name) ?? name;
    const oldName = oldNames.get(name);
    const renamed: DetectedChange[] =
      oldName === undefined
        ? []
        : [{ kind: "renamed", subject: "widget", widget, keys: [], before: oldName, after: name }];
    if (!Object.hasOwn(news, name))
      return [{ kind: "removed", subject: "widget", widget, keys: [], before: olds[name] }];
    if (!Object.hasOwn(olds, name))
      return [{ kind: "added", subject: "widget", widget, keys: [], after: news[name] }];
    return [...renamed, ...compareWidget(olds[name], news[name]).map((change) => ({ ...change, widget }))];
  });
}

function compareWidget(old: unknown, now: unknown): DetectedChange[] {
  if (!isObject(old) || !isObject(now))
    return compareValues(old, now, []).map((change) => ({ ...change, subject: "widget" }));
  const rest = ["type", "transitions", "match", "properties"];
  const part = (key: string, subject: DetectedChange["subject"]) =>
    compareValues(old[key], now[key], [key]).map((change): DetectedChange => ({ ...change, subject }));
  return [
    ...part("type", "type"),
    ...compareObjects(without(old, rest), without(now, rest), []).map(
      (change): DetectedChange => ({ ...change, subject: "property" }),
    ),
    ...part("properties", "property"),
    ...part("transitions", "transition").map((change) => ({
      ...change,
      ...(typeof change.keys[1] === "string" && { event: change.keys[1] }),
    })),
    ...(isDeepStrictEqual(old.match, now.match) ? [] : compareConditions(old.match, now.match)),
  ];
}

function toFlowChange({ keys, ...change }: DetectedChange): FlowChange {
  // The description of a condition is not a property name.
  const names = change.subject === "condition" ? [] : keys;
  const [before, after] = [withoutSecrets(change.before, names), withoutSecrets(change.after, names)];
  const isSecret = !isDeepStrictEqual([before, after], [change.before, change.after]);
  return {
    ...change,
    path: withoutSecretParts(formatChangePath(change.widget, keys)),
    ...(change.condition !== undefined && { condition: withoutSecretParts(change.condition) }),
    ...("before" in change && { before }),
    ...("after" in change && { after }),
    ...(isSecret && { secret: true as const }),
  };
}
