// Converts Studio's JSON to TypeScript source that uses the builder.

import { sameDefinition } from "../../canonical/canonical.ts";
import type { FlowDefinition } from "../../definition/definition.ts";
import { isObject, type JsonObject } from "../../definition/json.ts";
import { callNames, comment, print, value } from "./code.ts";
import { readNamedStates } from "./exportedWidget.ts";
import { sortByDistance, writeDefinedFlow, writeOtherFlow } from "./importedFlow.ts";
import { maxColumns, quote } from "./textCode.ts";

export interface ImportOptions {
  /** Module from which the source imports the builder. Default `@tac-handoff/studio`. */
  from?: string;
  /** Keeps the canvas positions as `offsets`. Default false: the widgets are laid out again. */
  keepPositions?: boolean;
}

/**
 * Writes the source of a TypeScript module that builds a definition and exports it as `flow`.
 *
 * The module's flow is the same definition in the sense of `sameDefinition`. Widgets are ordered by their distance from
 * the trigger. What the builder's types do not allow is written as found, with a comment that explains why.
 *
 * @throws Error if the definition has no list of states
 *
 * @example
 * ```ts
 * import { defineFlow, importFlow, sayPlay } from "@tac-handoff/studio";
 *
 * const flow = defineFlow({ trigger: { incomingCall: "hello" }, widgets: { hello: sayPlay({ say: "Hello." }) } });
 *
 * importFlow(flow).split("\n")[2]; // → 'import { defineFlow, sayPlay } from "@tac-handoff/studio";'
 * ```
 */
export function importFlow(
  definition: FlowDefinition,
  { from = "@tac-handoff/studio", keepPositions = false }: ImportOptions = {},
): string {
  const flow: unknown = JSON.parse(JSON.stringify(definition) ?? "null");
  if (!isObject(flow) || !Array.isArray(flow.states))
    throw new Error("import: this is not a flow definition: it has no list of states");
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

/** For widgets that cannot be keyed by name, and for JSON that only resembles a flow. */
function writeAsFound(flow: JsonObject, from: string): string[] {
  const why = readNamedStates(flow)
    ? "Kept as found: the builder cannot express this definition."
    : "Kept as found: the builder cannot make widgets without a name, or several with the same name.";
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
