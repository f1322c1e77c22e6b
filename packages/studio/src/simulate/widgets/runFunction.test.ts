import { describe, expect, test } from "vitest";
import { defineFlow, runFunction } from "../../build/build.ts";
import type { ScenarioAnswer } from "../scenario/answers.ts";
import { simulate } from "../scenario/runScenario.ts";
import type { Scenario } from "../scenario/scenario.ts";

const flow = (url = "https://a-1.twil.io/look?up=1", next?: "ask") =>
  defineFlow({
    trigger: { incomingCall: "ask" },
    widgets: {
      ask: runFunction({
        url,
        parameters: [{ key: "from", value: "{{trigger.call.From}}" }],
        on: { success: next, fail: undefined },
      }),
    },
  });
const run = (answer: ScenarioAnswer, scenario: Partial<Scenario> = {}) =>
  simulate(flow(), { trigger: "incomingCall", answers: { ask: answer }, ...scenario });

describe("Run Function", () => {
  test("posts its parameters as a form, and reads the response", async () => {
    const { requests, steps } = await run({
      body: { open: true },
      headers: { "x-twilio-function-concurrency": "3" },
    });

    expect(requests).toEqual([
      {
        method: "POST",
        url: "https://a-1.twil.io/look?up=1",
        contentType: "application/x-www-form-urlencoded;charset=utf-8",
        body: "from=%2B12025550143",
        twilioAuth: false,
      },
    ]);
    expect(steps.at(-1)).toMatchObject({
      event: "success",
      outputs: {
        status_code: 200,
        body: '{"open":true}',
        parsed: { open: true },
        headers: { "x-twilio-function-concurrency": "3" },
      },
    });
  });

  test("treats 3xx as success, and 4xx, 5xx or a response that is too large as a failure (81017)", async () => {
    const answers: ScenarioAnswer[] = [
      { status: 302 },
      { status: 404 },
      { status: 500 },
      { body: "x".repeat(65_537) },
    ];
    const runs = await Promise.all(answers.map((answer) => run(answer)));

    expect(runs.map(({ steps }) => steps.at(-1)?.event)).toEqual(["success", "fail", "fail", "fail"]);
    expect(runs.map(({ warnings }) => warnings.map(({ code }) => code))).toEqual([
      [],
      [81017],
      [81017],
      [81017],
    ]);
  });

  test("fails with 81010 if there is no response, or the URL is invalid", async () => {
    const lost = await run({ fails: "timed out" });
    const none = await simulate(flow("{{flow.variables.url}}"), { trigger: "incomingCall" });

    expect(lost.warnings[0]).toEqual({
      code: 81010,
      widget: "ask",
      message: "POST https://a-1.twil.io/look?up=1: timed out",
    });
    expect(none.warnings[0]).toEqual({ code: 81010, widget: "ask", message: '"" is not a URL' });
  });

  test("gets the scenario's response if its URL is a deployment placeholder", async () => {
    const unfinished = flow("<<YOUR FUNCTION URL>>");

    const answered = await simulate(unfinished, {
      trigger: "incomingCall",
      answers: { ask: { body: { a: 1 } } },
    });
    const unanswered = await simulate(unfinished, { trigger: "incomingCall", http: () => ({ body: {} }) });

    expect(answered.steps.at(-1)?.event).toBe("success");
    expect(unanswered.warnings[0]?.message).toBe('"<<YOUR FUNCTION URL>>" is not a URL');
  });

  test("keeps the parsed members of earlier runs", async () => {
    const { steps } = await simulate(flow(undefined, "ask"), {
      trigger: "incomingCall",
      answers: { ask: [{ body: { a: 1, b: 1 } }, { body: { b: 2 } }, { body: "gone" }, { status: 500 }] },
    });

    expect(steps.slice(1).map(({ outputs }) => outputs.parsed)).toEqual([
      { a: 1, b: 1 },
      { a: 1, b: 2 },
      { a: 1, b: 2 },
      { a: 1, b: 2 },
    ]);
  });
});
