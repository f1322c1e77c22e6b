import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runRecorded } from "./testing/recordedIo.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "check-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(file: string, content: unknown): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  const isRaw = typeof content === "string" || content instanceof Uint8Array;
  writeFileSync(join(folder, file), isRaw ? content : JSON.stringify(content, null, 2));
}

function check(args: readonly string[], options: { input?: string | Uint8Array; color?: boolean } = {}) {
  return runRecorded(["check", ...args], { cwd: folder, ...options });
}

/** Greets a message; `next` is where the trigger leads. */
function greeting(next = "greet", body = "Hello") {
  return {
    description: "Greeting",
    states: [
      { name: "Trigger", type: "trigger", transitions: [{ event: "incomingMessage", next }], properties: {} },
      {
        name: "greet",
        type: "send-message",
        transitions: [{ event: "sent" }, { event: "failed" }],
        properties: { from: "{{flow.channel.address}}", to: "{{contact.channel.address}}", body },
      },
    ],
    initial_state: "Trigger",
    flags: { allow_concurrent_calls: true },
  };
}
const sound = greeting();
const dangling = greeting("gret", "{trigger.message.Body}");
const danglingMessage =
  'widget "Trigger": event "incomingMessage" leads to "gret", which is not in this flow; did you mean "greet"?';
const braceMessage =
  'widget "greet": Liquid in body: {trigger.message.Body} has single braces and is not replaced; write {{trigger.message.Body}}';
const codesOf = (stdout: string) =>
  JSON.parse(stdout).flows.map(({ issues }: { issues: { code: string }[] }) =>
    issues.map(({ code }) => code),
  );

test("a flow without issues is reported in one line, with exit code 0", async () => {
  write("flow.json", sound);

  expect(await check(["flow.json"])).toEqual({ code: 0, stdout: "1 flow checked: no issues\n", stderr: "" });
});

test("each issue is one line with file, line and column; an error exits with 1, and no file is read twice", async () => {
  write("flows/a.json", dangling);
  write("flows/b.json", sound);
  write("flows/c.json", dangling);

  const { code, stdout, stderr } = await check(["flows/c.json", "flows/"]);

  expect([code, stderr]).toEqual([1, ""]);
  const lines = (file: string) => [
    `${file}:10:19  error    unknown_target  ${danglingMessage}`,
    `${file}:29:17  warning  liquid_syntax   ${braceMessage}`,
    "",
  ];
  expect(stdout.split("\n")).toEqual([
    ...lines("flows/c.json"),
    ...lines("flows/a.json"),
    "3 flows checked: 2 errors, 2 warnings",
    "",
  ]);
});

test("a flow is read from standard input like any other", async () => {
  const { code, stdout } = await check(["-"], { input: JSON.stringify(dangling, null, 2) });

  expect(code).toBe(1);
  expect(stdout).toContain(`<stdin>:10:19  error    unknown_target  ${danglingMessage}`);
});

test.each([
  ["as a flow resource of the API", (text: string) => `{ "sid": "FW",\n"definition": ${text} }`, "11:19"],
  ["with its definition as a string", (text: string) => `{\n"definition": ${JSON.stringify(text)} }`, "2:15"],
  ["with Windows line endings", (text: string) => text.replaceAll("\n", "\r\n"), "10:19"],
  ["with a byte order mark", (text: string) => `\ufeff${text}`, "10:19"],
  ["on one line", (text: string) => JSON.stringify(JSON.parse(text)), "1:121"],
])("the place of an issue is found in a flow %s", async (_, wrapped, place) => {
  write("flow.json", wrapped(JSON.stringify(dangling, null, 2)));

  expect((await check(["flow.json"])).stdout).toContain(`flow.json:${place}  error    unknown_target`);
});

test("in a folder, flows are found at any depth; other files are listed, hidden and installed files are not read", async () => {
  write("a/b/flow.json", sound);
  write("a/FLOW.JSON", sound);
  write("a/package.json", { name: "tool" });
  write("a/tsconfig.json", "// settings\n{}");
  write("a/node_modules/tool/flow.json", dangling);
  write("a/.git/flow.json", dangling);
  write("a/notes.txt", "none");
  symlinkSync(folder, join(folder, "a/again"));

  expect(await check(["."])).toEqual({
    code: 0,
    stdout: "2 flows checked: no issues\n",
    stderr: "Skipped 2 JSON files that are not flows: a/package.json, a/tsconfig.json.\n",
  });
});

test("a folder without a flow is an error", async () => {
  mkdirSync(join(folder, "empty"));
  write("other/package.json", { name: "tool" });

  expect(await check(["empty"])).toEqual({
    code: 2,
    stdout: "",
    stderr: "empty: no *.json file found. Specify a flow's file, or a folder that contains flows.\n",
  });
  expect((await check(["other"])).stderr).toContain("other: 1 JSON file found, but no flow.");
});

test("invalid JSON is reported with its place, the line and what was expected; other files are still checked", async () => {
  write("broken.json", '{\n  "states": [\n    { "name" "Trigger" }\n  ]\n}');
  write("flow.json", dangling);

  const { code, stdout, stderr } = await check(["broken.json", "flow.json"]);

  expect(code).toBe(2);
  expect(stdout).toContain("1 flow checked: 1 error, 1 warning\n");
  expect(
    stderr,
  ).toBe(`broken.json:3:14: invalid JSON: expected ":" after the property name "name", found "Trigger".
  3 |     { "name" "Trigger" }
    |              ^
`);
});

test("an invalid file in a folder is reported if it was probably meant to be a flow", async () => {
  write("flow.json", sound);
  write("broken.json", JSON.stringify(sound).slice(0, -1));
  write("settings.json", "{ // none");

  const { code, stderr } = await check(["."]);

  expect(code).toBe(2);
  expect(stderr).toContain(
    'broken.json:1:404: invalid JSON: unexpected end of the input; expected "," or "}" after "}".\n',
  );
  expect(stderr).toContain("Skipped 1 JSON file that is not a flow: settings.json.\n");
});

test.each([
  ["missing.json", undefined, "no such file. Relative paths start at "],
  ["utf16.json", Buffer.from("\ufeff{}", "utf16le"), "not UTF-8. Save it as UTF-8"],
  [
    "tool.json",
    { name: "tool" },
    'valid JSON, but not a flow: expected an object with "states" and "initial_state"',
  ],
  ["empty.json", "", "invalid JSON: the input is empty.\n"],
])("%s exits with 2 and a sentence", async (file, content, sentence) => {
  if (content !== undefined) write(file, content);

  const { code, stdout, stderr } = await check([file]);

  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(sentence);
  expect(stderr.startsWith(file)).toBe(true);
});

test("a file without read permission exits with 2 and a sentence", async ({ skip }) => {
  if (process.getuid?.() === 0) skip("root can read everything");
  write("flow.json", sound);
  chmodSync(join(folder, "flow.json"), 0);

  expect((await check(["flow.json"])).stderr).toBe(
    "flow.json: permission denied (EACCES). Fix the file's permissions.\n",
  );
});

test("--quiet shows errors only, and counts what it hides", async () => {
  write("flow.json", dangling);

  const { stdout } = await check(["--quiet", "flow.json"]);

  expect(stdout).not.toContain("liquid_syntax");
  expect(stdout).toContain("1 flow checked: 1 error, 1 warning (1 not shown)\n");
});

test("--max-warnings N exits with 1 if there are more warnings", async () => {
  const [trigger] = sound.states;
  write("flow.json", { ...sound, states: [{ ...trigger, transitions: [] }] });

  expect((await check(["flow.json"])).code).toBe(0);
  expect((await check(["flow.json", "--max-warnings", "1"])).code).toBe(0);
  expect((await check(["flow.json", "--max-warnings=0"])).code).toBe(1);
});

test.each([
  [[], "Specify the flows to check: files, folders, or - for standard input."],
  [["--json", "--sarif", "x"], "--json, --sarif and --github cannot be combined: use only one of them."],
  [["--max-warnings", "few", "x"], '--max-warnings: expected a whole number, at least 0, found "few".'],
  [[""], "An argument is empty; is a variable unset?"],
])("with %j the mistake is reported", async (args, sentence) => {
  expect(await check(args)).toEqual({
    code: 2,
    stdout: "",
    stderr: `${sentence}\nAll options: tac-studio check --help\n`,
  });
});

test("--json prints everything as one object", async () => {
  write("flow.json", { friendly_name: "Greeting", definition: dangling });
  write("broken.json", "{");

  const { code, stdout } = await check(["--json", "flow.json", "broken.json"]);

  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toEqual({
    flows: [
      {
        file: "flow.json",
        title: "Greeting",
        issues: [
          {
            severity: "error",
            code: "unknown_target",
            path: "states[0].transitions[0].next",
            message: danglingMessage,
            line: 12,
            column: 21,
            endLine: 12,
            endColumn: 27,
            widget: "Trigger",
            event: "incomingMessage",
            target: "gret",
          },
          {
            severity: "warning",
            code: "liquid_syntax",
            path: "states[1].properties.body",
            message: braceMessage,
            line: 31,
            column: 19,
            endLine: 31,
            endColumn: 43,
            widget: "greet",
          },
        ],
      },
    ],
    unreadable: [
      {
        file: "broken.json",
        message:
          'invalid JSON: unexpected end of the input; expected a property name in double quotes or "}".',
        line: 1,
        column: 2,
      },
    ],
    skipped: [],
    counts: { flows: 1, errors: 1, warnings: 1 },
  });
});

test("each flow in a list is checked separately", async () => {
  write("flows.json", [{ definition: sound }, { definition: dangling }]);

  expect(codesOf((await check(["--json", "flows.json"])).stdout)).toEqual([
    [],
    ["unknown_target", "liquid_syntax"],
  ]);
});

test("escape sequences and line breaks in names do not reach the terminal", async () => {
  write("flow.json", greeting("\u001b[2J\nend"));

  const { stdout } = await check(["flow.json"]);

  expect(stdout).not.toContain("\u001b");
  expect(stdout.trimEnd().split("\n")).toHaveLength(3);
});

test("output is coloured if colours are on", async () => {
  write("flow.json", dangling);

  expect((await check(["flow.json"], { color: true })).stdout).toContain("\u001b[31merror");
});

test("with the schema of a payload, attributes that the hand-off does not have are errors", async () => {
  const text = "{{flow.variables.handoff.attributes.departmet}}";
  const member = { type: "string" };
  write("flow.json", greeting("greet", text));
  write("schema.json", { properties: { attributes: { properties: { department: member } } } });
  write("other.json", { properties: {} });

  const without = await check(["--json", "flow.json"]);
  const { code, stdout } = await check(["--json", "--payload", "schema.json", "flow.json"]);
  const wrong = await check(["--payload", "other.json", "flow.json"]);
  const missing = await check(["--payload", "none.json", "flow.json"]);

  expect(codesOf(without.stdout)).toEqual([["variable_not_set"]]);
  expect([code, codesOf(stdout)]).toEqual([1, [["unknown_attribute", "variable_not_set"]]]);
  expect([wrong.code, wrong.stderr]).toEqual([
    2,
    "--payload: other.json is not the JSON Schema of a hand-off's payload: it has no properties.attributes.properties.\n",
  ]);
  expect([missing.code, missing.stderr]).toEqual([
    2,
    `none.json: no such file. Relative paths start at ${folder}.\n`,
  ]);
});
