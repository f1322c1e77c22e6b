// The package as installed from `npm pack`, outside this project.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { execa } from "execa";
import { publint } from "publint";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { installPacked } from "../../test/installPacked.ts";
import { typecheck } from "../../test/typecheck.ts";
import manifest from "./package.json" with { type: "json" };

const folder = mkdtempSync(join(tmpdir(), "studio-pack-"));
// Compilers and processes are slow where much else runs.
vi.setConfig({ testTimeout: 60_000 });
let project: string;
let installed: string;
let packed: string[];

beforeAll(async () => {
  ({ project, installed, packed } = await installPacked("studio", folder));
  writeFileSync(join(project, "flow.json"), JSON.stringify(flow, null, 2));
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }), 60_000);

/** Its trigger leads to a missing widget. */
const flow = {
  description: "Greeting",
  states: [
    {
      name: "Trigger",
      type: "trigger",
      transitions: [{ event: "incomingMessage", next: "greet" }],
      properties: {},
    },
  ],
  initial_state: "Trigger",
};

/** Paths of all files below a folder of the package. */
function sources(folder: string): string[] {
  return readdirSync(join(import.meta.dirname, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(import.meta.dirname, join(entry.parentPath, entry.name)));
}

/** The installed command, in plain Node. */
function studio(args: string[], input?: string) {
  return execa(join(project, "node_modules/.bin/tac-studio"), args, {
    cwd: project,
    env: { NODE_OPTIONS: "", NO_COLOR: "1" },
    reject: false,
    ...(input === undefined ? { stdin: "ignore" } : { input }),
  });
}

test("has the code, types and sources of every module, the examples and the licence, and nothing else", () => {
  const modules = sources("src")
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.includes("/testing/"))
    .map((file) => file.slice("src/".length, -".ts".length));
  const built = [".js", ".js.map", ".d.ts", ".d.ts.map"];

  expect(packed.toSorted()).toEqual(
    [
      ...modules.flatMap((name) => [
        `src/${name}.ts`,
        ...built.map((extension) => `dist/${name}${extension}`),
      ]),
      ...sources("examples").filter((file) => !file.endsWith(".test.ts")),
      ...["LICENSE", "README.md", "package.json"],
    ].toSorted(),
  );
});

test("has exports without any publint message", async () => {
  const { messages } = await publint({ pkgDir: installed, strict: true, pack: false });

  expect(messages).toEqual([]);
});

test("checks a flow from the command line", async () => {
  const { exitCode, stdout, stderr } = await studio(["check", "flow.json"]);

  expect([exitCode, stderr]).toEqual([1, ""]);
  expect(stdout.split("\n")[0]).toBe(
    'flow.json:10:19  error    unknown_target  widget "Trigger": event "incomingMessage" leads to "greet", which is not in this flow; available: Trigger',
  );
});

test("checks a flow from standard input", async () => {
  const { exitCode, stdout } = await studio(["check", "--json", "-"], JSON.stringify(flow));

  expect([exitCode, JSON.parse(stdout).counts]).toEqual([1, { flows: 1, errors: 1, warnings: 0 }]);
});

test.each([
  [["diff", "flow.json", "flow.json"], "No changes"],
  [["draw", "flow.json", "--format", "svg"], "<svg "],
  [["simulate", "flow.json"], "incomingMessage, with sample data"],
  [["explore", "flow.json"], "1 path followed"],
  [["import", "flow.json"], "// A Studio flow"],
])("runs tac-studio %j", async (args, start) => {
  const { exitCode, stdout, stderr } = await studio(args);

  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(stdout.startsWith(start)).toBe(true);
});

test("prints its version and its commands", async () => {
  const [version, help] = await Promise.all([studio(["--version"]), studio(["--help"])]);

  expect(version.stdout).toBe(manifest.version);
  expect(help.stdout).toContain("Usage: tac-studio COMMAND");
});

test("checks a flow in a program, with types", async () => {
  const program = `import { checkFlow, type FlowIssue } from "@tac-handoff/studio";
const issues: FlowIssue[] = checkFlow(${JSON.stringify(flow)});
console.log(issues.map(({ code }) => code).join());\n`;
  writeFileSync(
    join(project, "program.js"),
    program.replace(", type FlowIssue", "").replace(": FlowIssue[]", ""),
  );

  const [run, errors] = await Promise.all([
    execa(process.execPath, ["program.js"], { cwd: project, env: { NODE_OPTIONS: "" } }),
    typecheck(project, { files: { "program.ts": program }, options: ["--module", "nodenext"] }),
  ]);

  expect([run.stdout, errors]).toEqual(["unknown_target", ""]);
});

test("has the licence of the project", () => {
  expect(readFileSync(join(installed, "LICENSE"), "utf8")).toBe(
    readFileSync(join(import.meta.dirname, "../../LICENSE"), "utf8"),
  );
});
