// The preview of a changed flow: it shows each change at its widget, by name, and nothing that did not change.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Deployment, deployment } from "./deployment.ts";

type Json = Record<string, unknown>;
interface State {
  name: string;
  type: string;
  transitions: Json[];
  properties: Json;
}

const match = (value: string, next: string) => ({
  event: "match",
  next,
  conditions: [
    { friendly_name: `is ${value}`, arguments: ["{{trigger.call.Digits}}"], type: "equal_to", value },
  ],
});

/** The widgets of a flow with a menu, variables, a request, and a hand-off to Flex. */
function flow(): State[] {
  return [
    {
      name: "Trigger",
      type: "trigger",
      transitions: [{ event: "incomingCall", next: "menu" }],
      properties: { offset: { x: 0, y: 0 } },
    },
    {
      name: "menu",
      type: "split-based-on",
      transitions: [{ event: "noMatch", next: "sorry" }, match("1", "note"), match("2", "sorry")],
      properties: { input: "{{trigger.call.Digits}}", offset: { x: 0, y: 200 } },
    },
    {
      name: "note",
      type: "set-variables",
      transitions: [{ event: "next", next: "fetch" }],
      properties: {
        variables: [
          { key: "team", value: "sales" },
          { key: "level", value: "1" },
        ],
      },
    },
    {
      name: "fetch",
      type: "make-http-request",
      transitions: [
        { event: "success", next: "send_to_flex_voice" },
        { event: "failed", next: "send_to_flex_voice" },
      ],
      properties: {
        url: "https://crm.example.com",
        method: "GET",
        content_type: "application/x-www-form-urlencoded;charset=utf-8",
        parameters: [
          { key: "level", value: "{{flow.variables.level}}" },
          { key: "from", value: "{{trigger.call.From | url_encode}}" },
        ],
      },
    },
    {
      name: "send_to_flex_voice",
      type: "send-to-flex",
      transitions: [
        { event: "callComplete" },
        { event: "failedToEnqueue", next: "sorry" },
        { event: "callFailure", next: "sorry" },
      ],
      properties: {
        workflow: "WW00000000000000000000000000000001",
        channel: "TC00000000000000000000000000000001",
        attributes: '{"name":"{{trigger.call.From}}","team":"sales"}',
      },
    },
    {
      name: "sorry",
      type: "say-play",
      transitions: [{ event: "audioComplete" }],
      properties: { say: "We are sorry.", loop: 1 },
    },
  ];
}

let project: string;
let deployed: Deployment;
const cleanUps: (() => Promise<void>)[] = [];

/** Writes a YAML program that declares one flow. It is written as JSON, because JSON is valid YAML. */
function declare(definition: unknown): void {
  const program = {
    name: "flow-preview",
    runtime: "yaml",
    plugins: { providers: [{ name: "twilio", path: resolve("packages/twilio/plugin") }] },
    resources: {
      menu: { type: "twilio:studio:Flow", properties: { friendlyName: "Menu", definition } },
    },
  };
  writeFileSync(join(project, "Pulumi.yaml"), JSON.stringify(program));
}

const definition = (states: unknown[]) => ({ description: "A menu", states, initial_state: "Trigger" });

/** The flow with one widget changed. */
function changed(name: string, change: (widget: State) => void): State[] {
  const states = flow();
  for (const state of states) if (state.name === name) change(state);
  return states;
}

/** The detailed diff of a preview: the kind of change at each path. */
async function detailedDiff(given: unknown): Promise<Record<string, string>> {
  declare(given);
  const { stdout } = await deployed.stack.run(["preview", "--json"]);
  const { steps } = JSON.parse(stdout) as {
    steps: { urn: string; detailedDiff?: Record<string, { kind: string }> | null }[];
  };
  const step = steps.find(({ urn }) => urn.includes("twilio:studio:Flow"));
  return Object.fromEntries(
    Object.entries(step?.detailedDiff ?? {}).map(([path, { kind }]) => [
      path.replace("definition.states.", ""),
      kind,
    ]),
  );
}

beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), "tac-handoff-flow-"));
  declare(definition(flow()));
  deployed = await deployment({ project, finally: (cleanUp) => cleanUps.push(cleanUp) });
  await deployed.stack.run(["up", "--yes", "--skip-preview"]);
});
afterAll(async () => {
  for (const cleanUp of cleanUps) await cleanUp();
  rmSync(project, { recursive: true, force: true });
});

test("a changed attribute is shown at its widget, down to the key in its JSON", async () => {
  const attributes = '{"name":"{{trigger.call.From}}","team":"billing"}';
  const news = changed("send_to_flex_voice", ({ properties }) => {
    properties.attributes = attributes;
  });

  expect(await detailedDiff(definition(news))).toEqual({
    "send_to_flex_voice.properties.attributes": "update",
  });
  const { output } = await deployed.stack.run(["preview", "--diff"]);
  expect(output).toMatch(
    /~ send_to_flex_voice: \{\s+~ properties: \{\s+~ attributes: \(json\) \{\s+name: .*\s+~ team: "sales" => "billing"/,
  );
});

test("an added and a removed widget are one difference each, apart from the transitions to them", async () => {
  const bye = { name: "bye", type: "say-play", transitions: [], properties: { say: "Bye" } };
  const news = changed("fetch", ({ transitions }) => {
    transitions[1] = { event: "failed", next: "bye" };
  });

  expect(await detailedDiff(definition([bye, ...news]))).toEqual({
    bye: "add",
    "fetch.transitions.failed": "update",
  });

  const rewired = changed("menu", ({ transitions }) => {
    transitions[1] = match("1", "fetch");
  }).filter(({ name }) => name !== "note");
  expect(await detailedDiff(definition(rewired))).toEqual({ note: "delete", "menu.match[0].next": "update" });
});

test("a condition inserted before others is one addition", async () => {
  const news = changed("menu", ({ transitions }) => {
    transitions.splice(1, 0, match("0", "sorry"));
  });
  expect(await detailedDiff(definition(news))).toEqual({ "menu.match[0]": "add" });
});

test("variables and parameters are shown by key, whatever their position in the list", async () => {
  const news = changed("note", ({ properties }) => {
    properties.variables = [
      { key: "first", value: "0" },
      { key: "level", value: "2" },
      { key: "team", value: "sales", type: "string" },
    ];
  });
  for (const { name, properties } of news)
    if (name === "fetch") properties.parameters = [{ key: "level", value: "{{flow.variables.level}}" }];

  expect(await detailedDiff(definition(news))).toEqual({
    "note.properties.variables.first": "add",
    "note.properties.variables.level.value": "update",
    "fetch.properties.parameters.from": "delete",
  });
});

test("different white space, positions and order of widgets are not a change", async () => {
  const moved = changed("sorry", ({ properties }) => {
    properties.offset = { x: 9, y: 9 };
  });

  expect(await detailedDiff(JSON.stringify(definition(moved.toReversed()), null, 3))).toEqual({});
  const { output } = await deployed.stack.run(["preview"]);
  expect(output).toMatch(/Resources:\s+2 unchanged/);
});

test("warnings of the check appear under Diagnostics with their widget, and the preview succeeds", async () => {
  declare(
    definition(
      flow()
        .filter(({ name }) => name !== "Trigger" && name !== "menu")
        .concat(lonelyTrigger()),
    ),
  );

  const { exitCode, output } = await deployed.stack.run(["preview"]);

  expect(exitCode).toBe(0);
  const diagnostics = output.slice(output.indexOf("Diagnostics:"), output.indexOf("Resources:"));
  expect(diagnostics).toMatch(/twilio:studio:Flow \(menu\):\s+warning: /);
  expect(diagnostics).toContain('definition.states.note: widget "note": no path from the trigger leads here');
  expect(output).toMatch(/1 to update/);
});

test("an error of the check fails the preview, with the widget and its event", async () => {
  declare(
    definition(
      changed("fetch", ({ transitions }) => {
        transitions[1] = { event: "failed", next: "nowhere" };
      }),
    ),
  );

  const { exitCode, output } = await deployed.stack.run(["preview"], { reject: false });

  expect(exitCode).not.toBe(0);
  expect(output.replaceAll(/\s+/g, " ")).toContain(
    'definition.states.fetch.transitions.failed: widget "fetch": event "failed" leads to "nowhere"',
  );
});

/** A trigger that bypasses most of the flow. */
function lonelyTrigger(): State {
  return {
    name: "Trigger",
    type: "trigger",
    transitions: [{ event: "incomingCall", next: "sorry" }],
    properties: {},
  };
}
