import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { accountBeforeHandoff } from "../seed/account.ts";
import { startEmulator } from "../server.ts";
import { StateFileError } from "./stateFile.ts";

const expected =
  "Expected a state file written by the local Twilio, or a path that does not exist yet. The file was not changed: choose another path, or move the file to start with a new account.";

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "state-file-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** The error of a start with this state file. A local Twilio that does start is closed. */
async function startError(stateFile: string): Promise<unknown> {
  return startEmulator({ stateFile }).then(
    (emulator) => emulator.close(),
    (error) => error,
  );
}

const { sequence: _, ...withoutSequence } = accountBeforeHandoff();

test.each([
  ["", "is empty"],
  ["{ not json", expect.stringMatching(/^is not valid JSON \(.*JSON.*\)$/)],
  ['{"name":"my-package"}', "is JSON, but not a state of the local Twilio: account is missing"],
  [
    "[]",
    expect.stringMatching(/^is JSON, but not a state of the local Twilio: Invalid input: expected object/),
  ],
  [
    "null",
    expect.stringMatching(/^is JSON, but not a state of the local Twilio: Invalid input: expected object/),
  ],
  [JSON.stringify(withoutSequence), "is JSON, but not a state of the local Twilio: sequence is missing"],
  [
    JSON.stringify({ ...accountBeforeHandoff(), flows: "none" }),
    expect.stringMatching(/^is JSON, but not a state of the local Twilio: flows: Invalid input/),
  ],
  [
    JSON.stringify({ ...accountBeforeHandoff(), conversations: { c: { participants: [] } } }),
    "is JSON, but not a state of the local Twilio: conversations.c.communications is missing",
  ],
])("a file with %j is reported and not overwritten", async (text, found) => {
  const folder = newFolder();
  const file = join(folder, "state.json");
  writeFileSync(file, text);

  const error = await startError(file);

  expect(error).toBeInstanceOf(StateFileError);
  const { message } = error as StateFileError;
  expect(message.startsWith(`${file} `)).toBe(true);
  expect(message.endsWith(`. ${expected}`)).toBe(true);
  expect(message.slice(file.length + 1, -expected.length - 2)).toEqual(found);
  expect([readFileSync(file, "utf8"), readdirSync(folder)]).toEqual([text, ["state.json"]]);
});

test("a folder is reported with an example, and nothing is written to it", async () => {
  const folder = join(newFolder(), "state");
  mkdirSync(folder);

  const error = await startError(folder);

  expect(error).toBeInstanceOf(StateFileError);
  expect((error as StateFileError).message).toBe(
    `${folder} is a folder. Expected the path of a state file, which is created if it does not exist: specify a file in the folder, for instance ${join(folder, "twilio.json")}.`,
  );
  expect(readdirSync(folder)).toEqual([]);
});

test("a file in a folder that does not exist is reported", async () => {
  const folder = join(newFolder(), "missing");

  const error = await startError(join(folder, "state.json"));

  expect(error).toBeInstanceOf(StateFileError);
  expect((error as StateFileError).message).toBe(
    `${join(folder, "state.json")} cannot be created: the folder ${folder} does not exist. Create the folder, or specify a file in an existing one.`,
  );
});
