// A definition as TypeScript source: the way back from Studio's JSON to the builder.

import { sameDefinition } from "../../canonical/canonical.ts";
import type { FlowDefinition } from "../../definition/definition.ts";
import { isObject, type JsonObject } from "../../definition/json.ts";
import { callNames, comment, print, value } from "./code.ts";
import { readNamedStates } from "./exportedWidget.ts";
import { sortByDistance, writeDefinedFlow, writeOtherFlow } from "./importedFlow.ts";
import { maxColumns, quote } from "./textCode.ts";

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
  const parts = writeWithBuilder(flow, keepPositions, from) ?? writeAsFound(flow, from);
  return `// A Studio flow, imported from its definition.\n\n${parts.join("\n\n")}\n`;
}

function writeWithBuilder(flow: JsonObject, keepPositions: boolean, from: string): string[] | undefined {
  const states = readNamedStates(flow);
  if (!states) return undefined;
  const ordered = sortByDistance(states, flow.initial_state);
  for (const write of [writeDefinedFlow, writeOtherFlow]) {
    const imported = write(flow, ordered, keepPositions);
    if (!imported || !sameDefinition(imported.made, flow)) continue;
    const { code, why } = imported;
    const names = [...callNames(code)].toSorted();
    return [
      writeImport(names, from),
      writeExport("flow", print(code, 0, "export const flow = ".length), why),
    ];
  }
  return undefined;
}

/** For what cannot be keyed by name, and for JSON that only looks like a flow. */
function writeAsFound(flow: JsonObject, from: string): string[] {
  const why = readNamedStates(flow)
    ? "As found: it is not such that the builder could make it."
    : "As found: the builder cannot make widgets without a name, or several of one name.";
  return [
    writeImport(["FlowDefinition"], from, "import type"),
    `${comment(why)}const definition: unknown = ${print(value(flow), 0, "const definition: unknown = ".length)};`,
    writeExport("flow", "definition as FlowDefinition"),
  ];
}

function writeExport(name: string, source: string, why?: string): string {
  return `${why === undefined ? "" : comment(why)}export const ${name} = ${source};`;
}

function writeImport(names: readonly string[], from: string, start = "import"): string {
  const line = `${start} { ${names.join(", ")} } from ${quote(from)};`;
  if (line.length <= maxColumns) return line;
  return `${start} {\n${names.map((name) => `  ${name},\n`).join("")}} from ${quote(from)};`;
}
