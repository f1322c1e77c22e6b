// `npm run demo` as a user runs it, in a folder of its own. What a team has changed in its checkout: team.test.ts.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stopLocalTwilio } from "@tac-handoff/cli/demo/localTwilio";
import { execa } from "execa";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { copyWithoutTeam } from "./checkout.ts";

const checkout = mkdtempSync(join(tmpdir(), "tac-handoff-demo-"));
beforeAll(() => copyWithoutTeam(checkout));
afterAll(() => rmSync(checkout, { recursive: true, force: true }));

function demo(...args: string[]) {
  const parent = mkdtempSync(join(tmpdir(), "tac-handoff-"));
  const folder = join(parent, "demo");
  onTestFinished(async () => {
    await stopLocalTwilio(folder);
    rmSync(parent, { recursive: true, force: true });
  });
  const run = execa(process.execPath, ["scripts/run.mjs", "demo", "--folder", folder, ...args], {
    cwd: checkout,
    all: true,
    reject: false,
    stdin: "ignore",
    env: { NO_COLOR: "1" },
  });
  return { folder, run };
}

test("the demo hands off a call, an SMS and a chat, changes nothing the second time, and leaves nothing behind", async () => {
  const { folder, run } = demo("--destroy");

  const { exitCode, all } = await run;

  expect(pathsIn(all)).toEqual([
    "Trigger –incomingCall→ read_end –next→ how_it_ended –match→ parse_handoff –next→ is_handoff_read –match→ send_call_to_flex, where the call waits for an agent",
    "Trigger –incomingRequest→ get_participants –success→ get_conversation –success→ get_open_task –success→ is_with_flex –noMatch→ resume_conversation –resumed→ send_conversation_to_flex –callComplete→ end",
    "Trigger –incomingRequest→ get_participants –success→ get_conversation –success→ get_open_task –success→ is_with_flex –noMatch→ resume_conversation –resumed→ send_conversation_to_flex –callComplete→ end",
    "Trigger –incomingCall→ read_end –next→ how_it_ended –match→ end",
  ]);
  expect(
    all.match(/Flex {2}task WT\w+: channel (voice|chat), workflow "Assign to Anyone", queue "Everyone"/g),
  ).toHaveLength(3);
  expect(all).toContain("Flex  no task");
  expect(all).toContain("No changes, and only GET requests reached the local Twilio.");
  expect(all).toMatch(/^TWILIO_STUDIO_HANDOFF_FLOW_SID=FW[0-9a-f]{32}$/m);
  expect(all.match(/: as before$/gm)).toHaveLength(9);
  expect(exitCode).toBe(0);
  expect(existsSync(folder)).toBe(false);
});

/** The paths that the demo printed, each on one line. */
function pathsIn(output: string): string[] {
  const found = output.match(/^ {2}path {2}.*(\n {8}–.*)*/gm) ?? [];
  return found.map((path) => path.replace("  path  ", "").replaceAll(/\s+/g, " "));
}

test("with --keep, the commands that the demo prints work unchanged", async () => {
  const { folder, run } = demo("--keep");
  const { all, exitCode } = await run;
  expect(exitCode).toBe(0);
  const { url } = JSON.parse(readFileSync(join(folder, "twilio.pid"), "utf8"));

  const exports = all.split("\n").filter((line) => line.trim().startsWith("export "));
  const preview = all.split("\n").find((line) => line.includes("pulumi preview")) ?? "";
  const { stdout } = await execa("bash", ["-c", [...exports, preview].join("\n")], {
    cwd: checkout,
    stdin: "ignore",
  });

  expect(stdout).toMatch(/Resources:\s+11 unchanged/);
  await stopLocalTwilio(folder);
  await expect(fetch(url)).rejects.toThrow("fetch failed");
});

test("an interrupt stops the local Twilio and leaves nothing behind", async () => {
  const { folder, run } = demo();
  let url = "";
  for await (const line of run) {
    url ||= /^http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0] ?? "";
    if (line.includes("Previewing update")) run.kill("SIGINT");
  }

  expect((await run).exitCode).toBe(130);
  expect(existsSync(folder)).toBe(false);
  await expect(fetch(url)).rejects.toThrow("fetch failed");
});

test("a folder that contains something else is rejected and left unchanged", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tac-handoff-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "twilio.json"), "mine");

  const { exitCode, stderr } = await execa(
    process.execPath,
    ["scripts/run.mjs", "demo", "--folder", folder],
    { cwd: checkout, reject: false },
  );

  expect([exitCode, stderr]).toEqual([
    2,
    `--folder: ${folder} contains other files. Specify an empty folder, or one that does not exist yet.\nAll options: npm run demo -- --help`,
  ]);
  expect(readFileSync(join(folder, "twilio.json"), "utf8")).toBe("mine");
});
