// What is wrong with an attribute contract.

import * as z from "zod";
import { budgetBeside } from "./budget.ts";
import { HandoffError, type HandoffErrorCode, type HandoffProblem } from "./handoffError.ts";
import { whyUnfit } from "./reservedNames.ts";
import { whyOtherZod } from "./zodVersion.ts";

/**
 * Refuses what cannot be a contract.
 *
 * @param attributes any value: JavaScript callers can ignore the type
 * @throws HandoffError if it is not a zod object of a supported version, if attributes cannot be sent, or if they leave
 * no room in Flex
 */
export function refuseUnfit(attributes: z.ZodObject, teamCharacters: number): void {
  const other = whyOtherZod(attributes);
  if (other !== undefined) throw refusal([{ path: "", message: `the object ${other}` }], "unsuitable_zod");
  if (!(attributes instanceof z.ZodObject)) {
    throw refusal([{ path: "", message: "expected a z.object({ … }) with a member for each attribute" }]);
  }
  const members = Object.entries<z.core.$ZodType>(attributes.shape);
  const foreign = problemsOf(members, (_, type) => whyOtherZod(type));
  if (foreign.length > 0) throw refusal(foreign, "unsuitable_zod");
  const problems = problemsOf(members, whyNotSent);
  if (!Number.isInteger(teamCharacters) || teamCharacters < 0) {
    const message = `expected a whole number of characters, found ${teamCharacters}`;
    problems.push({ path: "teamCharacters", message });
  }
  if (problems.length > 0) throw refusal(problems);
  const crowded = whyNoRoom(
    members.map(([name]) => name),
    teamCharacters,
  );
  if (crowded) throw refusal([crowded]);
}

function problemsOf(
  members: readonly [string, z.core.$ZodType][],
  why: (name: string, type: z.core.$ZodType) => string | undefined,
): HandoffProblem[] {
  return members.flatMap(([path, type]) => {
    const message = why(path, type);
    return message === undefined ? [] : [{ path, message }];
  });
}

function whyNoRoom(names: readonly string[], teamCharacters: number): HandoffProblem | undefined {
  const budget = budgetBeside(teamCharacters);
  if (budget <= 0) {
    const message =
      `${teamCharacters} characters leave no room for the agent; ` +
      `Flex has ${budget + teamCharacters - 1} in addition to the flow's own`;
    return { path: "teamCharacters", message };
  }
  const taken = names.reduce((sum, name) => sum + `,"${name}":""`.length, 0);
  if (taken < budget) return undefined;
  const message =
    `the names of ${names.length} attributes take ${taken} characters, ` +
    `and Flex has room for ${budget}, including values and reason. Remove some, or shorten their names.`;
  return { path: "", message };
}

function refusal(problems: readonly HandoffProblem[], code?: HandoffErrorCode): HandoffError {
  const lines = problems.map(({ path, message }) => (path ? `${path}: ${message}` : message));
  return new HandoffError(`attribute contract: ${lines.join("; ")}`, { code, problems });
}

/** Why an attribute of this name and type cannot be sent. */
function whyNotSent(name: string, type: z.core.$ZodType): string | undefined {
  const unfit = whyUnfit(name);
  if (unfit) return unfit;
  try {
    const [given, sent] = [typesOf(type, "input"), typesOf(type, "output")];
    return given === sent ? undefined : "is sent as a different type than the one given";
  } catch (error) {
    return `is not JSON (${error instanceof Error ? error.message : String(error)})`;
  }
}

/** The JSON type of a value, regardless of defaults: a task is read with the type with which it was sent. */
function typesOf(type: z.core.$ZodType, io: "input" | "output"): string {
  const ofDefaults = ["default", "required", "additionalProperties"];
  return JSON.stringify(z.toJSONSchema(type, { io }), (key, value: unknown) =>
    ofDefaults.includes(key) ? undefined : value,
  );
}
