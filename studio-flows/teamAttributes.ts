// The attributes that a team adds to every task (tac-handoff:flex.attributes), besides those of the attribute contract.

import { type AttributeContract, whyReserved } from "@tac-handoff/runtime";

/** The parts of a contract that a flow needs. */
export type FlowContract = Pick<AttributeContract, "names" | "schema" | "teamCharacters" | "jsonSchema">;

/** Why an attribute is not allowed; without a name, why all of them together are not. */
export interface TeamProblem {
  name?: string;
  message: string;
}

/** Finds every attribute of the team whose name is taken, and whether they leave enough room for the agent. */
export function teamProblems(
  team: Readonly<Record<string, unknown>>,
  { names, teamCharacters }: FlowContract,
): TeamProblem[] {
  const taken = Object.keys(team).flatMap((name): TeamProblem[] => {
    const reserved = whyReserved(name);
    const why = names.includes(name) ? "the agent sends an attribute of this name" : reserved;
    return why ? [{ name, message: `${why}. Choose another name` }] : [];
  });
  const characters = JSON.stringify(team).length - 2;
  if (characters <= teamCharacters) return taken;
  const message =
    `takes ${characters} characters, and ${teamCharacters} of the 1,024 that Flex accepts are reserved for it. ` +
    "Shorten them, or set a larger teamCharacters in studio-flows/attributes.ts";
  return [...taken, { message }];
}
