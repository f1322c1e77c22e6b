// The package as its users get it: built by `npm pack`, installed outside the checkout. test/ownProgram.test.ts runs it
// with the engine.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { execa } from "execa";
import { publint } from "publint";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { installPacked } from "../../test/installPacked.ts";
import { nodeTypes, typecheck } from "../../test/typecheck.ts";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "twilio-pack-"));
// Compilers and processes are slow on a busy machine.
vi.setConfig({ testTimeout: 180_000 });
let project: string;
let installed: string;
let packed: string[];

beforeAll(async () => {
  ({ project, installed, packed } = await installPacked("twilio", folder));
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }), 60_000);

const program = `
import * as pulumi from "@pulumi/pulumi";
import * as twilio from "@pulumi/twilio";

const flow = new twilio.studio.Flow("greeting", { friendlyName: "Greeting", definition: "{}" });
const line = new twilio.numbers.PhoneNumber(
  "line",
  { phoneNumber: "+15551230100", voiceUrl: flow.webhookUrl, voiceMethod: "POST" },
  { protect: true },
);
export const sid: pulumi.Output<string> = line.sid;
export const workflow: Promise<{ sid: string }> = twilio.taskrouter.getWorkflow({
  workspaceSid: "WS00000000000000000000000000000001",
  friendlyName: "Assign to Anyone",
});
export const operator: string = twilio.intelligence.summaryOperatorId;
`;

test("has the classes, the provider, their sources without tests, the licence and the README", () => {
  const top = new Set(packed.map((path) => /^(?:src|dist\/(?=.*\/))/.exec(path)?.[0] ?? path));

  expect([...top].toSorted()).toEqual([
    "LICENSE",
    "README.md",
    "dist/",
    "dist/index.d.ts",
    "dist/index.d.ts.map",
    "dist/index.js",
    "dist/index.js.map",
    "dist/package.json",
    "dist/provider.mjs",
    "dist/provider.mjs.map",
    "package.json",
    "plugin/pulumi-resource-twilio",
    "src",
  ]);
  expect(packed.filter((path) => /\.test\.|\/testing\//.test(path))).toEqual([]);
  expect(readFileSync(join(installed, "LICENSE"), "utf8")).toBe(readFileSync(join(root, "LICENSE"), "utf8"));
});

test("has exports that publint accepts", async () => {
  const { messages } = await publint({ pkgDir: installed, strict: true, pack: false });

  expect(messages).toEqual([]);
});

test("has types for ES and CommonJS modules that compile without skipLibCheck and reject a misspelt input", async () => {
  const files = {
    "program.mts": program,
    "program.cts": program,
    "misspelt.ts": program.replace("voiceUrl:", "voiceURL:"),
  };

  const output = await typecheck(project, { files, options: [...nodeTypes, "--module", "nodenext"] });

  expect(output.split("\n").filter((line) => !line.startsWith(" "))).toEqual([
    expect.stringMatching(/^misspelt\.ts\(8,\d+\): error TS\d+: .*'voiceURL' does not exist/),
  ]);
  expect(output).toContain("Did you mean to write 'voiceUrl'?");
});

test.each([
  ["bundlers", "typescript7", ["--module", "preserve", "--moduleResolution", "bundler"]],
  [
    "TypeScript's node10",
    "typescript6",
    ["--module", "commonjs", "--moduleResolution", "node10", "--ignoreDeprecations", "6.0"],
  ],
] as const)("has types for the module resolution of %s", async (_, compiler, options) => {
  const files = { "program.ts": program };

  expect(
    await typecheck(project, { files, options: [...nodeTypes, "--skipLibCheck", ...options], compiler }),
  ).toBe("");
});

test.each([
  ["ES", "names.mjs", 'import * as twilio from "@pulumi/twilio";'],
  ["CommonJS", "names.cjs", 'const twilio = require("@pulumi/twilio");'],
])("is imported by a module in %s on plain Node", async (_, file, load) => {
  writeFileSync(
    join(project, file),
    `${load}\nconsole.log(Object.keys(twilio.studio), twilio.numbers.PhoneNumber.token, twilio.default);`,
  );

  const { stdout } = await execa(process.execPath, [file], { cwd: project, env: { NODE_OPTIONS: "" } });

  expect(stdout).toMatch(/^\[ 'Flow' \] twilio:numbers:PhoneNumber /);
});

test("the provider starts without any other package", async () => {
  const alone = mkdtempSync(join(folder, "alone-"));
  await execa("cp", ["-R", join(installed, "dist"), join(installed, "plugin"), alone]);
  const PATH = `${process.execPath.replace(/\/node$/, "")}:${process.env.PATH}`;

  const plugin = spawn(join(alone, "plugin/pulumi-resource-twilio"), { cwd: alone, env: { PATH } });
  try {
    const [line] = await once(createInterface(plugin.stdout), "line");
    expect(line).toMatch(/^\d+$/);
  } finally {
    plugin.kill();
    await once(plugin, "exit");
  }
});
