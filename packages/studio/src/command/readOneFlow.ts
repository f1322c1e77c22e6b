// The flow that a command works on.

import type { FlowDefinition } from "../definition.ts";
import { isObject } from "../json.ts";
import type { Io } from "./io.ts";
import { InputError } from "./mistake.ts";
import { type ReadFlow, readFlows, unreadableText } from "./readFlows.ts";
import { oneLine } from "./terminal.ts";

/** A flow whose definition has the shape of one: widgets with a name, a type and transitions. */
export interface OneFlow extends ReadFlow {
  definition: FlowDefinition;
}

/**
 * Reads the one flow of a file, or of standard input for `-`.
 *
 * What is wrong within its widgets is left to `check`.
 *
 * @throws InputError where there is none, more than one, or one that is too broken to work on
 */
export async function readOneFlow(name: string, io: Pick<Io, "cwd" | "stdin" | "program">): Promise<OneFlow> {
  const { flows, unreadable } = await readFlows([name], io);
  if (unreadable.length > 0) throw new InputError(unreadable.map(unreadableText).join("").trimEnd());
  const [flow, ...more] = flows;
  if (flow === undefined || more.length > 0)
    throw new InputError(
      `${oneLine(name)}: expected one flow, found ${flows.length}: ${flows.map(shownAs).join(", ")}.`,
    );
  const { definition } = flow;
  if (!isDefinition(definition))
    throw new InputError(
      `${oneLine(flow.file)}: too broken to work on; see what ${io.program} check says about it.`,
    );
  return { ...flow, definition };
}

function shownAs({ file, title }: ReadFlow): string {
  return oneLine(title ?? file);
}

function isDefinition(definition: unknown): definition is FlowDefinition {
  return (
    isObject(definition) &&
    typeof definition.initial_state === "string" &&
    Array.isArray(definition.states) &&
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
