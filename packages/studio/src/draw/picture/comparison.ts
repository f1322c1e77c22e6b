// The widgets that differ between two versions of a flow, which a picture of both marks.

import type { FlowChange } from "../../diff/change.ts";
import { diffFlows } from "../../diff/diffFlows.ts";
import { type DrawnFlow, readFlow } from "./readFlow.ts";

/** The widgets that differ between two versions of a flow. */
export interface Comparison {
  /** Names after the change. */
  added: readonly string[];
  /** Names after the change. All other widgets are unchanged. */
  changed: readonly string[];
  /** Names before the change, which may belong to a different widget now. */
  removed: readonly string[];
  /** New name → old name. A renamed widget may also be changed. */
  renamed: Readonly<Record<string, string>>;
}

/**
 * Compares two versions as `diffFlows` does, widget by widget: type, properties, conditions of a split. Transitions are
 * ignored, since a picture marks them one by one. Of widgets with the same name the first counts.
 *
 * @example
 * ```ts
 * import { defineFlow, sayPlay } from "@tac-handoff/studio";
 * import { compareFlows } from "@tac-handoff/studio/draw";
 *
 * const version = (say: string) =>
 *   defineFlow({ trigger: { incomingCall: "hello" }, widgets: { hello: sayPlay({ say }) } });
 *
 * compareFlows(version("Hello."), version("Welcome.")).changed; // → ["hello"]
 * ```
 */
export function compareFlows(before: unknown, after: unknown): Comparison {
  const changes = diffFlows(withUniqueNames(readFlow(before)), withUniqueNames(readFlow(after)));
  const widgets = (matches: (change: FlowChange) => boolean) => [
    ...new Set(changes.filter(matches).flatMap(({ widget }) => widget ?? [])),
  ];
  return {
    added: widgets(({ kind, subject }) => kind === "added" && subject === "widget"),
    changed: widgets(isOfContent),
    removed: widgets(({ kind, subject }) => kind === "removed" && subject === "widget"),
    renamed: Object.fromEntries(
      changes.flatMap(({ kind, before, after }) =>
        kind === "renamed" ? [[String(after), String(before)]] : [],
      ),
    ),
  };
}

function isOfContent({ subject, kind, path }: FlowChange): boolean {
  if (subject === "condition") return kind !== "changed" || !path.endsWith(".next");
  return subject === "type" || subject === "property" || (subject === "widget" && kind === "changed");
}

/** Keeps the first of several widgets with the same name. */
function withUniqueNames({ first, widgets }: DrawnFlow): unknown {
  const byName = new Map<string, unknown>();
  for (const { name, state } of widgets) if (!byName.has(name)) byName.set(name, { ...state, name });
  return { initial_state: first, states: [...byName.values()] };
}
