// `npm run studio` as a process: behavior that only a process shows.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

vi.setConfig({ testTimeout: 30_000 }); // each starts its own Node process

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const runner = join(import.meta.dirname, "../../../../scripts/run.mjs");
const flow = {
  states: [{ name: "Trigger", type: "trigger", transitions: [], properties: {} }],
  initial_state: "Trigger",
};

function run(command: string, args: string[], input = "") {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: folder,
    input,
    env: { PATH: "/usr/bin:/bin", NO_COLOR: "1" },
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

test("relative file names are resolved against the user's folder", () => {
  writeFileSync(join(folder, "flow.json"), JSON.stringify(flow));

  const { status, stdout, stderr } = run(process.execPath, [runner, "studio", "check", "flow.json"]);

  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout.split("\n")[0]).toMatch(/^flow\.json:1:47 {2}warning {2}nothing_wired {2}/);
});

test("hints and help name the script", () => {
  const { status, stderr } = run(process.execPath, [runner, "studio", "chek"]);

  expect([status, stderr]).toEqual([
    2,
    "Unknown command chek; did you mean check?\nAll commands: npm run studio -- --help\n",
  ]);
});

test("it ends silently when its reader closes early, as head does", () => {
  writeFileSync(
    join(folder, "flows.json"),
    JSON.stringify(Array.from({ length: 3_000 }, () => ({ definition: flow }))),
  );

  const check = `"${process.execPath}" "${runner}" studio check`;
  const { stdout, stderr } = run("/bin/sh", [
    "-c",
    `${check} flows.json | head -1; ${check} $(seq 3000) 2>&1 | head -1`,
  ]);

  expect([stdout.split("\n").length, stderr]).toEqual([3, ""]);
});

test("a flow of any size is read completely from standard input", () => {
  const text = JSON.stringify({ ...flow, description: "x".repeat(1_000_000) });

  const { status, stdout } = run(process.execPath, [runner, "studio", "check", "--json", "-"], text);

  expect([status, JSON.parse(stdout).counts]).toEqual([0, { flows: 1, errors: 0, warnings: 1 }]);
});
