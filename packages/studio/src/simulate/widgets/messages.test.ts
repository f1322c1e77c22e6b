import { describe, expect, test } from "vitest";
import {
  defineFlow,
  sendAndWaitForReply,
  sendMessage,
  sendToFlex,
  setVariables,
  startConversation,
} from "../../build/build.ts";
import { simulate } from "../scenario/runScenario.ts";

const asking = defineFlow({
  trigger: { incomingMessage: "ask", incomingConversationMessage: "ask", incomingRequest: "ask" },
  widgets: {
    ask: sendAndWaitForReply({
      body: "Your name?",
      on: { incomingMessage: "keep", timeout: "late", deliveryFailure: undefined },
    }),
    keep: setVariables({
      variables: {
        name: "{{widgets.ask.inbound.Body}} from {{widgets.ask.inbound.From}} to {{widgets.ask.inbound.To}}",
        asked: "{{widgets.ask.outbound.Body}}",
      },
    }),
    late: sendMessage({ body: "Too late.", on: { failed: undefined } }),
  },
});

describe("Send & Wait For Reply", () => {
  test("sends to the execution's contact, and sets the reply as well as the sent message", async () => {
    const { messages, variables, end } = await simulate(asking, {
      trigger: { incomingMessage: { From: "+1", To: "+2" } },
      answers: { ask: { reply: "Ann" } },
    });

    expect(messages).toEqual([{ from: "+2", to: "+1", body: "Your name?" }]);
    expect(variables).toEqual({ name: "Ann from +1 to +2", asked: "Your name?" });
    expect(end).toEqual({ how: "ended", at: "keep" });
  });

  test("waits until an event such as a timeout", async () => {
    const waiting = await simulate(asking, { trigger: "incomingMessage" });
    const late = await simulate(asking, { trigger: "incomingMessage", answers: { ask: "timeout" } });

    expect(waiting.end).toEqual({
      how: "waiting",
      at: "ask",
      events: ["incomingMessage", "timeout", "deliveryFailure"],
    });
    expect(late.messages.map(({ body }) => body)).toEqual(["Your name?", "Too late."]);
  });

  test("fails immediately if Twilio refuses the message, and later if it is not delivered", async () => {
    const refused = await simulate(asking, {
      trigger: "incomingMessage",
      answers: { ask: { refused: "21610: they wrote STOP" } },
    });
    const undelivered = await simulate(asking, {
      trigger: "incomingMessage",
      answers: { ask: "deliveryFailure" },
    });

    expect([refused.steps.at(-1)?.event, undelivered.steps.at(-1)?.event]).toEqual([
      "deliveryFailure",
      "deliveryFailure",
    ]);
    expect([refused.messages.length, undelivered.messages.length]).toEqual([0, 1]);
    expect(refused.warnings).toEqual([{ code: 81011, widget: "ask", message: "21610: they wrote STOP" }]);
  });

  test("writes into the conversation whose message started the execution", async () => {
    const { messages } = await simulate(asking, {
      trigger: { incomingConversationMessage: { ConversationSid: "CH1" } },
      answers: { ask: { reply: "Ann" } },
    });

    expect(messages).toMatchObject([{ conversationSid: "CH1", body: "Your name?" }]);
  });
});

const flexed = defineFlow({
  trigger: { incomingMessage: "flex", incomingConversationMessage: "flex" },
  widgets: {
    flex: sendToFlex({
      workflow: "WW1",
      channel: "TC1",
      on: { callComplete: "after", failedToEnqueue: undefined, callFailure: undefined },
    }),
    after: sendAndWaitForReply({ body: "Still there?", on: { deliveryFailure: undefined } }),
  },
});

test("a conversation and a legacy message go to Flex immediately, and the flow cannot write to them afterwards", async () => {
  const conversation = await simulate(flexed, { trigger: "incomingConversationMessage" });
  const message = await simulate(flexed, { trigger: "incomingMessage" });

  expect(conversation.tasks).toMatchObject([
    { kind: "conversation", conversationSid: `CH${"0".repeat(31)}1` },
  ]);
  expect(message.tasks[0]?.kind).toBe("message");
  expect([conversation.path, message.path]).toEqual(Array(2).fill(["Trigger", "flex", "after"]));
  expect(conversation.warnings).toMatchObject([{ code: 81011, widget: "after" }]);
});

describe("Start Conversation", () => {
  const starting = defineFlow({
    trigger: { incomingRequest: "start", incomingCall: "start" },
    widgets: {
      start: startConversation({
        conversation_service_sid: "{{flow.data.service}}",
        friendly_name: "{{contact.channel.address}}",
        participants: [
          {
            type: "messaging",
            messaging_binding_address: "{{contact.channel.address}}",
            messaging_binding_proxy_address: "{{flow.channel.address}}",
          },
        ],
        on: { created: "hello", failed: undefined },
      }),
      hello: sendMessage({ body: "Hello", on: { failed: undefined } }),
    },
  });
  const trigger = { incomingRequest: { To: "+1", From: "+2", Parameters: { service: "IS1" } } };

  test("creates a conversation with the participant, to which messages are sent", async () => {
    const { messages, execution } = await simulate(starting, { trigger });

    expect(messages).toEqual([
      { from: "+2", to: "+1", body: "Hello", conversationSid: `CH${"0".repeat(31)}1` },
    ]);
    expect(execution.context.flow.channel).toMatchObject({
      type: "conversation",
      details: {
        chat_service_sid: "IS1",
        friendly_name: "+1",
        participants: [{ messaging_binding: { address: "+1", proxy_address: "+2" } }],
      },
    });
  });

  test("fails if it is refused, if the service is missing, and on a call", async () => {
    const refused = await simulate(starting, { trigger, answers: { start: { refused: "limit reached" } } });
    const missing = await simulate(starting, { trigger: "incomingRequest" });
    const called = await simulate(starting, { trigger: "incomingCall" });

    expect([refused, missing, called].map(({ steps }) => steps.at(-1)?.reason)).toEqual([
      "limit reached",
      "conversation_service_sid is empty",
      "the execution already has a call",
    ]);
  });
});

describe("what Twilio refuses", () => {
  const send = (
    event: "incomingMessage" | "incomingConversationMessage",
    body: string,
    attributes?: string,
  ) =>
    simulate(
      defineFlow({
        trigger: { [event]: "tell" },
        widgets: {
          tell: sendMessage({
            body,
            ...(attributes === undefined ? {} : { attributes }),
            on: { failed: undefined },
          }),
        },
      }),
      { trigger: event },
    );

  test("an SMS of more than 1,600 characters, but not a message in a conversation", async () => {
    const { messages, steps, warnings, execution } = await send("incomingMessage", "é".repeat(1_601));

    expect(messages).toEqual([]);
    expect(steps.at(-1)).toMatchObject({ event: "failed" });
    expect(warnings).toEqual([
      { code: 81011, widget: "tell", message: "the body has 1601 characters; the maximum is 1600 (21617)" },
    ]);
    expect(execution.context.widgets.tell).toMatchObject({ outbound: { ErrorCode: "21617" } });
    expect((await send("incomingMessage", "😀".repeat(1_600))).steps.at(-1)?.event).toBe("sent");
    expect((await send("incomingConversationMessage", "x".repeat(1_700))).steps.at(-1)?.event).toBe("sent");
  });

  test("attributes of a message in a conversation that are not valid JSON", async () => {
    const valid = await send(
      "incomingConversationMessage",
      "Hi.",
      '{"said": {{trigger.conversation.Body | to_json}}}',
    );
    const broken = await send("incomingConversationMessage", "Hi.", "{said: {{trigger.conversation.Body}}}");
    const sms = await send("incomingMessage", "Hi.", "{said}");

    expect(valid.messages).toMatchObject([{ attributes: '{"said": "Hello"}' }]);
    expect(broken.steps.at(-1)).toMatchObject({
      event: "failed",
      reason: expect.stringMatching(/^attributes are not valid JSON when rendered/),
    });
    expect(sms.steps.at(-1)?.event).toBe("sent");
  });
});
