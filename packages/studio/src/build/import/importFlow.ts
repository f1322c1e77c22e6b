// A definition as TypeScript source: the way back from Studio's JSON to the builder.

import { sameDefinition } from "../../canonical/canonical.ts";
import type { FlowDefinition } from "../../definition/definition.ts";
import { isObject, type JsonObject } from "../../definition/json.ts";
import { callNames, comment, print, value } from "./code.ts";
import { namedStates } from "./exportedWidget.ts";
import { asDefinedFlow, asOtherFlow, byDistance } from "./importedFlow.ts";
import { maxColumns, quoted } from "./textCode.ts";

export interface ImportOptions {
  /** Module from which the source imports the builder. */
  from?: string;
  /** Keeps where the widgets stand on the canvas, as `offsets`; else they are laid out anew. */
  keepPositions?: boolean;
}

/**
 * Writes a definition as the source of a TypeScript module that makes it by the builder and exports it as `flow`.
 *
 * What the module makes is the same definition in the sense of `sameDefinition`. Widgets stand by their distance from
 * the trigger. What the builder's types would not let pass is written as it was found, with a comment that says why.
 *
 * @throws Error if the definition has no list of states, so that it is none
 */
export function importFlow(
  definition: FlowDefinition,
  { from = "@tac-handoff/studio", keepPositions = false }: ImportOptions = {},
): string {
  const flow: unknown = JSON.parse(JSON.stringify(definition) ?? "null");
  if (!isObject(flow) || !Array.isArray(flow.states))
    throw new Error("import: this is no definition of a flow, it has no list of states");
  const parts = byBuilder(flow, keepPositions, from) ?? asFound(flow, from);
  return `// A Studio flow, imported from its definition.\n\n${parts.join("\n\n")}\n`;
}

function byBuilder(flow: JsonObject, keepPositions: boolean, from: string): string[] | undefined {
  const states = namedStates(flow);
  if (!states) return undefined;
  const ordered = byDistance(states, flow.initial_state);
  for (const way of [asDefinedFlow, asOtherFlow]) {
    const imported = way(flow, ordered, keepPositions);
    if (!imported || !sameDefinition(imported.made, flow)) continue;
    const { code, why } = imported;
    const names = [...callNames(code)].toSorted();
    return [importOf(names, from), exported("flow", print(code, 0, "export const flow = ".length), why)];
  }
  return undefined;
}

/** For what cannot be keyed by name, and for JSON that only looks like a flow. */
function asFound(flow: JsonObject, from: string): string[] {
  const why = namedStates(flow)
    ? "As found: it is not such that the builder could make it."
    : "As found: the builder cannot make widgets without a name, or several of one name.";
  return [
    importOf(["FlowDefinition"], from, "import type"),
    `${comment(why)}const definition: unknown = ${print(value(flow), 0, "const definition: unknown = ".length)};`,
    exported("flow", "definition as FlowDefinition"),
  ];
}

function exported(name: string, source: string, why?: string): string {
  return `${why === undefined ? "" : comment(why)}export const ${name} = ${source};`;
}

function importOf(names: readonly string[], from: string, start = "import"): string {
  const line = `${start} { ${names.join(", ")} } from ${quoted(from)};`;
  if (line.length <= maxColumns) return line;
  return `${start} {\n${names.map((name) => `  ${name},\n`).join("")}} from ${quoted(from)};`;
}
