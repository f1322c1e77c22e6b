// The source of the values: the user's stack, or a file with its outputs.

import { readFile } from "node:fs/promises";
import { isListOutput, type OutputName, outputs as outputTable } from "@tac-handoff/infra/outputs";
import type { Io } from "@tac-handoff/studio/command";
import { UserError } from "@tac-handoff/studio/errors";
import { readUserStack, type StackChoice } from "../account/userStack.ts";
import type { OutputValues } from "./variables.ts";

export interface Source {
  /** For messages: `stack dev`, or the file's name. */
  title: string;
  outputs: OutputValues;
  /** Configuration of the stack, with namespaced keys. Contains secrets. Empty if outputs came from a file. */
  config: Record<string, string>;
}

/** @throws UserError if the stack has no outputs yet */
export async function sourceFromStack(choice: StackChoice): Promise<Source> {
  const { name, config, outputs } = await readUserStack(choice);
  return { title: `stack ${name}`, outputs: ownOutputs(outputs, `Stack ${name}`), config };
}

/**
 * @param file JSON as `pulumi stack output --json` prints it; `-` is standard input
 * @throws UserError if it cannot be read, or contains none of the stack's outputs
 */
export async function sourceFromFile(file: string, io: Pick<Io, "stdin">): Promise<Source> {
  const title = file === "-" ? "standard input" : file;
  const values = parse(await read(file, title, io), title);
  return { title, outputs: ownOutputs(values, title), config: {} };
}

async function read(file: string, title: string, { stdin }: Pick<Io, "stdin">): Promise<string> {
  try {
    return file === "-" ? new TextDecoder().decode(await stdin()) : await readFile(file, "utf8");
  } catch (error) {
    throw new UserError(
      `--outputs: ${title} cannot be read: ${(error as NodeJS.ErrnoException).code ?? error}.`,
    );
  }
}

function parse(text: string, title: string): Record<string, unknown> {
  let values: unknown;
  try {
    values = JSON.parse(text);
  } catch {
    // Reported below: V8's message quotes the text.
  }
  if (typeof values === "object" && values !== null && !Array.isArray(values)) return { ...values };
  throw new UserError(`--outputs: ${title} is not a JSON object. ${expected}`);
}

const expected = "Expected the output of `pulumi stack output --json`.";

/** No variable of TAC takes a list. */
const textOutputs = (Object.keys(outputTable) as OutputName[]).filter((name) => !isListOutput(name));

/** Without this check, a stack that was never deployed would remove every variable from a file. */
function ownOutputs(values: Record<string, unknown>, title: string): OutputValues {
  const own = Object.entries(values).filter(([name]) => textOutputs.some((each) => each === name));
  if (own.length === 0) {
    throw new UserError(
      `${title} has none of the hand-off's outputs (${textOutputs.slice(0, 3).join(", ")}, …). Run \`pulumi up\` first, or specify the right stack.`,
    );
  }
  const hidden = own.filter(([, value]) => typeof value !== "string" || value === "[secret]");
  if (hidden.length > 0) {
    throw new UserError(
      `${title}: ${hidden.map(([name]) => name).join(", ")}: expected plaintext strings. ${expected}`,
    );
  }
  return Object.fromEntries(own);
}
