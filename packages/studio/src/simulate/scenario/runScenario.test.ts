import { describe, expect, test } from "vitest";
import {
  defineFlow,
  gatherInputOnCall,
  makeHttpRequest,
  otherWidget,
  sayPlay,
  sendAndWaitForReply,
  sendToFlex,
  setVariables,
  split,
} from "../../build/build.ts";
import { simulate } from "./runScenario.ts";
import { type Scenario, ScenarioError } from "./scenario.ts";

const menu = defineFlow({
  trigger: { incomingCall: "menu" },
  widgets: {
    menu: gatherInputOnCall({
      say: "Press 1 for sales.",
      on: { keypress: "choice", speech: "choice", timeout: "menu" },
    }),
    choice: split({
      input: "{{widgets.menu.Digits}}{{widgets.menu.SpeechResult}}",
      match: [
        { equal_to: "1", next: "flex" },
        { contains: "sales", next: "flex" },
      ],
      noMatch: "menu",
    }),
    flex: sendToFlex({
      workflow: "WW1",
      channel: "TC1",
      attributes: { name: "{{trigger.call.From}}", said: "{{widgets.menu.SpeechResult}}" },
      on: { callComplete: undefined, failedToEnqueue: "sorry", callFailure: "sorry" },
    }),
    sorry: sayPlay({ say: "Sorry." }),
  },
});
const run = (scenario: Partial<Scenario> = {}) => simulate(menu, { trigger: "incomingCall", ...scenario });

describe("answers", () => {
  test("are taken turn by turn, one for each run of the widget", async () => {
    const { path, tasks, end } = await run({
      answers: {
        menu: ["timeout", { digits: "9" }, { speech: "Sales, please", confidence: 0.5 }],
        flex: "callComplete",
      },
    });

    expect(path.filter((widget) => widget === "menu")).toHaveLength(3);
    expect(tasks).toMatchObject([{ attributes: { name: "+12025550143", said: "Sales, please" } }]);
    expect(end).toEqual({ how: "ended", at: "flex" });
  });

  test("that are used up leave the execution waiting; a single answer is used every time", async () => {
    const list = await run({ answers: { menu: ["timeout"] } });
    const single = await run({ answers: { menu: "timeout" } });

    expect(list.path).toEqual(["Trigger", "menu", "menu"]);
    expect(list.end).toMatchObject({ how: "waiting", at: "menu" });
    expect(single.end).toEqual({ how: "limit", at: "menu", code: 81001 });
  });

  test("have priority over events, which waiting widgets take in order", async () => {
    const { path, warnings } = await run({
      answers: { menu: { digits: "1" } },
      events: [{ event: "callFailure" }, { event: "callComplete" }],
    });

    expect(path).toEqual(["Trigger", "menu", "choice", "flex", "sorry"]);
    expect(warnings).toMatchObject([
      { code: 81002, message: 'event "callComplete" arrived, but the execution does not wait for any' },
    ]);
  });

  test("set the outputs of a callback, and an event can set its own outputs", async () => {
    const { steps } = await run({
      answers: { menu: { event: "keypress", outputs: { Digits: "1", Extra: "x" } }, flex: "callFailure" },
    });

    expect(steps.find(({ widget }) => widget === "menu")?.outputs).toMatchObject({
      Digits: "1",
      Extra: "x",
      From: "+12025550143",
      CallStatus: "in-progress",
    });
    expect(steps.find(({ widget }) => widget === "flex")?.outputs).toMatchObject({
      QueueResult: "system-error",
    });
  });

  test("that were not used are listed", async () => {
    const { unused } = await run({ answers: { menu: { digits: "1" }, flex: { refused: "no" } } });
    const none = await run({ answers: { flex: "callComplete" } });

    expect(unused).toEqual([]);
    expect(none.unused).toEqual(["flex"]);
  });

  test("that the widget does not wait for cause one warning, and the execution continues waiting", async () => {
    const agent = defineFlow({
      trigger: { incomingConversationMessage: "agent" },
      widgets: {
        agent: otherWidget({ type: "connect-virtual-agent-v2", properties: {}, on: { paused: undefined } }),
      },
    });

    const { end, warnings } = await simulate(agent, {
      trigger: "incomingConversationMessage",
      answers: { agent: "paused" },
    });

    expect(end.how).toBe("waiting");
    expect(warnings.map(({ code }) => code)).toEqual([81002]);
  });
});

test("a widget without an answer can take its default event, with sample data", async () => {
  const { path, end, tasks } = await run({ unanswered: "default" });

  expect(path).toEqual(["Trigger", "menu", "choice", "flex"]);
  expect(tasks).toHaveLength(1);
  expect(end.how).toBe("ended");
});

test.each<[string, unknown, string]>([
  [
    "a missing widget",
    { meny: "timeout" },
    'answers.meny: there is no widget "meny" in this flow; did you mean "menu"?',
  ],
  [
    "an event that the widget does not have",
    { menu: "timout" },
    'answers.menu: widget "menu" (gather-input-on-call): expected { digits }, { speech, confidence } or one of its events (keypress, speech, timeout); found "timout"',
  ],
  [
    "a reply on a call",
    { menu: ["timeout", { reply: "1" }] },
    'answers.menu.1: widget "menu" (gather-input-on-call): expected { digits }, { speech, confidence } or one of its events (keypress, speech, timeout); found { reply }',
  ],
  [
    "keys that are not a string",
    { menu: { digits: true } },
    'answers.menu.digits: widget "menu" (gather-input-on-call): expected a string, found true',
  ],
  [
    "an answer to a split",
    { choice: "match" },
    'answers.choice: widget "choice" (split-based-on): nothing outside the flow decides here, so it takes no answer',
  ],
])("%s is rejected with a message", async (_, answers, message) => {
  const error = await run({ answers: answers as NonNullable<Scenario["answers"]> }).catch(
    (reason: unknown) => reason,
  );

  expect(error).toBeInstanceOf(ScenarioError);
  expect((error as Error).message).toBe(message);
});

describe("a widget of an unknown type", () => {
  const odd = defineFlow({
    trigger: { incomingCall: "odd" },
    widgets: {
      odd: otherWidget({
        type: "create-task",
        properties: { name: "{{trigger.call.From | nope}}" },
        on: { created: "done", failed: undefined },
      }),
      done: sayPlay({ say: "{{widgets.odd.TaskSid}}" }),
    },
  });

  test("waits for one of the events it lists, and its strings are rendered", async () => {
    const { end, warnings } = await simulate(odd, { trigger: "incomingCall" });

    expect(end).toEqual({ how: "waiting", at: "odd", events: ["created", "failed"] });
    expect(warnings).toMatchObject([{ code: 81018, widget: "odd" }]);
  });

  test("takes one of them as an answer, with any outputs", async () => {
    const { said } = await simulate(odd, {
      trigger: "incomingCall",
      answers: { odd: { event: "created", outputs: { TaskSid: "WT1" } } },
    });

    expect(said).toEqual(["WT1"]);
  });
});

describe("requests", () => {
  const asking = defineFlow({
    trigger: { incomingRequest: "ask" },
    widgets: {
      ask: makeHttpRequest({
        url: "https://a.example/orders?id={{flow.data.id}}",
        on: { success: undefined, failed: undefined },
      }),
    },
  });
  const outcome = async (scenario: Partial<Scenario>) => {
    const { steps } = await simulate(asking, {
      trigger: { incomingRequest: { Parameters: { id: 1 } } },
      ...scenario,
    });
    const { event, outputs, reason } = steps.at(-1) ?? {};
    return [event, outputs?.body ?? reason];
  };

  test("get the widget's answer, then stubs, then recorded responses", async () => {
    const answers = { ask: { body: "own" } };
    const http = [
      { method: "POST" as const, url: "*", body: "never" },
      { url: "https://a.example/*?id=1", body: "stub" },
    ];
    const recorded = [
      {
        method: "GET" as const,
        url: "https://a.example/orders?id=1",
        status: 200,
        contentType: "text/plain",
        body: "recorded",
      },
    ];

    expect(await outcome({ answers, http, recorded })).toEqual(["success", "own"]);
    expect(await outcome({ http, recorded })).toEqual(["success", "stub"]);
    expect(await outcome({ recorded })).toEqual(["success", "recorded"]);
    expect(await outcome({ http: [], recorded: [] })).toEqual([
      "failed",
      "GET https://a.example/orders?id=1: no stub of the scenario matches",
    ]);
    expect(await outcome({ http: [{ url: "*", fails: "connection reset" }] })).toEqual([
      "failed",
      "GET https://a.example/orders?id=1: connection reset",
    ]);
  });

  test("can fail or succeed by the name of their event", async () => {
    expect(await outcome({ answers: { ask: "failed" } })).toEqual([
      "failed",
      "GET https://a.example/orders?id=1: the scenario says failed",
    ]);
    expect(await outcome({ answers: { ask: "success" } })).toEqual(["success", "{}"]);
  });
});

test("a string whose output writes nothing is reported, with the paths that had no value", async () => {
  const flow = defineFlow({
    trigger: { incomingMessage: "ask" },
    widgets: {
      ask: sendAndWaitForReply({
        body: "Hello {{trigger.From}}",
        on: { incomingMessage: "keep", deliveryFailure: undefined },
      }),
      keep: setVariables({
        variables: {
          counter: "{% if flow.variables.n %}{{flow.variables.n}}{% else %}1{% endif %}",
          name: "{{widgets.ask.inbound.Body}}{{flow.variables.nobody}}",
        },
      }),
    },
  });

  const { emptied } = await simulate(flow, { trigger: "incomingMessage", answers: { ask: { reply: "" } } });

  expect(emptied).toEqual([
    { widget: "ask", property: "body", template: "Hello {{trigger.From}}", paths: ["trigger.From"] },
    {
      widget: "keep",
      property: "variables name",
      template: "{{widgets.ask.inbound.Body}}{{flow.variables.nobody}}",
      paths: ["widgets.ask.inbound.Body", "flow.variables.nobody"],
    },
  ]);
});

test("the current time is the same in every run, and can be set", async () => {
  const clock = defineFlow({
    trigger: { incomingCall: "now" },
    widgets: { now: setVariables({ variables: { now: "{{'now' | date: '%a %Y-%m-%d %H:%M'}}" } }) },
  });

  expect((await simulate(clock, { trigger: "incomingCall" })).variables).toEqual({
    now: "Thu 2026-01-15 10:00",
  });
  expect(
    (await simulate(clock, { trigger: "incomingCall", now: new Date("2026-07-04T12:00:00Z") })).variables,
  ).toEqual({ now: "Sat 2026-07-04 05:00" });
});
