// The state as a file: read at the start, written after every change.

import { readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { complete } from "./completeState.ts";
import type { State } from "./state.ts";

/** Thrown if the path is not a state file of the local Twilio. The message explains what to do; nothing was changed. */
export class StateFileError extends Error {
  override readonly name = "StateFileError";
}

const row = z.looseObject({});

const table = z.record(z.string(), row);

const party = z.looseObject({ addresses: z.array(row) });

/**
 * Distinguishes a saved state from any other JSON. Rows are not validated in full, since a test may have written them.
 */
const savedState = z.looseObject({
  account: z.looseObject({ sid: z.string(), authToken: z.string(), apiKeys: z.array(row) }),
  sequence: z.int(),
  orchestratorConfigurations: table,
  operations: table,
  firstResponses: table,
  conversations: z.record(
    z.string(),
    z.looseObject({ communications: z.array(row), participants: z.array(party) }),
  ),
  intelligenceConfigurations: table,
  operatorResults: table.optional(),
  memoryStores: table,
  profiles: table.optional(),
  flows: table,
  executions: table,
  phoneNumbers: table,
  otherResources: table.optional(),
  senders: table.optional(),
  calls: table,
  classicConfiguration: row.optional(),
  classicServices: table,
  classicConversations: table,
  addressConfigurations: table,
  flexConfiguration: row.nullable(),
  workspaces: table,
  activities: table.optional(),
  workers: table.optional(),
  workflows: table,
  taskQueues: table,
  taskChannels: table,
  tasks: table,
  features: table.optional(),
  flexContexts: table.optional(),
  interactions: table,
} satisfies Record<keyof State, z.ZodType>);

/**
 * Reads a saved state, also one saved by an earlier version, whose gaps are filled in.
 *
 * @returns undefined if the file does not exist yet
 * @throws StateFileError if the path is a folder, is in a folder that does not exist, cannot be read, or holds anything
 *   other than a saved state
 */
export function loadState(file: string): State | undefined {
  const text = read(file);
  if (text === undefined) return undefined;
  let saved: unknown;
  try {
    saved = JSON.parse(text);
  } catch (error) {
    const found = text.trim() === "" ? "is empty" : `is not valid JSON (${reasonOf(error)})`;
    throw new StateFileError(`${file} ${found}. ${expected}`, { cause: error });
  }
  const result = savedState.safeParse(saved, { reportInput: true });
  if (!result.success) {
    const [issue] = result.error.issues;
    const found = `is JSON, but not a state of the local Twilio: ${issue ? describe(issue) : "its form is unknown"}`;
    throw new StateFileError(`${file} ${found}. ${expected}`, { cause: result.error });
  }
  return complete(saved as State);
}

const expected =
  "Expected a state file written by the local Twilio, or a path that does not exist yet. The file was not changed: choose another path, or move the file to start with a new account.";

function read(file: string): string | undefined {
  try {
    if (statSync(file).isDirectory())
      throw new StateFileError(
        `${file} is a folder. Expected the path of a state file, which is created if it does not exist: specify a file in the folder, for instance ${join(file, "twilio.json")}.`,
      );
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof StateFileError) throw error;
    if (!isMissing(error))
      throw new StateFileError(`${file} cannot be read (${reasonOf(error)}). ${expected}`, { cause: error });
    if (!statSync(dirname(file), { throwIfNoEntry: false })?.isDirectory())
      throw new StateFileError(
        `${file} cannot be created: the folder ${dirname(file)} does not exist. Create the folder, or specify a file in an existing one.`,
        { cause: error },
      );
    return undefined;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function describe({ path, input, message }: z.core.$ZodIssue): string {
  if (path.length === 0) return message;
  return input === undefined ? `${path.join(".")} is missing` : `${path.join(".")}: ${message}`;
}

/** Saves the state. A crash in between leaves the previous file intact. It holds credentials, so only the owner may read it. */
export function saveState(file: string, state: State): void {
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, JSON.stringify(state), { mode: 0o600 });
  renameSync(draft, file);
}
