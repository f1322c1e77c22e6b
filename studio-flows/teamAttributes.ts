// The attributes that a team gives every task (tac-handoff:flex.attributes), beside those of the attribute contract.

import { type AttributeContract, whyReserved } from "@tac-handoff/runtime";

/** What of a contract a flow needs. */
export type FlowContract = Pick<AttributeContract, "names" | "teamCharacters">;

/** Why an attribute cannot be what it is; without a name, why all of them together cannot. */
export interface TeamProblem {
  name?: string;
  message: string;
}

/** Finds every attribute of the team whose name is taken, and whether all leave the agent its room in Flex. */
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
    `takes ${characters} characters, and ${teamCharacters} of the 1,024 that Flex takes are kept for it. ` +
    "Shorten them, or set a larger teamCharacters in studio-flows/attributes.ts";
  return [...taken, { message }];
}
