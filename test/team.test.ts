// What a team edits breaks nothing of the project: in a copy of the checkout it replaces the attribute contract, the
// configuration and its own resources, and then docs, tests, `pulumi up` and hand-offs all work with them.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { sender } from "@tac-handoff/cli/demo/agent";
import { stopLocalTwilio } from "@tac-handoff/cli/demo/localTwilio";
import { seed } from "@tac-handoff/emulator";
import { execa } from "execa";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { parseDocument } from "yaml";
import { copyCheckout } from "./checkout.ts";

vi.setConfig({ testTimeout: 240_000 });

const folder = mkdtempSync(join(tmpdir(), "tac-handoff-team-"));
const checkout = join(folder, "checkout");
beforeAll(() => copyCheckout(checkout));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(file: string, text: string): void {
  writeFileSync(join(checkout, file), text);
}

function read(file: string): string {
  return readFileSync(join(checkout, file), "utf8");
}

/** Replaces the contract: the arguments of `defineAttributes`. */
function writeContract(definition: string): void {
  write(
    "studio-flows/attributes.ts",
    `import { defineAttributes } from "@tac-handoff/runtime";
import * as z from "zod";

export const attributes = defineAttributes(${definition});
`,
  );
}

/** Sets keys of the stack's configuration. */
function configure(keys: Record<string, unknown>): void {
  const config = parseDocument(read("Pulumi.dev.yaml"));
  for (const [key, value] of Object.entries(keys)) config.setIn(["config", key], value);
  write("Pulumi.dev.yaml", config.toString());
}

function run(...args: string[]) {
  return execa(process.execPath, args, {
    cwd: checkout,
    env: { NO_COLOR: "1" },
    stdin: "ignore",
    all: true,
    reject: false,
  });
}

async function generateDocs() {
  const { exitCode, all } = await run("scripts/run.mjs", "docs");
  return { exitCode, all, schema: JSON.parse(read("studio-flows/handoff.schema.json")) };
}

/** Runs all unit tests that the contract reaches in the copy, and returns how many passed, and which failed. */
let reached: string[] | undefined;
async function unitTests(): Promise<{ passed: number; failed: string[] }> {
  const report = join(folder, "report.json");
  const options = ["--run", "--project", "unit", "--reporter", "json", "--outputFile", report];
  const selection = reached ? ["run", ...reached] : ["related", "studio-flows/attributes.ts"];
  await run("node_modules/vitest/vitest.mjs", ...selection, ...options);
  const { numPassedTests, testResults } = JSON.parse(readFileSync(report, "utf8")) as {
    numPassedTests: number;
    testResults: { name: string; status: string; assertionResults: { fullName: string; status: string }[] }[];
  };
  // Which tests it reaches does not depend on its content, and takes ten seconds to find out.
  reached = testResults.map(({ name }) => relative(checkout, name));
  const failed = testResults.flatMap(({ name, status, assertionResults }) => {
    const titles = assertionResults.filter((each) => each.status === "failed").map((each) => each.fullName);
    return status === "failed" && titles.length === 0 ? [name] : titles;
  });
  return { passed: numPassedTests, failed };
}

/** Runs the demo, and returns what it printed, the attributes of the tasks in Flex, and the names of the flows. */
async function demo() {
  const own = join(folder, "demo");
  onTestFinished(() => stopLocalTwilio(own));
  const { exitCode, all } = await run("scripts/run.mjs", "demo", "--keep", "--folder", own);
  if (exitCode !== 0) return { exitCode, all, tasks: [], flows: [] };
  const { url } = JSON.parse(readFileSync(join(own, "twilio.pid"), "utf8"));
  const send = sender(url);
  const { tasks } = (await send("GET /local/tasks")) as unknown as { tasks: { attributes: object }[] };
  const { flows } = (await send("GET https://studio.twilio.com/v2/Flows")) as unknown as {
    flows: { friendly_name: string }[];
  };
  return {
    exitCode,
    all,
    tasks: tasks.map(({ attributes }) => attributes),
    flows: flows.map(({ friendly_name }) => friendly_name),
  };
}

const payload = {
  conversationId: expect.stringMatching(/^conv_conversation_/),
  storeId: seed.memoryStoreId,
  profileId: "",
  reason: 'Wants a refund for order 1234 – "it never arrived"',
};

test("a contract of other attributes, required and enumerated, with texts and a name of the team's own", async () => {
  writeContract(`
  z.object({
    language: z.enum(["de", "en"]),
    topic: z.string().max(60).meta({ examples: ["refund"] }),
  })`);
  configure({
    "tac-handoff:name": "support",
    "tac-handoff:apologies": { call: "Leider ist niemand da.", message: "Leider ist niemand da." },
    "tac-handoff:flex": { priority: 5, attributes: { department: "support", team: "eu" } },
  });

  const { exitCode, schema } = await generateDocs();
  const [tests, shown] = await Promise.all([unitTests(), demo()]);

  expect(exitCode).toBe(0);
  expect(schema.properties.attributes).toMatchObject({
    properties: { language: { enum: ["de", "en"] }, topic: { maxLength: 60, examples: ["refund"] } },
    required: ["language", "topic", "reason"],
    additionalProperties: false,
  });
  expect(tests.failed).toEqual([]);
  expect(tests.passed).toBeGreaterThan(100);
  const task = { ...payload, department: "support", team: "eu", language: "de", topic: "refund" };
  expect(shown.tasks, shown.all).toMatchObject([task, task, task]);
  expect(shown.flows).toContain("support");
});

test("an empty contract, in a stack for calls alone, with resources of the team's own", async () => {
  writeContract("z.object({})");
  configure({ "tac-handoff:channels": ["voice"] });
  for (const [file, text] of exampleFiles()) write(file, text);

  const { exitCode, schema } = await generateDocs();
  const [tests, shown] = await Promise.all([unitTests(), demo()]);

  expect(exitCode).toBe(0);
  expect(schema.properties.attributes).toMatchObject({
    properties: { reason: { type: "string" } },
    required: ["reason"],
    additionalProperties: false,
  });
  expect(tests.failed).toEqual([]);
  expect(tests.passed).toBeGreaterThan(100);
  expect(shown.tasks, shown.all).toEqual([expect.objectContaining(payload)]);
  expect(shown.tasks[0]).not.toHaveProperty("language");
  expect(shown.flows).toEqual(expect.arrayContaining(["support", "support opening hours"]));
  expect(shown.all).toMatch(/openingHoursFlowSid *: "FW[0-9a-f]{32}"/);
});

test("a contract of lists, numbers and booleans, with long names and more room for the team", async () => {
  writeContract(`
  z.object({
    items: z.array(z.object({ sku: z.string(), count: z.int().min(1) })).min(1),
    satisfaction_after_first_answer: z.number().min(0).max(1),
    isReturningCustomer: z.boolean(),
  }),
  { teamCharacters: 300 },
`);
  const note = "n".repeat(200);
  configure({ "tac-handoff:channels": ["voice", "sms"], "tac-handoff:flex": { attributes: { note } } });

  const { exitCode, schema } = await generateDocs();
  const [tests, shown] = await Promise.all([unitTests(), demo()]);

  expect(exitCode).toBe(0);
  expect(schema.properties.attributes.required).toEqual([
    "items",
    "satisfaction_after_first_answer",
    "isReturningCustomer",
    "reason",
  ]);
  expect(tests.failed).toEqual([]);
  expect(tests.passed).toBeGreaterThan(100);
  const task = {
    ...payload,
    note,
    items: [{ sku: "sample", count: 1 }],
    satisfaction_after_first_answer: 1,
    isReturningCustomer: true,
  };
  expect(shown.tasks, shown.all).toMatchObject([task, task]);
});

test("a mistake in the contract is reported in a sentence, and docs generates the other pages all the same", async () => {
  writeContract("z.object({ reason: z.string() })");
  write("docs/doctor.md", "outdated");
  const mistake = "attribute contract: reason: the hand-off flow writes an attribute of this name itself";

  const docs = await generateDocs();
  const doctor = await run("scripts/run.mjs", "doctor");

  expect(docs.exitCode).toBe(1);
  expect(docs.all).toContain(`studio-flows/handoff.schema.json cannot be generated: ${mistake}`);
  expect(docs.all).toContain("docs/doctor.md written.");
  expect([doctor.exitCode, doctor.all]).toEqual([2, `studio-flows/attributes.ts: ${mistake}`]);
});

/** The files that team/README.md shows, by their path. */
function exampleFiles(): [file: string, text: string][] {
  const blocks = [...read("team/README.md").matchAll(/^```ts\n\/\/ (team\/\S+)\n(.*?)^```$/gms)];
  expect(blocks.map(([, file]) => file)).toEqual(["team/flows/openingHours.ts", "team/resources.ts"]);
  return blocks.map(([, file = "", text = ""]) => [file, text]);
}
