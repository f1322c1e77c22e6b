// The package as users install it: built by `npm pack` and used outside this project.

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { execa } from "execa";
import { publint } from "publint";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { installPacked } from "../../test/installPacked.ts";
import { typecheck } from "../../test/typecheck.ts";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "runtime-pack-"));
// Compilers and processes are slow on a busy machine.
vi.setConfig({ testTimeout: 60_000 });
let project: string;
let installed: string;
let packed: string[];

beforeAll(async () => {
  ({ project, installed, packed } = await installPacked("runtime", folder));
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }), 60_000);

/** The examples in README.md. */
const readme = readFileSync(join(import.meta.dirname, "README.md"), "utf8");
const examples = [...readme.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code = ""]) => code);
const [firstExample = ""] = examples;

/** The output of the README's examples. */
const printed = [
  String.raw`{"type":"end","handoffData":"{\"conversationId\":\"conv_conversation_00000000000000000000000001\",\"storeId\":\"mem_store_00000000000000000000000001\",\"profileId\":\"\",\"attributes\":{\"department\":\"billing\",\"reason\":\"Wants a refund for order 1234\",\"priority\":\"normal\"}}"}
{
  department: 'billing',
  reason: 'Wants a refund for order 1234',
  priority: 'normal'
}`,
  `https://webhooks.twilio.com/v1/Accounts/AC00000000000000000000000000000001/Flows/FW00000000000000000000000000000001?Trigger=incomingCall
https://studio.twilio.com/v2/Flows/FW00000000000000000000000000000001/Executions`,
];

test("has the code, its types, its sources without tests, the schema, the licence and the README, and nothing else", () => {
  const all = [
    ...[
      "attributeKinds",
      "attributes",
      "budget",
      "buildPayload",
      "contractProblems",
      "environment",
      "handoffError",
      "index",
    ],
    ...["calls/connectAction", "calls/handoffTwiml", "calls/taskAttributes"],
    ...["conversations/conversation", "conversations/isWithFlex", "conversations/twilioClient"],
    ...["payload", "problems", "readJson", "reservedNames", "wire", "zodVersion"],
  ];
  const made = [".js", ".js.map", ".d.ts", ".d.ts.map"];

  expect(packed.toSorted()).toEqual(
    [
      ...all.flatMap((name) => [`src/${name}.ts`, ...made.map((extension) => `dist/${name}${extension}`)]),
      ...["LICENSE", "README.md", "package.json", "schema.json"],
    ].toSorted(),
  );
  expect(readFileSync(join(installed, "LICENSE"), "utf8")).toBe(readFileSync(join(root, "LICENSE"), "utf8"));
});

test("has exports in which publint finds no problems", async () => {
  const { messages } = await publint({ pkgDir: installed, strict: true, pack: false });

  expect(messages).toEqual([]);
});

test("runs the README's examples in plain Node", async () => {
  const runs = await Promise.all(
    examples.map((code, index) => {
      const file = join(project, `example${index}.js`);
      writeFileSync(file, code);
      return execa(process.execPath, [file], { env: { NODE_OPTIONS: "" } });
    }),
  );

  expect(runs.map(({ stdout }) => stdout)).toEqual(printed);
});

test.each([
  ["nodenext", ["--module", "nodenext"]],
  ["bundler", ["--module", "preserve", "--moduleResolution", "bundler"]],
])("has types with module resolution as for %s", async (_, options) => {
  const files = {
    ...Object.fromEntries(examples.map((code, index) => [`example${index}.ts`, code])),
    "schema.ts":
      'import schema from "@tac-handoff/runtime/schema.json" with { type: "json" };\nexport const title: string = schema.title;\n',
  };

  expect(await typecheck(project, { files, options: [...options, "--resolveJsonModule"] })).toBe("");
});

test("does not compile with an attribute that is not in the contract, and the compiler reports where and why", async () => {
  const withAttributes = (attributes: string) => firstExample.replace('department: "billing"', attributes);
  const files = {
    "misspelt.ts": withAttributes('departmnet: "billing"'),
    "surplus.ts": withAttributes('department: "billing", team: "eu"'),
  };

  const output = await typecheck(project, { files, options: ["--module", "nodenext"] });

  expect(output.replace(/type '\{.*\}'/, "type '…'").split("\n")).toEqual([
    "misspelt.ts(16,17): error TS2561: Object literal may only specify known properties, but 'departmnet' does not exist in type '…'. Did you mean to write 'department'?",
    "surplus.ts(16,40): error TS2322: Type 'string' is not assignable to type 'string & NotInTheAttributeContract'.",
    "  Type 'string' is not assignable to type 'NotInTheAttributeContract'.",
  ]);
});

test("in a project with zod 3, the error names the version and what to install", async () => {
  const old = join(folder, "old");
  const zod = join(old, "node_modules/zod");
  mkdirSync(zod, { recursive: true });
  cpSync(installed, join(old, "node_modules/@tac-handoff/runtime"), { recursive: true });
  writeFileSync(join(zod, "package.json"), JSON.stringify({ type: "module", exports: "./index.js" }));
  writeFileSync(join(zod, "index.js"), `export * from ${JSON.stringify(import.meta.resolve("zod/v3"))};\n`);
  const code =
    'await import("@tac-handoff/runtime").catch(({ name, code, message }) => console.log(name, code, message))';

  const { stdout } = await execa(process.execPath, ["--input-type", "module", "--eval", code], {
    cwd: old,
    env: { NODE_OPTIONS: "" },
  });

  expect(stdout).toBe(
    "HandoffError unsuitable_zod @tac-handoff/runtime: found zod 3 in this project. Expected zod 4, 4.1 or later: npm install zod@4",
  );
});

test("can be bundled for a browser, where it runs without Node's process", async () => {
  const entry = join(project, "browser.js");
  writeFileSync(
    entry,
    `${firstExample}
    import { handoffFlowSid } from "@tac-handoff/runtime";
    try { handoffFlowSid() } catch (error) { console.log(error.message) }`,
  );
  const outfile = join(project, "bundle.mjs");

  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "browser",
    format: "esm",
    logLevel: "silent",
  });

  const { stdout } = await execa(process.execPath, [
    "--import",
    "data:text/javascript,delete globalThis.process",
    outfile,
  ]);
  expect(stdout).toBe(
    `${printed[0]}\nTWILIO_STUDIO_HANDOFF_FLOW_SID is not set. Expected the hand-off flow's SID, FW and 32 lower-case hexadecimal digits: npm run env writes it; so does pulumi stack output flowSid.`,
  );
});
