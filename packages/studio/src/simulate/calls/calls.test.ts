import { describe, expect, test } from "vitest";
import {
  defineFlow,
  enqueueCall,
  forkStream,
  gatherInputOnCall,
  makeOutgoingCall,
  recordCall,
  runConversationRelay,
  sayPlay,
  sendAndWaitForReply,
  twimlRedirect,
  type WidgetSpec,
} from "../../build/build.ts";
import { simulate } from "../scenario/runScenario.ts";
import {
  agent,
  dial,
  flexQueue,
  gather,
  nothing,
  pay,
  relay,
  run,
  voicemail,
} from "../testing/callWidgets.ts";

describe("on a call", () => {
  test.each<[string, WidgetSpec<undefined>, string[]]>([
    ["Gather", gather, ["keypress", "speech", "timeout"]],
    ["Connect Call To", dial, ["callCompleted", "hangup"]],
    ["Record Voicemail", voicemail, ["recordingComplete", "noAudio", "hangup"]],
    ["Enqueue Call", flexQueue, ["callComplete", "failedToEnqueue", "callFailure"]],
    ["Run ConversationRelay", relay, ["success", "failed"]],
    ["Connect Virtual Agent", agent, ["completed", "live-agent-handoff", "paused", "hangup", "failed"]],
  ])("%s waits for one of its events", async (_, it, events) => {
    expect((await run(it)).end).toEqual({ how: "waiting", at: "it", events });
  });

  test("everything the caller hears is reported in order, including the prompts of Gather", async () => {
    const flow = defineFlow({
      trigger: { incomingCall: "hello" },
      widgets: {
        hello: sayPlay({ say: "Hello.", next: "music" }),
        music: sayPlay({ play: "https://a.example/a.mp3", next: "keys" }),
        keys: sayPlay({ digits: "1w2", next: "menu" }),
        menu: gatherInputOnCall({ say: "Press 1.", on: { keypress: "agent" } }),
        agent: runConversationRelay({
          url: "wss://a.example",
          welcome_greeting: "Hi!",
          on: { failed: undefined },
        }),
      },
    });

    const { said } = await simulate(flow, { trigger: "incomingCall", answers: { menu: { digits: "1" } } });

    expect(said).toEqual(["Hello.", "https://a.example/a.mp3", "1w2", "Press 1.", "Hi!"]);
  });

  test("a recording starts, stops or is refused", async () => {
    const start = recordCall({ record_call: true, on: { failed: undefined } });

    const started = await run(start);
    const refused = await run(start, { answers: { it: { refused: "already recording" } } });

    expect(started.steps.at(-1)).toMatchObject({ event: "success", outputs: { Status: "in-progress" } });
    expect(refused.steps.at(-1)).toMatchObject({ event: "failed", reason: "already recording" });
  });

  test("a call cannot be enqueued without a queue, or with attributes that are not valid JSON", async () => {
    const on = { failedToEnqueue: undefined, callFailure: undefined };
    const reasons = await Promise.all(
      [
        enqueueCall({ workflow_sid: "{{flow.nothing}}", on }),
        enqueueCall({ workflow_sid: "WW1", queue_name: "q", on }),
        enqueueCall({ workflow_sid: "WW1", task_attributes: '{"a": {{trigger.call.From}}}', on }),
        enqueueCall({ workflow_sid: "WW1", task_attributes: '{"a": "{{trigger.call.Long}}"}', on }),
      ].map((it) => run(it, { trigger: { incomingCall: { Long: "x".repeat(1_100) } } })),
    );

    expect(reasons.map(({ steps }) => steps.at(-1)?.reason)).toEqual([
      "neither workflow_sid nor queue_name has a value",
      "workflow_sid and queue_name are mutually exclusive",
      expect.stringMatching(/^task_attributes are not valid JSON when rendered/),
      "task_attributes have 1109 characters when rendered; the maximum is 1024",
    ]);
    expect(reasons.map(({ warnings }) => warnings.map(({ code }) => code))).toEqual(Array(4).fill([81015]));
  });

  test("Send & Wait For Reply fails on a call, where nobody can reply", async () => {
    const { steps, warnings } = await run(
      sendAndWaitForReply({ body: "?", on: { deliveryFailure: undefined } }),
    );

    expect(steps.at(-1)?.event).toBe("deliveryFailure");
    expect(warnings.map(({ code }) => code)).toEqual([81020]);
  });
});

describe("without a call", () => {
  test.each<[string, WidgetSpec<undefined>, string]>([
    ["Gather", gather, "timeout"],
    ["Connect Call To", dial, "hangup"],
    ["Record Voicemail", voicemail, "hangup"],
    ["Enqueue Call", flexQueue, "failedToEnqueue"],
    ["Capture Payments", pay, "hangup"],
    ["Run ConversationRelay", relay, "failed"],
    ["Call Recording", recordCall({ record_call: true, on: { failed: nothing } }), "failed"],
    ["Fork Stream", forkStream({ stream_action: "start" }), "next"],
    ["Connect Virtual Agent", agent, "failed"],
  ])("%s ends with warning 81020", async (_, it, event) => {
    const { steps, warnings, execution } = await run(it, { trigger: "incomingMessage" });

    expect(steps.at(-1)).toMatchObject({ event, reason: expect.stringMatching(/^there is no call to /) });
    expect(warnings.map(({ code }) => code)).toEqual([81020]);
    expect(execution.twiml).toEqual([]);
  });

  test("a virtual agent can be connected to a conversation, with a timeout", async () => {
    const { end } = await run(agent, { trigger: "incomingConversationMessage" });

    expect(end).toMatchObject({
      how: "waiting",
      events: ["completed", "live-agent-handoff", "timeout", "failed"],
    });
  });

  test("TwiML Redirect works for a message, but not for a REST API execution", async () => {
    const redirect = twimlRedirect({ url: "https://a.example", on: { fail: undefined } });

    expect((await run(redirect, { trigger: "incomingMessage" })).end.how).toBe("waiting");
    expect((await run(redirect, { trigger: "incomingRequest" })).warnings[0]?.code).toBe(81020);
  });
});

describe("Make Outgoing Call", () => {
  const flow = defineFlow({
    trigger: { incomingRequest: "dial" },
    widgets: {
      dial: makeOutgoingCall({ on: { answered: "hello", failed: "unheard" } }),
      hello: sayPlay({ say: "Hello {{widgets.dial.To}}." }),
      unheard: sayPlay({ say: "Nobody hears this." }),
    },
  });

  test("attaches the call to the execution if it is answered", async () => {
    const { calls, said, warnings } = await simulate(flow, {
      trigger: { incomingRequest: { To: "+1", From: "+2" } },
      answers: { dial: "answered" },
    });

    expect(calls).toEqual([{ from: "+2", to: "+1" }]);
    expect(said).toEqual(["Hello +1."]);
    expect(warnings).toEqual([]);
  });

  test("does not attach a call that is not answered", async () => {
    const failed = await simulate(flow, { trigger: "incomingRequest", answers: { dial: "failed" } });
    const refused = await simulate(flow, {
      trigger: "incomingRequest",
      answers: { dial: { refused: "no permission" } },
    });
    const nobody = await simulate(flow, { trigger: { incomingRequest: { To: "" } } });

    expect(failed.warnings.map(({ code }) => code)).toEqual([81020]);
    expect(refused.warnings[0]).toEqual({ code: 81008, widget: "dial", message: "no permission" });
    expect(nobody.warnings[0]?.message).toBe("to is empty, so there is no number to call");
  });
});
