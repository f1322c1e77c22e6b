import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { runRecorded } from "./testing/recordedIo.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "simulate-"));
  write("flow.json", menu());
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(file: string, content: unknown): void {
  writeFileSync(join(folder, file), typeof content === "string" ? content : JSON.stringify(content));
}

/** Asks for digits, looks something up, and says the result. */
function menu(url = "https://example.com/orders") {
  const to = (event: string, next?: string) => ({ event, ...(next === undefined ? {} : { next }) });
  return {
    states: [
      { name: "Trigger", type: "trigger", transitions: [to("incomingCall", "ask")], properties: {} },
      {
        name: "ask",
        type: "gather-input-on-call",
        transitions: [to("keypress", "look_up"), to("speech"), to("timeout", "ask")],
        properties: { say: "Which order?", number_of_digits: 4 },
      },
      {
        name: "look_up",
        type: "make-http-request",
        transitions: [to("success", "tell"), to("failed")],
        properties: { method: "GET", url: `${url}?id={{widgets.ask.Digits}}` },
      },
      {
        name: "tell",
        type: "say-play",
        transitions: [to("audioComplete")],
        properties: { say: "It is {{widgets.look_up.parsed.state}}." },
      },
    ],
    initial_state: "Trigger",
  };
}

const shipped = `name: a shipped order
trigger: incomingCall
answers:
  ask: [timeout, { digits: "1234" }]
  look_up: { body: { state: shipped } }
`;

function simulate(args: readonly string[], input = "") {
  return runRecorded(["simulate", ...args], { cwd: folder, input });
}

test("a run is shown step by step, with prompts and requests, and how it ended", async () => {
  write("shipped.yaml", shipped);

  expect(await simulate(["flow.json", "--scenario", "shipped.yaml"])).toEqual({
    code: 0,
    stdout: `a shipped order
  1  Trigger  incomingCall
  2  ask      timeout
  3  ask      keypress
  4  look_up  success
  5  tell     audioComplete
  said        "Which order?"
              "Which order?"
              "It is shipped."
  requested   GET https://example.com/orders?id=1234
  ended at tell
`,
    stderr: "",
  });
});

test("without a scenario, sample data takes the first path through the flow", async () => {
  const { code, stdout } = await simulate(["flow.json"]);

  expect(code).toBe(0);
  expect(stdout).toContain("incomingCall, with sample data\n");
  expect(stdout).toContain("  2  ask      keypress\n");
});

test("a difference from the expectation is reported, and exits with 1", async () => {
  write("shipped.yaml", `${shipped}expect:\n  path: [Trigger, ask, tell]\n  said: [order, order, lost]\n`);
  write("sound.yaml", `${shipped}expect:\n  ends: ended\n`);

  const { code, stdout } = await simulate([
    "flow.json",
    "--scenario",
    "sound.yaml",
    "--scenario",
    "shipped.yaml",
  ]);

  expect(code).toBe(1);
  expect(stdout.endsWith("\n2 runs: 1 not as expected: a shipped order\n")).toBe(true);
  expect(stdout).toContain(
    '  unexpected  path: expected ["Trigger","ask","tell"], found ["Trigger","ask","ask","look_up","tell"]\n' +
      '              said[2]: expected "lost", found "It is shipped."\n',
  );
});

test("there can be several scenarios: a folder, or the files to which a shell expands *.yaml", async () => {
  mkdirSync(join(folder, "scenarios"));
  write("scenarios/b.yaml", shipped);
  write("scenarios/a.yml", "name: nobody answers\ntrigger: incomingCall\n");
  write("scenarios/notes.md", "none");

  const inFolder = await simulate(["flow.json", "--scenario", "scenarios"]);
  const byShell = await simulate(["--scenario", "scenarios/a.yml", "scenarios/b.yaml", "flow.json"]);

  expect(inFolder.stdout.match(/^\S.*/gm)).toEqual([
    "nobody answers",
    "a shipped order",
    "2 runs: all as expected",
  ]);
  expect(byShell).toEqual(inFolder);
});

test("a folder without scenarios is an error", async () => {
  mkdirSync(join(folder, "scenarios"));

  expect((await simulate(["flow.json", "--scenario", "scenarios"])).stderr).toBe(
    "scenarios: no scenario found in this folder; a scenario is a *.yaml file.\n",
  );
});

test("a waiting run lists the events it waits for, and a Studio limit exits with 1", async () => {
  write("waits.yaml", "trigger: incomingCall\n");
  write("loops.yaml", `trigger: incomingCall\nanswers: { ask: [${Array(12).fill("timeout").join(", ")}] }\n`);

  const waiting = await simulate(["flow.json", "--scenario", "waits.yaml"]);
  const looping = await simulate(["flow.json", "--scenario", "loops.yaml"]);

  expect(waiting.code).toBe(0);
  expect(waiting.stdout).toContain("  2  ask      waits for keypress, speech, timeout\n");
  expect(waiting.stdout).toContain("  still waiting at ask\n");
  expect(looping.code).toBe(1);
  expect(looping.stdout).toContain("stopped at ask by a Studio limit (81001)\n");
});

test("--json prints the runs as a list", async () => {
  write("shipped.yaml", shipped);

  const { stdout } = await simulate(["--json", "flow.json", "--scenario", "shipped.yaml"]);

  expect(JSON.parse(stdout)).toMatchObject([
    {
      scenario: "a shipped order",
      path: ["Trigger", "ask", "ask", "look_up", "tell"],
      said: ["Which order?", "Which order?", "It is shipped."],
      end: { how: "ended", at: "tell" },
      context: { widgets: { ask: { Digits: "1234" } } },
    },
  ]);
});

test("a scenario that does not fit the flow is reported with its places", async () => {
  write("wrong.yaml", "trigger: incomingCall\nanswers:\n  asks: timeout\n  tell: { digits: 1 }\n");

  const { code, stdout, stderr } = await simulate(["flow.json", "--scenario", "wrong.yaml"]);

  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr.split("\n").map((line) => line.split(": ")[0])).toEqual([
    "wrong.yaml:3:3",
    "wrong.yaml:4:3",
    "",
  ]);
});

test("an allowed host receives a real request, and its response can be recorded", async () => {
  const server = createServer((_, response) => {
    response.setHeader("Content-Type", "application/json").end('{"state":"on its way"}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  write("flow.json", menu(`http://127.0.0.1:${port}/orders`));
  write("asks.yaml", 'trigger: incomingCall\nanswers: { ask: { digits: "1" } }\n');

  const args = ["flow.json", "--scenario", "asks.yaml"];
  const alone = await simulate(args);
  const real = await simulate([...args, "--real", `127.0.0.1:${port}`, "--record", "recorded.json"]);
  write("replay.yaml", 'trigger: incomingCall\nanswers: { ask: { digits: "1" } }\nrecorded: recorded.json\n');
  const replayed = await simulate(["flow.json", "--scenario", "replay.yaml"]);

  expect(alone.stdout).toContain("ended at look_up");
  expect(real.stdout).toContain('"It is on its way."');
  expect(JSON.parse(readFileSync(join(folder, "recorded.json"), "utf8"))).toMatchObject([{ status: 200 }]);
  expect(replayed.stdout).toContain('"It is on its way."');
});

test("control characters in a flow do not reach the terminal", async () => {
  const flow = menu();
  write("flow.json", JSON.stringify(flow).replace("Which order?", "\\u001b[2Jx"));

  expect((await simulate(["flow.json"])).stdout).not.toContain("\u001b");
});

test.each([
  [[], "Specify one flow to simulate; found 0. Pass scenarios with --scenario."],
  [["a.json", "b.json"], "Specify one flow to simulate; found 2. Pass scenarios with --scenario."],
  [["-", "--scenario", "-"], "Only one file can be read from standard input."],
  [
    ["a.json", "--record", "r.json"],
    "--record stores the responses of real hosts: specify the hosts with --real.",
  ],
])("with %j the mistake is reported", async (args, sentence) => {
  expect(await simulate(args)).toMatchObject({
    code: 2,
    stderr: `${sentence}\nAll options: tac-studio simulate --help\n`,
  });
});

test("a malformed flow is reported, with the command that lists its issues", async () => {
  write("broken.json", { states: [{ name: "Trigger" }], initial_state: "Trigger" });
  write("unwired.json", {
    states: [{ name: "Trigger", type: "trigger", transitions: [], properties: {} }],
    initial_state: "Trigger",
  });

  expect((await simulate(["broken.json"])).stderr).toBe(
    "broken.json: the flow is malformed. To list its issues: tac-studio check broken.json\n",
  );
  expect((await simulate(["unwired.json"])).stderr).toContain(
    "The flow's trigger leads nowhere, so nothing can start it",
  );
});
