import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runRecorded } from "./testing/recordedIo.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "draw-"));
  write("flow.json", greeting("greet"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(file: string, content: unknown): void {
  writeFileSync(join(folder, file), typeof content === "string" ? content : JSON.stringify(content));
}
const read = (file: string) => readFileSync(join(folder, file), "utf8");

/** Replies to a message. */
function greeting(name: string) {
  return {
    states: [
      {
        name: "Trigger",
        type: "trigger",
        transitions: [{ event: "incomingMessage", next: name }],
        properties: {},
      },
      {
        name,
        type: "send-message",
        transitions: [{ event: "sent" }],
        properties: { body: "Hello", from: "a", to: "b" },
      },
    ],
    initial_state: "Trigger",
  };
}

function draw(args: readonly string[], input = "") {
  return runRecorded(["draw", ...args], { cwd: folder, input });
}

test("a flow is drawn as Mermaid on standard output", async () => {
  const { code, stdout, stderr } = await draw(["flow.json"]);

  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout.startsWith("flowchart TD\n")).toBe(true);
  expect(stdout).toContain("greet");
});

test.each([
  ["flow.svg", /^<svg .*<\/svg>\n$/s],
  ["flow.MMD", /^flowchart TD\n.*\n$/s],
  ["flow.md", /^```mermaid\nflowchart TD\n.*\n```\n$/s],
])("%s is written in the format of its extension, and nothing is printed", async (file, form) => {
  expect(await draw(["flow.json", "-o", file])).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(read(file)).toMatch(form);
});

test("--format has priority over the extension, and --direction turns the picture", async () => {
  await draw(["flow.json", "-o", "flow.txt", "--format", "svg"]);
  const { stdout } = await draw(["flow.json", "--direction", "right"]);

  expect(read("flow.txt")).toContain("<svg ");
  expect(stdout.startsWith("flowchart LR\n")).toBe(true);
});

test("--scenario highlights the path of a run", async () => {
  write("run.yaml", "trigger: incomingMessage\n");

  const { stdout } = await draw(["flow.json", "--format", "svg", "--scenario", "run.yaml"]);

  expect(stdout).toContain("ended (step 2)");
  write("again.yaml", "trigger: incomingMessage\n");
  expect((await draw(["flow.json", "--scenario", "."])).stderr).toContain(
    "--scenario: a picture shows a single run; specify one scenario instead of ..\n",
  );
});

test("--before marks the changes, including renamed widgets", async () => {
  write("renamed.json", greeting("welcome"));

  const { stdout } = await draw(["renamed.json", "--format", "svg", "--before", "-"], read("flow.json"));

  expect(stdout).toContain("was greet");
});

test("a malformed flow can be drawn, but not run", async () => {
  write("broken.json", {
    states: [{ name: "Trigger", transitions: [{ event: "incomingMessage", next: "gone" }] }],
  });
  write("run.yaml", "trigger: incomingMessage\n");

  expect((await draw(["broken.json"])).stdout).toContain("gone");
  expect(await draw(["broken.json", "--scenario", "run.yaml"])).toEqual({
    code: 2,
    stdout: "",
    stderr: "broken.json: the flow is malformed. To list its issues: tac-studio check broken.json\n",
  });
});

test.each([
  [[], "Specify one flow to draw; found 0. Pass the output file with -o."],
  [["a", "b"], "Specify one flow to draw; found 2. Pass the output file with -o."],
  [["a", "-o", "a.png"], "a.png: unknown extension; use one of .svg, .mmd, .mermaid, .md, or add --format."],
  [["a", "--format", "png"], '--format: expected one of svg, mermaid, markdown; found "png".'],
  [
    ["a", "--scenario", "s", "--before", "b"],
    "--scenario and --before cannot be combined: use only one of them.",
  ],
  [["-", "--before", "-"], "Only one file can be read from standard input."],
])("with %j the mistake is reported", async (args, sentence) => {
  expect(await draw(args)).toEqual({
    code: 2,
    stdout: "",
    stderr: `${sentence}\nAll options: tac-studio draw --help\n`,
  });
});

test("a picture cannot be written to a missing folder", async () => {
  const { code, stderr } = await draw(["flow.json", "-o", "pictures/flow.svg"]);

  expect([code, stderr]).toEqual([
    2,
    `pictures/flow.svg: the folder ${join(folder, "pictures")} does not exist. Create it, or choose another file.\n`,
  ]);
  expect(existsSync(join(folder, "pictures"))).toBe(false);
});
