// The package as users install it: built by `npm pack` with its dependencies, and used outside this project.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { publint } from "publint";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { installPacked } from "../../test/installPacked.ts";
import { nodeTypes, typecheck } from "../../test/typecheck.ts";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "emulator-pack-"));
// Compilers and processes are slow on a busy machine.
vi.setConfig({ testTimeout: 60_000 });
let project: string;
let installed: string;
let packed: string[];

beforeAll(async () => {
  ({ project, installed, packed } = await installPacked("emulator", folder));
}, 600_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }), 60_000);

/** Runs a module in plain Node and returns its output. */
async function run(name: string, code: string): Promise<string> {
  writeFileSync(join(project, name), code);
  const { stdout } = await execa(process.execPath, [name], { cwd: project, env: { NODE_OPTIONS: "" } });
  return stdout;
}

test("has code, types, sources, licence and README, and no tests", () => {
  const roots = new Set(packed.map((path) => path.split("/")[0]));

  expect([...roots].toSorted()).toEqual(["LICENSE", "README.md", "dist", "package.json", "src"]);
  expect(packed).toEqual(
    expect.arrayContaining(["dist/index.js", "dist/index.d.ts", "src/voice/relaySession.ts"]),
  );
  expect(packed.filter((path) => /\.test\.|testing\//.test(path))).toEqual([]);
  expect(readFileSync(join(installed, "LICENSE"), "utf8")).toBe(readFileSync(join(root, "LICENSE"), "utf8"));
});

test("has exports in which publint finds no problems", async () => {
  const { messages } = await publint({ pkgDir: installed, strict: true, pack: false });

  expect(messages).toEqual([]);
});

test("starts in plain Node, serves Twilio's API, runs a flow and closes", async () => {
  const output = await run(
    "flow.js",
    `import { ask, seed, startEmulator } from "@tac-handoff/emulator";
const twilio = await startEmulator();
const { status, body } = await ask(twilio, "GET https://studio.twilio.com/v2/Flows");
const message = { from: "+15557654321", to: seed.phoneNumber, body: "Hello" };
const { executions } = (await ask(twilio, "POST /local/messages", { json: message })).body;
await twilio.close();
const closed = await fetch(twilio.url).catch((error) => error.message);
console.log(JSON.stringify([status, body.flows[0].friendly_name, executions[0].path, closed]));\n`,
  );

  expect(JSON.parse(output)).toEqual([
    200,
    "Flex Messaging Flow",
    ["Trigger", "send_to_flex"],
    "fetch failed",
  ]);
});

test("starts the HTTPS proxy, whose certificates need further packages", async () => {
  const output = await run(
    "proxy.js",
    `import { startEmulator } from "@tac-handoff/emulator";
const twilio = await startEmulator({ proxy: {} });
const health = await (await fetch(\`\${twilio.url}/local/health\`)).json();
await twilio.close();
console.log(health.proxy.environment.HTTPS_PROXY === twilio.proxy.url);\n`,
  );

  expect(output).toBe("true");
});

test("runs the README's example, whose types a compiler accepts", async () => {
  const readme = readFileSync(join(installed, "README.md"), "utf8");
  const [, example = ""] = /^```ts\n(.*?)^```$/ms.exec(readme) ?? [];
  const files = { "example.ts": example };
  const options = [...nodeTypes, "--skipLibCheck", "--module", "nodenext"];

  const [output, errors] = await Promise.all([
    run("example.js", example),
    typecheck(project, { files, options }),
  ]);

  expect([output, errors]).toEqual(["200 Flex Messaging Flow", ""]);
});
