import { describe, expect, test } from "vitest";
import { defineFlow, gatherInputOnCall, runSubflow, sayPlay } from "../../build/build.ts";
import { type ReadOptions, readScenario } from "./readScenario.ts";
import { simulate } from "./runScenario.ts";

const sid = `FW${"1".repeat(32)}`;
const flow = defineFlow({
  trigger: { incomingCall: "menu" },
  widgets: {
    menu: gatherInputOnCall({ say: "Press 1.", on: { keypress: "sub" } }),
    sub: runSubflow({
      flow_sid: sid,
      flow_revision: "LatestPublished",
      on: { completed: "end", failed: "end" },
    }),
    end: sayPlay({ say: "{{widgets.menu.Digits}}" }),
  },
});

function issues(yaml: string, options: ReadOptions = { definition: flow }) {
  const read = readScenario(yaml, options);
  return "issues" in read
    ? read.issues.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`)
    : [];
}

function scenario(yaml: string, options: ReadOptions = { definition: flow }) {
  const read = readScenario(yaml, options);
  if ("issues" in read) throw new Error(JSON.stringify(read.issues));
  return read.scenario;
}

describe("a scenario file", () => {
  test("can be a single line", async () => {
    expect((await simulate(flow, scenario("trigger: incomingCall"))).end).toMatchObject({
      how: "waiting",
      at: "menu",
    });
  });

  test("can contain everything that a run needs", async () => {
    const { steps, said, differences } = await simulate(
      flow,
      scenario(`
name: the usual path
trigger:
  incomingCall: { From: "+1", HandoffData: { reason: refund } }
answers:
  menu: [timeout]
events: [callComplete]
unanswered: default
now: 2026-07-04T12:00:00Z
expect:
  path: [Trigger, menu]
  at: menu
`),
    );

    expect(steps[0]?.event).toBe("incomingCall");
    expect(said).toEqual(["Press 1."]);
    expect(differences).toEqual([]);
  });

  test("accepts numbers where strings are expected", async () => {
    const read = scenario("trigger: incomingCall\nanswers: { menu: { digits: 1 }, sub: completed }");

    expect((await simulate(flow, read)).said).toEqual(["Press 1.", "1"]);
  });

  test("can refer to flows and recorded responses in other files", async () => {
    const subflow = defineFlow({
      trigger: { incomingParent: "inner" },
      widgets: { inner: sayPlay({ say: "Inside." }) },
    });
    const files: Record<string, unknown> = {
      "sub.json": subflow,
      "resource.json": { sid, definition: subflow },
      "recorded.json": [
        { method: "GET", url: "https://a.example/", status: 200, contentType: "text/plain", body: "x" },
      ],
    };
    const read = (name: string) => JSON.stringify(files[name]);

    for (const name of ["sub.json", "resource.json"]) {
      const given = scenario(
        `trigger: incomingCall\nrecorded: recorded.json\nsubflows: { ${sid}: ${name} }\nanswers: { menu: { digits: 2 } }`,
        { definition: flow, read },
      );
      expect(given.recorded).toHaveLength(1);
      expect((await simulate(flow, given)).said).toEqual(["Press 1.", "Inside.", "2"]);
    }
  });
});

describe("issues of a file are reported with their position", () => {
  test.each<[string, string, string[]]>([
    [
      "no YAML",
      "trigger: [",
      [
        "1:11 : invalid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]",
      ],
    ],
    ["nothing", "", ["1:1 : expected a scenario: a mapping with at least `trigger`"]],
    [
      "no trigger",
      "name: x",
      [
        "1:1 trigger: expected incomingCall, incomingMessage, incomingConversationMessage, incomingRequest or incomingParent, alone or with its data",
      ],
    ],
    [
      "two triggers",
      "name: x\ntrigger: { incomingCall: {}, incomingMessage: {} }",
      [
        "2:1 trigger: needs exactly one of incomingMessage, incomingCall, incomingConversationMessage, incomingRequest, incomingParent",
      ],
    ],
    [
      "answers that do not fit, each on its line",
      'trigger: incomingCall\nanswers:\n  menu:\n    - timeout\n    - { reply: "1" }\n  menv: timeout',
      [
        '5:7 answers.menu.1: widget "menu" (gather-input-on-call): expected { digits }, { speech, confidence } or one of its events (keypress, speech, timeout); found { reply }',
        '6:3 answers.menv: there is no widget "menv" in this flow; did you mean "menu"?',
      ],
    ],
    [
      "unknown keys and wrong values together",
      "trigger: incomingCall\nanswer: {}\nexpect: { ends: never }\nnow: yesterday\nreal: { hosts: [a.example] }",
      [
        '2:1 answer: unknown key "answer"; did you mean "answers"?',
        '3:11 expect.ends: Invalid option: expected one of "ended"|"waiting"|"limit"',
        "4:1 now: expected a date and time such as 2026-01-15T18:00:00Z",
        "5:1 real: real requests must be allowed by the caller (on the command line with --real)",
      ],
    ],
    [
      "files that cannot be read",
      `trigger: incomingCall\nrecorded: answers.json\nsubflows:\n  ${sid}: sub.json`,
      [
        "2:1 recorded: answers.json: files cannot be read here",
        `4:3 subflows.${sid}: sub.json: files cannot be read here`,
      ],
    ],
  ])("%s", (_, yaml, expected) => {
    expect(issues(yaml)).toEqual(expected);
  });

  test("with the name of the file, including issues of a flow in another file", () => {
    const read = (name: string) => (name === "a.json" ? "{" : "[]");
    const result = readScenario(`trigger: incomingCall\nrecorded: a.json\nsubflows: { ${sid}: b.json }`, {
      file: "calls/x.yaml",
      read,
    });

    expect(result).toMatchObject({
      issues: [
        { file: "calls/x.yaml", line: 2, message: expect.stringMatching(/^a\.json: /) },
        { file: "calls/x.yaml", line: 3, message: "this is not a flow: it has no states" },
      ],
    });
  });

  test("real requests are made only if the caller allows them", () => {
    const yaml = "trigger: incomingCall\nreal: { hosts: [a.example] }";

    expect(scenario(yaml, { allowReal: true }).real).toEqual({ hosts: ["a.example"] });
  });
});

test.each([
  [
    "incomingRequest: { to: '+1', parameters: {} }",
    [
      'to: unknown key "to"; did you mean "To"?',
      'parameters: unknown key "parameters"; did you mean "Parameters"?',
    ],
  ],
  ["incomingRequest: { body: x }", ['body: unknown key "body"; available: To, From, Parameters']],
  ["incomingCall: { from: '+1', CustomField: x }", ['from: unknown key "from"; did you mean "From"?']],
  ["incomingMessage: { body: Hi }", ['body: unknown key "body"; did you mean "Body"?']],
  [
    "incomingParent: { Parameters: {} }",
    ['Parameters: unknown key "Parameters"; did you mean "parameters"?'],
  ],
])("the message names the right keys: %s", (trigger, messages) => {
  const found = issues(`trigger: { ${trigger} }`, {});

  expect(found.map((text) => text.replace(/^\d+:\d+ trigger\.\w+\./, ""))).toEqual(messages);
});
