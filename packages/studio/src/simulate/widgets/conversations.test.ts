import { expect, test } from "vitest";
import {
  defineFlow,
  resumeConversation,
  sendAndWaitForReply,
  sendMessage,
  sendToFlex,
} from "../../build/build.ts";
import { simulate } from "../scenario/runScenario.ts";
import type { Conversation } from "../step/world.ts";
import { call, channel, last, request, run, workflow } from "../testing/aloneWidget.ts";

const conversation: Conversation = {
  sid: "CH1",
  chat_service_sid: "IS1",
  friendly_name: "Ann",
  state: "active",
  attributes: "{}",
  webhook_sid: "WH1",
  participants: [{ sid: "MB1", messaging_binding: { address: "+15550001" } }],
};
const messaging = defineFlow({
  description: "",
  trigger: { incomingRequest: "resume", incomingCall: "resume" },
  widgets: {
    resume: resumeConversation({
      conversation_service_sid: "IS1",
      conversation_sid: "{{flow.data.sid}}",
      on: { resumed: "greet", failed: "flex" },
    }),
    greet: sendMessage({
      body: "Hello {{widgets.resume.conversation.friendly_name}}",
      on: { sent: "flex", failed: undefined },
    }),
    flex: sendToFlex({
      workflow,
      channel,
      attributes: { status: "{{flow.channel.status}}", webhook: "{{flow.channel.details.webhook_sid}}" },
      on: { callComplete: "again", failedToEnqueue: undefined, callFailure: undefined },
    }),
    again: sendMessage({ body: "Bye", on: { sent: undefined, failed: undefined } }),
  },
});
const conversations = [conversation];

test("a resumed conversation receives the messages, goes to Flex immediately, and receives no message after that", async () => {
  const { path, tasks, messages, execution, warnings } = await simulate(messaging, {
    trigger: request({ sid: "CH1" }),
    conversations,
  });

  expect(path).toEqual(["Trigger", "resume", "greet", "flex", "again"]);
  expect(messages).toEqual([
    { from: "+15550002", to: "+15550001", body: "Hello Ann", conversationSid: "CH1" },
  ]);
  expect(tasks).toEqual([
    {
      kind: "conversation",
      workflowSid: workflow,
      taskChannelSid: channel,
      attributes: { status: "active", webhook: "WH1" },
      priority: 0,
      timeoutSeconds: 3600,
      conversationSid: "CH1",
    },
  ]);
  expect(execution.context.flow.channel).toEqual({
    address: "+15550002",
    sid: "CH1",
    type: "conversation",
    status: "handed off",
    details: {
      chat_service_sid: "IS1",
      friendly_name: "Ann",
      participants: conversation.participants,
      webhook_sid: "WH1",
    },
  });
  expect(execution.context.widgets).toMatchObject({
    resume: { webhook_sid: "WH1", conversation: { sid: "CH1" }, close_channel_on_execution_end: false },
    greet: { outbound: { Body: "Hello Ann" } },
    flex: { sid: "KD00000000000000000000000000000001" },
  });
  expect(warnings).toEqual([
    {
      code: 81011,
      widget: "again",
      message: "the conversation has been handed off to Flex, so the flow can no longer write to it",
    },
  ]);
});

test.each([
  ["an unknown conversation", request({ sid: "CH2" }), "there is no conversation CH2 in IS1"],
  ["no conversation", request(), "conversation_sid is empty"],
])("with %s Resume Conversation fails, and so does Send to Flex after it", async (_, trigger, reason) => {
  const { path, execution, warnings, tasks } = await simulate(messaging, { trigger, conversations });

  expect(path).toEqual(["Trigger", "resume", "flex"]);
  expect(execution.steps[1]).toMatchObject({ event: "failed", reason });
  expect(execution.steps[2]?.event).toBe("failedToEnqueue");
  expect(warnings.map(({ code }) => code)).toEqual([81020]);
  expect(tasks).toEqual([]);
});

test("an execution that has a call or a conversation cannot resume one", async () => {
  const onCall = await simulate(messaging, { trigger: call, conversations });
  expect(onCall.execution.steps[1]).toMatchObject({
    event: "failed",
    reason: "the execution already has a call",
  });

  const twice = await run(
    resumeConversation({
      conversation_service_sid: "IS1",
      conversation_sid: "CH1",
      on: { resumed: "it", failed: undefined },
    }),
    { trigger: request(), conversations },
  );
  expect(twice.path).toEqual(["Trigger", "it", "it"]);
  expect(last(twice.execution.steps)?.reason).toBe("the execution already has a conversation");
});

test.each([
  [undefined, 3_600],
  ["600", 600],
  ["{{ flow.data.hours | times: 3600 }}", 7_200],
  ["{{ flow.data.unknown }}", undefined],
])("the widget waits for a reply for the seconds in timeout (%s)", async (timeout, timeoutSeconds) => {
  const ask = sendAndWaitForReply({
    body: "?",
    ...(timeout === undefined ? {} : { timeout }),
    on: { incomingMessage: undefined, timeout: undefined, deliveryFailure: undefined },
  });
  const { execution } = await run(ask, { trigger: request({ hours: 2 }) });
  expect(execution.waiting?.timeoutSeconds).toBe(timeoutSeconds);
});
