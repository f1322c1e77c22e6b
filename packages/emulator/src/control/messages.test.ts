import { afterEach, beforeEach, expect, test } from "vitest";
import { ask, type EmulatorRequest } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";

const customer = "+15557654321";

const message = { from: customer, to: seed.phoneNumber, body: "Hello" };

const call_ = { from: customer, to: seed.phoneNumber };

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator({ operationDelayMs: 0 });
});

afterEach(() => emulator.close());

const call = (what: string, request?: EmulatorRequest) => ask(emulator, what, request);

/** The setup of the stack: messages go to Flex's Classic service, which the Orchestrator bridges. */
async function handOver() {
  const configuration = "https://conversations.twilio.com/v2/ControlPlane/Configurations";
  const json = {
    conversationsV1Bridge: { serviceId: seed.flexServiceSid },
    channelSettings: { VOICE: null },
  };
  await call(`PATCH ${configuration}/${seed.orchestratorConfigurationId}`, { json });
  for (const sid of [seed.smsAddressSid, seed.chatAddressSid, seed.whatsappAddressSid, seed.rcsAddressSid]) {
    const url = `https://conversations.twilio.com/v1/Configuration/Addresses/${sid}`;
    await call(`POST ${url}`, { form: { "AutoCreation.Type": "default" } });
  }
}

test("before the hand-off a message goes to the old flow, and to the number's webhook as well", async () => {
  const { body } = await call("POST /local/messages", { json: message });
  const [execution] = Object.values(emulator.state.executions);
  expect(execution).toMatchObject({ flowSid: seed.oldFlowSid, contact: customer, status: "ended" });
  expect(body.handledBy).toEqual({ flowSid: seed.oldFlowSid, executionSid: execution?.sid });
  expect(body.alsoSentTo).toBe(seed.oldSmsUrl);
});

test("a message captured only by a rule has no Classic conversation", async () => {
  emulator.state.addressConfigurations = {};
  const { body } = await call("POST /local/messages", { json: message });
  expect(body.conversationSid).toBeNull();
  expect(body.participants[0].addresses).toEqual([{ channel: "SMS", address: customer }]);
});

test.each([
  ["SMS", customer, seed.phoneNumber],
  ["WHATSAPP", "whatsapp:+15557654321", seed.whatsappSender],
  ["RCS", "rcs:+15557654321", seed.rcsSender],
  ["CHAT", "visitor-1", seed.chatAddress],
])(
  "after the hand-off a message by %s is one conversation in Classic and in the Orchestrator",
  async (channel, from, to) => {
    await handOver();
    const first = (await call("POST /local/messages", { json: { from, to, body: "Hello" } })).body;
    const second = (await call("POST /local/messages", { json: { from, to, body: "Anybody?" } })).body;

    expect(first.channel).toBe(channel);
    expect(first.handledBy).toEqual({
      conversationSid: first.conversationSid,
      serviceSid: seed.flexServiceSid,
    });
    expect([second.conversationSid, second.conversationId]).toEqual([
      first.conversationSid,
      first.conversationId,
    ]);
    const conversation = `https://conversations.twilio.com/v2/Conversations/${first.conversationId}`;
    const { participants } = (await call(`GET ${conversation}/Participants`)).body;
    expect(participants).toMatchObject([
      {
        type: "CUSTOMER",
        name: from,
        addresses: [{ channel, address: from, channelId: first.conversationSid }],
      },
      // In a web chat the agent has no address: TAC adds itself as a participant.
      ...(channel === "CHAT"
        ? []
        : [{ type: "AI_AGENT", name: "AI agent", addresses: [{ channel, address: to }] }]),
    ]);
    expect(participants).toHaveLength(channel === "CHAT" ? 1 : 2);
    const { communications } = (await call(`GET ${conversation}/Communications`)).body;
    expect(communications.map((row: { content: { text: string } }) => row.content.text)).toEqual([
      "Hello",
      "Anybody?",
    ]);
    const classic = `https://conversations.twilio.com/v1/Services/${seed.flexServiceSid}/Conversations/${first.conversationSid}`;
    expect((await call(`GET ${classic}/Messages`)).body.messages).toMatchObject([
      { body: "Hello" },
      { body: "Anybody?" },
    ]);
    const [participant] = (await call(`GET ${classic}/Participants`)).body.participants;
    expect([participant.identity, participant.messaging_binding]).toEqual(
      channel === "CHAT"
        ? [from, null]
        : [null, { type: channel.toLowerCase(), address: from, proxy_address: to }],
    );
  },
);

test("a conversation keeps the configuration with which it began", async () => {
  await handOver();
  const { conversationId } = (await call("POST /local/messages", { json: message })).body;
  const configuration = `https://conversations.twilio.com/v2/ControlPlane/Configurations/${seed.orchestratorConfigurationId}`;
  await call(`PATCH ${configuration}`, { json: { conversationsV1Bridge: null } });
  const { body } = await call(`GET https://conversations.twilio.com/v2/Conversations/${conversationId}`);
  expect(body.configuration.conversationsV1Bridge).toEqual({ serviceId: seed.flexServiceSid });
});

test("a configuration without its memory store captures nothing, and reports nothing", async () => {
  await handOver();
  emulator.state.memoryStores = {};
  const { status, body } = await call("POST /local/messages", { json: message });
  expect([status, body.conversationId]).toEqual([200, null]);
  const json = { ...call_, configurationId: seed.orchestratorConfigurationId };
  expect((await call("POST /local/calls", { json })).body.conversationId).toBeNull();
});

test("a message to an unknown address is not handled", async () => {
  const { body } = await call("POST /local/messages", { json: { ...message, to: "+15550000000" } });
  expect([body.handledBy, body.conversationId]).toEqual([null, null]);
});

test("a message to a number without an address configuration goes to its SmsUrl", async () => {
  emulator.state.addressConfigurations = {};
  const { body } = await call("POST /local/messages", { json: message });
  expect([body.handledBy, body.alsoSentTo]).toEqual([{ smsUrl: seed.oldSmsUrl }, null]);
});

test("a call makes one ACTIVE conversation, found by its SID", async () => {
  await handOver();
  const json = { ...call_, configurationId: seed.orchestratorConfigurationId };
  const { body } = await call("POST /local/calls", { json });
  expect(body).toMatchObject({ voiceUrl: seed.oldVoiceUrl, transcribedTwice: false });
  const found = await call(
    `GET https://conversations.twilio.com/v2/Conversations?status=ACTIVE&channelId=${body.callSid}`,
  );
  expect(found.body.conversations.map(({ id }: { id: string }) => id)).toEqual([body.conversationId]);
  expect(found.body.meta).toMatchObject({ key: "conversations", pageSize: 50 });
  const api = `https://api.twilio.com/2010-04-01/Accounts/${seed.accountSid}/Calls`;
  expect((await call(`GET ${api}/${body.callSid}.json`)).body).toMatchObject({
    status: "in-progress",
    from: customer,
  });
  expect((await call(`GET ${api}.json`)).body.calls).toHaveLength(1);
});

test("a call that TwiML and a capture rule both transcribe is reported", async () => {
  const json = { ...call_, configurationId: seed.orchestratorConfigurationId };
  expect((await call("POST /local/calls", { json })).body.transcribedTwice).toBe(true);
});

test("a trunk takes precedence over the VoiceUrl", async () => {
  const number = emulator.state.phoneNumbers[seed.phoneNumberSid];
  if (number) number.trunk_sid = `TK${"0".repeat(32)}`;
  expect((await call("POST /local/calls", { json: call_ })).body.voiceUrl).toBeNull();
});

test("a call to another account's number is rejected, and so is an unknown configuration", async () => {
  const elsewhere = await call("POST /local/calls", { json: { ...call_, to: "+15550000000" } });
  expect(elsewhere.body.message).toBe("Invalid parameter to: +15550000000 is not a number of this account");
  const json = { ...call_, configurationId: "conv_configuration_x" };
  expect((await call("POST /local/calls", { json })).status).toBe(400);
});
