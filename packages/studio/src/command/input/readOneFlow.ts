// Reads the one flow that a command works on.

import type { FlowDefinition } from "../../definition/definition.ts";
import { isObject } from "../../definition/json.ts";
import { InputError } from "../io/errors.ts";
import type { Io } from "../io/io.ts";
import { oneLine } from "../io/terminal.ts";
import { type ReadFlow, readFlows, unreadableText } from "./readFlows.ts";
import { stdinName } from "./readText.ts";

/**
 * Reads the one flow in a file, or in standard input for `-`. Its definition may have any issues; see `check`.
 *
 * @throws InputError if there is none, or more than one
 */
export async function readOneFlow(name: string, io: Pick<Io, "cwd" | "stdin">): Promise<ReadFlow> {
  const { flows, unreadable } = await readFlows([name], io);
  if (unreadable.length > 0) throw new InputError(unreadable.map(unreadableText).join("").trimEnd());
  const [flow, ...more] = flows;
  if (flow === undefined || more.length > 0)
    throw new InputError(`${oneLine(name)}: expected one flow, found ${flows.length}${titlesOf(flows)}.`);
  return flow;
}

/**
 * Reads the one flow in a file for a command that follows its widgets.
 *
 * @throws InputError as `readOneFlow` and `asDefinition` do
 */
export async function readDefinition(name: string, io: Io): Promise<FlowDefinition> {
  return asDefinition(await readOneFlow(name, io), io);
}

/** @throws InputError if a widget has no name, type or transitions, or the flow has no first widget */
export function asDefinition({ file, definition }: ReadFlow, { typed }: Pick<Io, "typed">): FlowDefinition {
  if (isDefinition(definition)) return definition;
  throw new InputError(
    `${oneLine(file)}: the flow is malformed. To list its issues: ${typed(`check ${file === stdinName ? "-" : oneLine(file)}`)}`,
  );
}

/** The names of the flows, if the file contains them. */
function titlesOf(flows: readonly ReadFlow[]): string {
  const titles = flows.flatMap(({ title }) => (title === undefined ? [] : [oneLine(title)])).slice(0, 5);
  return titles.length === 0 ? "" : ` (${titles.join(", ")}${flows.length > titles.length ? ", …" : ""})`;
}

function isDefinition(definition: unknown): definition is FlowDefinition {
  return (
    isObject(definition) &&
    Array.isArray(definition.states) &&
    definition.states.some((state) => isObject(state) && state.name === definition.initial_state) &&
    definition.states.every(
      (state) =>
        isObject(state) &&
        typeof state.name === "string" &&
        typeof state.type === "string" &&
        isObject(state.properties) &&
        Array.isArray(state.transitions) &&
        state.transitions.every((transition) => isObject(transition) && typeof transition.event === "string"),
    )
  );
}
