import { expect, test } from "vitest";
import { sendMessage, sendToFlex } from "../../build/build.ts";
import { simulate } from "../scenario/runScenario.ts";
import type { Trigger } from "../step/execution.ts";
import { call, calls, channel, last, run, workflow } from "../testing/aloneWidget.ts";

test("on a call Send to Flex queues the caller and waits for the end of the queue", async () => {
  const { path, tasks, execution } = await simulate(calls, { trigger: call });

  expect(path).toEqual(["Trigger", "wait", "flex"]);
  expect(execution).toMatchObject({
    status: "active",
    waiting: { widget: "flex", events: ["callComplete", "failedToEnqueue", "callFailure"] },
    twiml: [
      { verb: "Say", attributes: { language: "en-GB" }, text: "Please wait, +15550001." },
      { verb: "Enqueue", attributes: { workflowSid: workflow, priority: "5" }, text: '{"name":"+15550001"}' },
    ],
  });
  expect(tasks).toMatchObject([
    { kind: "call", callSid: "CA1", priority: 5, attributes: { name: "+15550001" } },
  ]);
});

test("characters that XML does not allow are escaped in the Task, and are unchanged in its JSON", async () => {
  const odd = "\u0000\ufffe\uffff\ud83d";
  const it = sendToFlex({
    workflow,
    channel,
    attributes: { name: "{{trigger.call.From | to_json}}" },
    on: { callComplete: undefined, failedToEnqueue: undefined, callFailure: undefined },
  });

  const { execution, tasks } = await run(it, {
    trigger: { event: "incomingCall", call: { CallSid: "CA1", From: odd } },
  });

  const [enqueue] = execution.twiml;
  expect(enqueue?.text).toBe(String.raw`{"name":"\u0000\ufffe\uffff\ud83d"}`);
  expect(JSON.parse(enqueue?.text ?? "")).toEqual(tasks[0]?.attributes);
  expect(tasks[0]?.attributes).toEqual({ name: odd });
});

const flexWith = (options: object) =>
  sendToFlex({ workflow, channel, on: { failedToEnqueue: undefined, callFailure: undefined }, ...options });

test.each([
  [
    "attributes that are not valid JSON",
    { attributes: '{"a": "{{trigger.call.Quote}}"}' },
    /^attributes are not valid JSON when rendered \(/,
  ],
  [
    "attributes with invalid Liquid",
    { attributes: '{"a": {{ b }' },
    /^attributes are not valid JSON when rendered \(/,
  ],
  ["a list of attributes", { attributes: "[]" }, /^attributes are not a JSON object when rendered$/],
  [
    "too long attributes",
    { attributes: { long: "{{trigger.call.Long}}" } },
    /^attributes have 1025 characters when rendered; the maximum is 1024$/,
  ],
  ["no workflow", { workflow: "" }, /^workflow is empty$/],
  ["a priority that is not a number", { priority: "high" }, /^priority "high" is not a whole number$/],
  [
    "a timeout of more than two weeks",
    { timeout: "1209601" },
    /^timeout "1209601" is not a number of seconds up to 1209600$/,
  ],
])("with %s no task is created (81015)", async (_, options, message) => {
  const trigger: Trigger = { event: "incomingCall", call: { Quote: 'say "hi"', Long: "x".repeat(1_014) } };

  const { execution, warnings, tasks } = await run(flexWith(options), { trigger });

  expect(last(execution.steps)).toMatchObject({
    event: "failedToEnqueue",
    reason: expect.stringMatching(message),
  });
  expect(warnings.filter(({ code }) => code === 81015)).toHaveLength(1);
  expect(tasks).toEqual([]);
  expect(execution.twiml).toEqual([]);
});

test("attributes of exactly 1,024 characters are accepted, and omitted ones are an empty object", async () => {
  const trigger: Trigger = { event: "incomingCall", call: { Long: "x".repeat(1_013) } };

  expect(
    (await run(flexWith({ attributes: { long: "{{trigger.call.Long}}" } }), { trigger })).tasks,
  ).toHaveLength(1);
  expect((await run(flexWith({}))).tasks).toMatchObject([{ attributes: {} }]);
});

test("a refusal by Flex or Twilio takes the failure event with the reason", async () => {
  const refuse = (reason: string) => () => {
    throw new Error(reason);
  };
  const flex = await run(flexWith({}), { flex: refuse("workflow WW1 does not exist") });
  expect(flex.execution.steps[1]).toMatchObject({
    event: "failedToEnqueue",
    reason: "workflow WW1 does not exist",
  });
  expect(flex.warnings[0]?.code).toBe(81015);

  const message = await run(sendMessage({ body: "x", on: { failed: undefined } }), {
    message: refuse("21606: not yours"),
  });
  expect(message.warnings).toEqual([{ code: 81011, widget: "it", message: "21606: not yours" }]);
  expect(message.execution.context.widgets.it).toEqual({ outbound: { ErrorMessage: "21606: not yours" } });
});
