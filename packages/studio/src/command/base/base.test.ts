import { expect, test } from "vitest";
import { InputError, UserError } from "../io/errors.ts";
import { runRecorded } from "../testing/recordedIo.ts";
import { defineCommand } from "./defineCommand.ts";
import type { CommandGroup } from "./definition.ts";
import { flag, list, oneOf, optionalText, text, textOr, wholeNumber } from "./options.ts";

/** Prints the options and arguments it received. */
const greet = defineCommand({
  name: "greet",
  summary: "greet somebody",
  description: ["Greets whoever is named.", "In a second paragraph."],
  arguments: [{ name: "FILE…", description: "names, one a line" }],
  options: {
    out: text("FILE", "write to this file", { short: "o" }),
    noStack: flag("without a stack"),
    stack: text("NAME", "this stack"),
    port: textOr("4010", "N", "port to listen on"),
    proxy: optionalText("4011", "PORT", "also start a proxy for clients whose hosts are fixed"),
    host: list("NAME=URL", "a host"),
    format: oneOf(["json", "yaml"], "FORMAT", "json or yaml"),
    maxTimes: wholeNumber("N", "at most this often", { from: 1 }),
  },
  sections: [{ title: "The object", text: '{ "name" }' }],
  exitCodes: { 0: "greeted", 2: "wrong usage" },
  examples: [
    "{} names.txt -o greetings.txt",
    'eval "$({} --format json)"',
    "cat names.txt | {} - > greetings.txt",
    "{}",
  ],
  async run(input, io) {
    io.stdout(JSON.stringify(input));
    return 0;
  },
});
const plain = defineCommand({
  name: "plain",
  summary: "take nothing",
  description: ["Takes nothing."],
  options: {},
  exitCodes: { 1: "nobody" },
  examples: [],
  async run() {
    throw new UserError("There is nobody to greet.");
  },
});
const broken = defineCommand({
  name: "broken",
  summary: "fail in a library",
  description: ["Fails."],
  arguments: [{ name: "KIND", description: "kind of the error" }],
  options: {},
  exitCodes: { 2: "failed" },
  examples: [],
  async run({ args: [kind = ""] }) {
    throw Object.assign(new Error(`${kind} error`), { kind });
  },
});
const program: CommandGroup = {
  name: "hello",
  summary: "",
  description: ["Says hello."],
  exitCodes: { 0: "done" },
  commands: {
    greet: async () => greet,
    plain: async () => plain,
    broken: async () => broken,
    more: async () => ({
      name: "more",
      summary: "more of it",
      description: ["More."],
      exitCodes: { 0: "done" },
      commands: { greet: async () => greet },
    }),
  },
};
program.userError = (error) =>
  error instanceof Error && "kind" in error && error.kind === "known"
    ? new InputError(`greetings.txt: ${error.message}`)
    : undefined;
const hello = (words: string) => `hello ${words}`.trim();
const run = (args: readonly string[], columns = 80) => runRecorded(args, { program, typed: hello, columns });
const parsed = async (...args: string[]) => JSON.parse((await run(["greet", ...args])).stdout);

test("options and arguments may be mixed, and values have their declared types", async () => {
  const { options, args } = await parsed(
    ...["a.txt", "--no-stack", "--stack=prod", "-o", "x", "--host", "a=b", "b.txt", "--host", "c=d"],
    ...["--max-times", "3", "--format", "yaml", "--proxy", "--", "--stack"],
  );

  expect(args).toEqual(["a.txt", "b.txt", "--stack"]);
  expect(options).toEqual({
    ...{ out: "x", noStack: true, stack: "prod", port: "4010", proxy: "4011", host: ["a=b", "c=d"] },
    ...{ format: "yaml", maxTimes: 3 },
  });
});

test("an omitted option is off, absent, empty or its default", async () => {
  expect((await parsed()).options).toEqual({ noStack: false, port: "4010", host: [] });
});

test.each([
  [["--stak", "x"], "Unknown option --stak; did you mean --stack?"],
  [["--zzzzzz"], "Unknown option --zzzzzz."],
  [["--no-stack=yes"], "--no-stack does not take a value."],
  [["--stack"], "--stack needs a value: NAME."],
  [
    ["--stack", "--no-stack"],
    "--stack needs a value; found --no-stack. If that is the value: --stack=--no-stack",
  ],
  [["--stack="], "--stack is empty; is a variable unset?"],
  [["--stack", ""], "--stack is empty; is a variable unset?"],
  [["a.txt", ""], "An argument is empty; is a variable unset?"],
  [
    ["--max-times", "0", "--format", "xml"],
    '--format: expected one of json, yaml; found "xml".\n--max-times: expected a whole number, at least 1, found "0".',
  ],
])("with %j every mistake is reported", async (args, message) => {
  expect(await run(["greet", ...args])).toEqual({
    code: 2,
    stdout: "",
    stderr: `${message}\nAll options: hello greet --help\n`,
  });
});

test("an error of a library that the user can act on is shown without its stack; any other is thrown", async () => {
  expect(await run(["broken", "known"])).toEqual({
    code: 2,
    stdout: "",
    stderr: "greetings.txt: known error\n",
  });
  await expect(run(["broken", "other"])).rejects.toThrow("other error");
});

test("a command that takes no arguments rejects them", async () => {
  expect((await run(["plain", "x"])).stderr).toBe(
    'Unexpected argument "x": this command takes no arguments.\nAll options: hello plain --help\n',
  );
});

test("a user error prints only its message and exits with 1", async () => {
  expect(await run(["plain"])).toEqual({ code: 1, stdout: "", stderr: "There is nobody to greet.\n" });
});

test("help has usage, description, arguments, options, sections, exit codes and examples, wrapped to the terminal", async () => {
  expect((await run(["greet", "--help"], 60)).stdout).toBe(`Usage: hello greet [options] FILE…

Greets whoever is named.

In a second paragraph.

Arguments:
  FILE…            names, one a line

Options:
  -o, --out FILE   write to this file
  --no-stack       without a stack
  --stack NAME     this stack
  --port N         port to listen on (default: 4010)
  --proxy [PORT]   also start a proxy for clients whose
                   hosts are fixed
  --host NAME=URL  a host (can be repeated)
  --format FORMAT  json or yaml
  --max-times N    at most this often
  -h, --help       show this help

The object:
  { "name" }

Exit codes:
  0  greeted
  2  wrong usage

Examples:
  hello greet names.txt -o greetings.txt
  eval "$(hello greet --format json)"
  cat names.txt | hello greet - > greetings.txt
  hello greet
`);
});

test("a group within a program has its own commands, help and hints", async () => {
  expect((await run(["more", "greet", "--help"])).stdout).toContain(
    "Usage: hello more greet [options] FILE…\n",
  );
  expect((await run(["more", "gret"])).stderr).toBe(
    "Unknown command gret; did you mean greet?\nAll commands: hello more --help\n",
  );
  expect((await run(["help", "more", "greet"])).stdout).toBe((await run(["more", "greet", "-h"])).stdout);
});

test.each([
  [[""], ["greet", "plain", "broken", "more", "help"], 4],
  [["gr"], ["greet"], 4],
  [["more", ""], ["greet", "help"], 4],
  [["help", "mo"], ["more"], 4],
  [["greet", "--f"], ["--format"], 4],
  [["greet", "--format", ""], ["json", "yaml"], 4],
  [["greet", "--out", ""], [], 0],
  [["greet", "--stack", ""], [], 4],
  [["greet", "na"], [], 0],
  [["plain", ""], [], 4],
  [["nowhere", ""], [], 4],
])("the Tab key after %j offers %j", async (words, values, directive) => {
  const { code, stdout } = await run(["complete", "--", ...words]);

  const lines = stdout.trimEnd().split("\n");
  expect(code).toBe(0);
  expect(lines.slice(0, -1).map((line) => line.split("\t")[0])).toEqual(values);
  expect(lines.at(-1)).toBe(`:${directive}`);
});
