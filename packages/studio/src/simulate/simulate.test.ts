import { expect, test } from "vitest";
import { defineFlow, makeHttpRequest, setVariables, split } from "../build/build.ts";
import type { FlowDefinition } from "../definition/definition.ts";
import { simulate } from "./scenario/runScenario.ts";
import { resumeExecution, startExecution, UnsupportedWidget } from "./simulate.ts";
import { alone, call, calls, last, request, run } from "./testing/aloneWidget.ts";

test("a call is read under trigger.call, and its two addresses under contact and flow", async () => {
  const { execution, path } = await run(
    setVariables({
      variables: {
        text: "{{trigger.call.From}} {{contact.channel.address}} {{flow.channel.address}} {{flow.sid}} {{flow.flow_sid}}",
        addOn: "{{trigger.call.AddOns.status}}",
      },
    }),
    { trigger: { event: "incomingCall", call: { From: "+1", To: "+2", AddOns: '{"status":"ok"}' } } },
  );

  expect(path).toEqual(["Trigger", "it"]);
  expect(execution).toMatchObject({
    status: "ended",
    steps: [
      { widget: "Trigger", type: "trigger", event: "incomingCall", to: "it" },
      { widget: "it", type: "set-variables", event: "next" },
    ],
    warnings: [],
    twiml: [],
    context: {
      flow: {
        variables: {
          text: "+1 +1 +2 FN00000000000000000000000000000001 FW00000000000000000000000000000001",
          addOn: "ok",
        },
      },
    },
  });
  expect(execution.steps[1]).not.toHaveProperty("to");
});

test("a request is read under flow.data, from Twilio's side to the customer", async () => {
  const { variables } = await run(
    setVariables({
      variables: {
        text: "{{flow.data.HandoffData.reason}} {{trigger.request.parameters.a}} {{contact.channel.address}} {{flow.channel.address}}",
        calls: "[{{trigger.call.From}}]",
      },
    }),
    { trigger: request({ a: 1, HandoffData: { reason: "refund" } }) },
  );

  expect(variables).toEqual({ text: "refund 1 +15550001 +15550002", calls: "[]" });
});

test("outputs can be read from the next step on", async () => {
  const definition = defineFlow({
    description: "",
    trigger: { incomingCall: "a" },
    widgets: {
      a: setVariables({ variables: { x: "1", y: "[{{flow.variables.x}}{{widgets.a.x}}]" }, next: "b" }),
      b: setVariables({ variables: { z: "{{flow.variables.x}}{{widgets.a.x}}" } }),
    },
  });

  expect((await simulate(definition, { trigger: call })).variables).toEqual({ x: 1, y: "[]", z: 11 });
});

test("an event that is not listed ends with a warning, one that is listed and leads nowhere ends without", async () => {
  const definition = alone(split({ input: "x", match: [], noMatch: undefined }));
  const [trigger, it] = definition.states;
  if (!trigger || !it) throw new Error("two widgets expected");
  const unlisted = { ...definition, states: [trigger, { ...it, transitions: [] }] };

  expect((await simulate(definition, { trigger: call })).warnings).toEqual([]);
  expect((await simulate(unlisted, { trigger: call })).warnings).toEqual([
    { code: 81005, widget: "it", message: 'event "noMatch" has no transition' },
  ]);
  expect(
    (await simulate({ ...definition, states: [{ ...trigger, transitions: [] }] }, { trigger: call }))
      .warnings,
  ).toEqual([{ code: 81002, widget: "Trigger", message: 'event "incomingCall" has no transition' }]);
});

test("a waiting call continues with the queue's event, and the given execution is unchanged", async () => {
  const world = stubWorld();
  const waiting = await startExecution(calls, call, world);
  const before = structuredClone(waiting);

  const failed = await resumeExecution(
    calls,
    waiting,
    { event: "callFailure", outputs: { QueueResult: "system-error" } },
    world,
  );
  const done = await resumeExecution(calls, waiting, { event: "callComplete" }, world);

  expect(waiting).toEqual(before);
  expect(failed.twiml.slice(waiting.twiml.length)).toEqual([
    { verb: "Play", attributes: { loop: "2" }, text: "https://a.example/sorry.mp3" },
  ]);
  expect(failed.context.widgets.flex).toEqual({ sid: "WT1", QueueResult: "system-error" });
  expect(failed).not.toHaveProperty("waiting");
  expect(done).toMatchObject({ status: "ended", steps: [{}, {}, { widget: "flex", event: "callComplete" }] });
});

test("an event the execution does not wait for is ignored with 81002", async () => {
  const world = stubWorld();
  const waiting = await startExecution(calls, call, world);

  const still = await resumeExecution(calls, waiting, { event: "incomingCall" }, world);
  const ended = await resumeExecution(calls, waiting, { event: "callComplete" }, world);
  const late = await resumeExecution(calls, ended, { event: "callComplete" }, world);

  expect(still.waiting).toEqual(waiting.waiting);
  expect(still.warnings).toEqual([
    {
      code: 81002,
      widget: "flex",
      message:
        'event "incomingCall" arrived, but the widget waits for callComplete, failedToEnqueue, callFailure',
    },
  ]);
  expect(late).toEqual({
    ...ended,
    warnings: [
      {
        code: 81002,
        widget: "flex",
        message: 'event "callComplete" arrived, but the execution does not wait for any',
      },
    ],
  });
});

test("a widget runs at most ten times in a row", async () => {
  const { execution, warnings } = await run(
    makeHttpRequest({ url: "https://a.example", on: { success: undefined, failed: "it" } }),
    { http: () => ({ status: 500 }) },
  );

  expect(execution.steps.filter(({ widget }) => widget === "it")).toHaveLength(10);
  expect(last(execution.steps)).not.toHaveProperty("to");
  expect(last(warnings)).toEqual({
    code: 81001,
    widget: "it",
    message: "the widget has run 10 times in a row",
  });
});

test("an execution takes at most a thousand steps", async () => {
  const definition = defineFlow({
    description: "",
    trigger: { incomingCall: "a" },
    widgets: {
      a: setVariables({ variables: { n: "{{flow.variables.n | plus: 1}}" }, next: "b" }),
      b: setVariables({ variables: {}, next: "a" }),
    },
  });

  const { execution, warnings, variables } = await simulate(definition, { trigger: call });

  expect(execution.steps).toHaveLength(1_000);
  expect(variables).toEqual({ n: 500 });
  expect(warnings).toEqual([{ code: 81000, widget: "a", message: "the execution has taken 1000 steps" }]);
});

test("a widget of an unknown type throws with its name and type", async () => {
  const definition: FlowDefinition = {
    states: [
      {
        name: "Trigger",
        type: "trigger",
        transitions: [{ event: "incomingCall", next: "menu" }],
        properties: {},
      },
      { name: "menu", type: "create-task", transitions: [{ event: "created" }], properties: {} },
    ],
    initial_state: "Trigger",
  };
  const error = await startExecution(definition, call, stubWorld()).catch((reason: unknown) => reason);

  expect(error).toBeInstanceOf(UnsupportedWidget);
  expect(error).toMatchObject({
    widget: "menu",
    type: "create-task",
    message: 'widget "menu": type create-task is unknown, so it cannot be simulated',
  });
});

test("a missing initial state is reported immediately", async () => {
  await expect(simulate({ states: [], initial_state: "Trigger" }, { trigger: call })).rejects.toThrow(
    'initial_state "Trigger" is not a widget of this flow',
  );
});

function stubWorld() {
  return {
    sids: { execution: "FN1", flow: "FW1", account: "AC1" },
    now: () => new Date(0),
    request: () => Promise.reject(new Error("no requests")),
    resumeConversation: () => Promise.resolve(undefined),
    sendMessage: () => Promise.resolve({}),
    sendToFlex: () => Promise.resolve({ sid: "WT1" }),
  };
}
