import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runRecorded } from "./testing/recordedIo.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "diff-"));
  writeFileSync(join(folder, "old.json"), JSON.stringify(greeting("Hello", 1)));
  writeFileSync(join(folder, "moved.json"), JSON.stringify({ definition: greeting("Hello", 2) }, null, 2));
  writeFileSync(join(folder, "new.json"), JSON.stringify(greeting("Welcome", 1)));
});
afterEach(() => rmSync(folder, { recursive: true }));

function greeting(body: string, x: number) {
  return {
    states: [
      {
        name: "Trigger",
        type: "trigger",
        transitions: [{ event: "incomingMessage", next: "greet" }],
        properties: {},
      },
      { name: "greet", type: "send-message", transitions: [], properties: { body, offset: { x, y: 0 } } },
    ],
    initial_state: "Trigger",
  };
}

function diff(args: readonly string[], input = "") {
  return runRecorded(["diff", ...args], { cwd: folder, input });
}

test("changes are reported by widget and property", async () => {
  const { code, stdout, stderr } = await diff(["old.json", "new.json"]);

  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("greet");
  expect(stdout).toContain('body: "Hello" → "Welcome"');
  expect(stdout.endsWith("\n")).toBe(true);
});

test("a widget that was only moved is not a change, even in a flow resource instead of a definition", async () => {
  expect(await diff(["old.json", "moved.json", "--exit-code"])).toEqual({
    code: 0,
    stdout: "No changes\n",
    stderr: "",
  });
});

test("--exit-code exits with 1 if something changed", async () => {
  expect((await diff(["old.json", "new.json", "--exit-code"])).code).toBe(1);
});

test("--json prints the changes as a list", async () => {
  const { stdout } = await diff(["--json", "old.json", "new.json"]);

  expect(JSON.parse(stdout)).toMatchObject([
    { kind: "changed", path: 'states["greet"].properties.body', before: "Hello", after: "Welcome" },
  ]);
});

test("--markdown has the new file or a title as its heading", async () => {
  const [byFile, byTitle] = await Promise.all([
    diff(["old.json", "new.json", "--markdown"]),
    diff(["old.json", "new.json", "--markdown", "--title", "Support"]),
  ]);

  expect(byFile.stdout.split("\n")[0]).toBe("### new.json: 1 property changed");
  expect(byTitle.stdout.split("\n")[0]).toBe("### Support: 1 property changed");
});

test("one of the flows can come from standard input, and one can be absent", async () => {
  const { code, stdout } = await diff(
    ["-", "new.json", "--exit-code"],
    JSON.stringify(greeting("Welcome", 3)),
  );

  expect([code, stdout]).toEqual([0, "No changes\n"]);
  expect((await diff([devNull, "new.json"])).stdout).toContain("2 widgets added");
});

test.each([
  [["old.json"], "Specify two flows, the old one and the new one; found 1."],
  [["a", "b", "c"], "Specify two flows, the old one and the new one; found 3."],
  [["-", "-"], "Only one file can be read from standard input."],
  [["a", "b", "--json", "--markdown"], "--markdown and --json cannot be combined: use only one of them."],
  [["a", "b", "--title", "t"], "--title sets the heading of --markdown: add --markdown."],
])("with %j the mistake is reported", async (args, sentence) => {
  expect(await diff(args)).toMatchObject({
    code: 2,
    stderr: `${sentence}\nAll options: tac-studio diff --help\n`,
  });
});

test("a file that is not a flow exits with 2 and a sentence", async () => {
  writeFileSync(
    join(folder, "list.json"),
    JSON.stringify([{ friendly_name: "Support", definition: greeting("a", 1) }, greeting("b", 1)]),
  );
  writeFileSync(join(folder, "broken.json"), "{");

  expect(await diff(["old.json", "list.json"])).toEqual({
    code: 2,
    stdout: "",
    stderr: "list.json: expected one flow, found 2 (Support, …).\n",
  });
  expect((await diff(["broken.json", "old.json"])).stderr).toContain("broken.json:1:2: invalid JSON: ");
});
