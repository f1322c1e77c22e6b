import { expect, test } from "vitest";
import {
  defineFlow,
  enqueueCall,
  makeHttpRequest,
  sayPlay,
  sendMessage,
  setVariables,
} from "../../build/build.ts";
import type { Expectation } from "./expectation.ts";
import { simulate } from "./runScenario.ts";

const flow = defineFlow({
  trigger: { incomingCall: "keep" },
  widgets: {
    keep: setVariables({
      variables: { order: { json_object: '{"n":1,"lines":[1,2]}' }, name: "Ann" },
      next: "say",
    }),
    say: sayPlay({ say: "Hello {{flow.variables.name}}.", next: "ask" }),
    ask: makeHttpRequest({ url: "https://a.example/x", on: { success: "text", failed: "text" } }),
    text: sendMessage({ body: "Hi Ann", on: { sent: "queue", failed: undefined } }),
    queue: enqueueCall({
      workflow_sid: "WW1",
      task_attributes: '{"name":"Ann","n":1}',
      on: { failedToEnqueue: undefined, callFailure: undefined },
    }),
  },
});
const differences = async (expect: Expectation) =>
  (await simulate(flow, { trigger: "incomingCall", expect })).differences;

test("a run that matches its expectation has no differences", async () => {
  expect(
    await differences({
      path: ["Trigger", "keep", "say", "...", "queue"],
      ends: "waiting",
      at: "queue",
      variables: { order: { n: 1 } },
      said: ["Hello"],
      messages: ["Hi"],
      requests: ["GET https://a.example"],
      tasks: [{ attributes: { name: "Ann" }, workflowSid: "WW1" }],
      warnings: [81016],
    }),
  ).toEqual([]);
});

test.each<[string, Expectation, { path: string; expected: unknown; actual: unknown }[]]>([
  [
    "a different path",
    { path: ["Trigger", "...", "say"] },
    [
      {
        path: "path",
        expected: ["Trigger", "...", "say"],
        actual: ["Trigger", "keep", "say", "ask", "text", "queue"],
      },
    ],
  ],
  [
    "a different end",
    { ends: "ended", at: "say" },
    [
      { path: "ends", expected: "ended", actual: "waiting" },
      { path: "at", expected: "say", actual: "queue" },
    ],
  ],
  [
    "a nested member",
    { variables: { order: { lines: [1] }, nobody: "x" } },
    [
      { path: "variables.order.lines", expected: [1], actual: [1, 2] },
      { path: "variables.nobody", expected: "x", actual: undefined },
    ],
  ],
  [
    "a different text",
    { said: ["Goodbye"] },
    [{ path: "said[0]", expected: "Goodbye", actual: "Hello Ann." }],
  ],
  [
    "a different number of messages",
    { messages: [] },
    [
      {
        path: "messages",
        expected: [],
        actual: [{ from: "+12025550100", to: "+12025550143", body: "Hi Ann" }],
      },
    ],
  ],
  [
    "a member of a message",
    { messages: [{ to: "+1" }] },
    [{ path: "messages[0].to", expected: "+1", actual: "+12025550143" }],
  ],
  [
    "a different task",
    { tasks: [{ attributes: { n: 2 } }] },
    [{ path: "tasks[0].attributes.n", expected: 2, actual: 1 }],
  ],
  ["no warnings", { warnings: [] }, [{ path: "warnings", expected: [], actual: [81016] }]],
])("%s is reported with both sides", async (_, expected, found) => {
  expect(await differences(expected)).toEqual(found);
});
