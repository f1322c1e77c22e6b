import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runRecorded } from "./testing/recordedIo.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "import-"));
  writeFileSync(join(folder, "flow.json"), JSON.stringify(flow));
});
afterEach(() => rmSync(folder, { recursive: true }));

const flow = {
  states: [
    {
      name: "Trigger",
      type: "trigger",
      transitions: [{ event: "incomingMessage", next: "greet" }],
      properties: { offset: { x: 7, y: 9 } },
    },
    {
      name: "greet",
      type: "send-message",
      transitions: [{ event: "sent" }, { event: "failed" }],
      properties: {
        from: "{{flow.channel.address}}",
        to: "{{contact.channel.address}}",
        body: "Hello",
        offset: { x: 123, y: 456 },
      },
    },
  ],
  initial_state: "Trigger",
};

function importFlow(args: readonly string[]) {
  return runRecorded(["import", ...args], { cwd: folder, input: JSON.stringify(flow) });
}

test("a flow becomes TypeScript on standard output", async () => {
  const { code, stdout, stderr } = await importFlow(["flow.json"]);

  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^import \{ .*defineFlow.* \} from "@tac-handoff\/studio";$/m);
  expect(stdout).toContain("export const flow = defineFlow(");
  expect(stdout).not.toContain("123");
});

test("--from sets the module of the builder, --keep-positions keeps the canvas positions", async () => {
  const { stdout } = await importFlow(["-", "--from", "./builder.ts", "--keep-positions"]);

  expect(stdout).toContain('from "./builder.ts";');
  expect(stdout).toContain("123");
});

test("an existing file is replaced only with --force", async () => {
  writeFileSync(join(folder, "flow.ts"), "// by hand");

  expect(await importFlow(["flow.json", "-o", "flow.ts"])).toEqual({
    code: 2,
    stdout: "",
    stderr: "flow.ts: the file already exists. Choose another file, or add --force.\n",
  });
  expect(readFileSync(join(folder, "flow.ts"), "utf8")).toBe("// by hand");
  expect(await importFlow(["flow.json", "-o", "flow.ts", "--force"])).toEqual({
    code: 0,
    stdout: "",
    stderr: "",
  });
  expect(readFileSync(join(folder, "flow.ts"), "utf8")).toContain("defineFlow(");
});

test.each([
  [[], "Specify one flow to import; found 0. Pass the output file with -o."],
  [["flow.json", "flow.ts"], "Specify one flow to import; found 2. Pass the output file with -o."],
])("with %j the mistake is reported", async (args, sentence) => {
  expect(await importFlow(args)).toEqual({
    code: 2,
    stdout: "",
    stderr: `${sentence}\nAll options: tac-studio import --help\n`,
  });
});
