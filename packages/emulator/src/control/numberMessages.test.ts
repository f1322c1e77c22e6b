import { defineFlow, sayPlay, sendAndWaitForReply, sendMessage } from "@tac-handoff/studio";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { ask, type EmulatorRequest } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";
import { publishFlow } from "../testing/publishFlow.ts";

const customer = "+15557654321";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator();
  onTestFinished(() => emulator.close());
});

const call = (what: string, request?: EmulatorRequest) => ask(emulator, what, request);

const write = async (body: string) =>
  (await call("POST /local/messages", { json: { from: customer, to: seed.phoneNumber, body } })).body;

test("a message to a number whose SmsUrl is a flow's webhook starts the flow with incomingMessage and continues it", async () => {
  emulator.state.addressConfigurations = {};
  const sms = defineFlow({
    description: "asks by SMS",
    trigger: { incomingMessage: "ask" },
    widgets: {
      ask: sendAndWaitForReply({
        body: "{{trigger.message.Body}}? Say more.",
        on: { incomingMessage: "thank", timeout: undefined, deliveryFailure: undefined },
      }),
      thank: sendMessage({
        body: "Thanks for {{widgets.ask.inbound.Body}}.",
        on: { sent: "on_a_call", failed: undefined },
      }),
      on_a_call: sayPlay({ say: "Nobody hears this." }),
    },
  });
  const { sid, webhook_url } = await publishFlow(emulator, sms);
  Object.assign(emulator.state.phoneNumbers[seed.phoneNumberSid] ?? {}, { sms_url: webhook_url });

  const first = await write("Help");
  expect(first).toMatchObject({
    handledBy: { flowSid: sid, executionSid: first.executions[0].sid },
    conversationSid: null,
    replies: [{ from: seed.phoneNumber, to: customer, body: "Help? Say more." }],
    alsoSentTo: null,
  });
  const second = await write("a refund");
  expect(second.replies).toMatchObject([{ body: "Thanks for a refund." }]);
  expect(second.executions).toMatchObject([
    {
      sid: first.executions[0].sid,
      status: "ended",
      warnings: [
        { code: 81020, widget: "on_a_call", message: "there is no call to say or play anything on" },
      ],
    },
  ]);
});

test("the number's flow runs in addition to auto-creation, so two flows reply, as on Twilio", async () => {
  const both = defineFlow({
    description: "answers too",
    trigger: { incomingMessage: "hello" },
    widgets: { hello: sendMessage({ body: "Me too.", on: { sent: undefined, failed: undefined } }) },
  });
  const { webhook_url } = await publishFlow(emulator, both);
  Object.assign(emulator.state.phoneNumbers[seed.phoneNumberSid] ?? {}, { sms_url: webhook_url });
  const { handledBy, alsoSentTo, replies } = await write("Hi");
  expect([handledBy.flowSid, alsoSentTo]).toEqual([seed.oldFlowSid, webhook_url]);
  expect(replies).toMatchObject([{ body: "Me too." }]);
  expect(Object.values(emulator.state.executions)).toHaveLength(2);
});
