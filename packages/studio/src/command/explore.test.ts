import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type RecordedOptions, runRecorded } from "./testing/recordedIo.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "explore-"));
  write("flow.json", question("sales"));
  write("sales.yaml", "name: wants sales\ntrigger: incomingMessage\nanswers: { ask: { reply: sales } }\n");
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(file: string, content: unknown): void {
  writeFileSync(join(folder, file), typeof content === "string" ? content : JSON.stringify(content));
}

/** Asks for the topic, and replies only if it is `topic`. */
function question(topic: string) {
  const input = "{{widgets.ask.inbound.Body}}";
  const match = {
    event: "match",
    next: "tell",
    conditions: [{ friendly_name: topic, arguments: [input], type: "equal_to", value: topic }],
  };
  const own = { from: "{{flow.channel.address}}" };
  return {
    states: [
      {
        name: "Trigger",
        type: "trigger",
        transitions: [{ event: "incomingMessage", next: "ask" }],
        properties: {},
      },
      {
        name: "ask",
        type: "send-and-wait-for-reply",
        transitions: [
          { event: "incomingMessage", next: "about" },
          { event: "timeout" },
          { event: "deliveryFailure" },
        ],
        properties: { ...own, body: "What is it about?", timeout: "60" },
      },
      {
        name: "about",
        type: "split-based-on",
        transitions: [{ event: "noMatch" }, match],
        properties: { input },
      },
      {
        name: "tell",
        type: "send-message",
        transitions: [{ event: "sent" }, { event: "failed" }],
        properties: { ...own, to: "{{contact.channel.address}}", body: "Somebody will call you." },
      },
    ],
    initial_state: "Trigger",
  };
}

function explore(args: readonly string[], options: RecordedOptions = {}) {
  return runRecorded(["explore", ...args], { cwd: folder, ...options });
}

test("all transitions are counted, and those not covered by a scenario are listed", async () => {
  const { code, stdout, stderr } = await explore(["flow.json", "--scenario", "sales.yaml"]);

  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^\d+ paths followed: 8 of 8 transitions reached, 4 by 1 scenario\n/);
  expect(stdout).toContain(
    [
      "\nNot covered by a scenario",
      "  ask timeout and ends",
      "  ask deliveryFailure and ends",
      "  about noMatch and ends",
      "",
    ].join("\n"),
  );
});

test("a path that ends without a response is reported with an example, and exits with 1 with --strict", async () => {
  const { code, stdout } = await explore(["flow.json", "--strict"]);

  expect(code).toBe(1);
  expect(stdout).toMatch(
    /\nEnds without a response to the customer\n {2}at about, after ask incomingMessage\n {4}Trigger: incomingMessage; ask: /,
  );
});

test("unreachable transitions are reported with the reason", async () => {
  const flow = question("sales");
  const lost = { name: "lost", type: "send-message", transitions: [{ event: "sent" }], properties: {} };
  write("flow.json", { ...flow, states: [...flow.states, lost] });

  const { stdout } = await explore(["flow.json"]);

  expect(stdout).toContain("\nNot reached\n  lost sent and ends\n    no transition leads to lost\n");
});

test("--max-paths limits the exploration, and the report mentions it", async () => {
  const { stdout } = await explore(["flow.json", "--max-paths", "1"]);

  expect(stdout.startsWith("1 path followed: ")).toBe(true);
  expect(stdout).toContain(
    "\nNot explored\n  the flow has more than 1 path; raise --max-paths to include them\n",
  );
});

test("--json prints everything as one object", async () => {
  const { stdout } = await explore(["--json", "flow.json", "--scenario", "sales.yaml"]);

  expect(JSON.parse(stdout)).toMatchObject({
    transitions: { total: 8, reached: 8, unreached: [] },
    unanswered: [{ at: "about", after: { widget: "ask", event: "incomingMessage" } }],
    bounds: { isIncomplete: false },
  });
});

test("progress is shown at a terminal, and erased at the end", async () => {
  const shown: string[] = [];

  await explore(["flow.json"], { isWatched: true, onWrite: (text) => shown.push(text) });

  expect(shown).toContain("\r\u001b[K");
  expect(shown.at(-1)).toMatch(/^1 path|^\d+ paths followed: /);
});

test.each([
  [[], "Specify one flow to explore; found 0. Pass scenarios with --scenario."],
  [["a", "--max-paths", "0"], '--max-paths: expected a whole number, at least 1, found "0".'],
  [["-", "--scenario", "-"], "Only one file can be read from standard input."],
])("with %j the mistake is reported", async (args, sentence) => {
  expect(await explore(args)).toEqual({
    code: 2,
    stdout: "",
    stderr: `${sentence}\nAll options: tac-studio explore --help\n`,
  });
});
