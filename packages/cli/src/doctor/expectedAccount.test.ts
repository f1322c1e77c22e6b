// What an account is compared with: a stack, its configuration, an agent's variables, and what has happened in the account.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Api } from "@pulumi/twilio/client";
import { accountBeforeHandoff, ask, seed } from "@tac-handoff/emulator";
import { buildHandoffPayload, studioVoiceUrl } from "@tac-handoff/runtime";
import webhooks from "twilio/lib/webhooks/webhooks.js";
import { expect, test } from "vitest";
import { localAccount } from "../account/testing/localAccount.ts";
import { examine } from "./examine.ts";
import { wantedByStack, wantedByVariables } from "./facts/wanted.ts";
import { asLive, changed, configuration, idsOf, look, wanted } from "./testing/examinedAccount.ts";
import { agentEnv, config, flowSid, readyAccount, stack } from "./testing/readyAccount.ts";

const otherFlow = `FW${"b".repeat(32)}`;

test("an account that no stack manages is checked by the agent's variables, and fixed in the Console", async () => {
  const state = readyAccount();
  changed(configuration(state)?.channelSettings.SMS, {
    captureRules: [{ from: "*", to: seed.phoneNumber, metadata: {} }],
  });
  const { api } = await localAccount(state);
  const env = agentEnv();

  const examination = await look(api, { env, as: wantedByVariables(".env", env.variables) });

  expect(examination.checks.filter(({ status }) => status === "wrong")).toEqual([
    {
      id: "orchestrator-captures",
      title: "No sender is captured besides ConversationRelay and the bridge",
      status: "wrong",
      found: "SMS: * → +15551230100",
      expected: "no capture rules of the agent for VOICE, SMS, WHATSAPP, RCS",
      fix: "Console: Conversation Orchestrator > the configuration > Channel traffic: remove the captured senders",
      assumption: "no-capture-rules",
    },
  ]);
  expect(idsOf(examination, "skipped")).toEqual([
    "agent-twiml",
    "agent-webhook",
    "address-chat",
    "flow-same",
    "env-agrees",
    "conversation-service",
    "conversation-channel",
    "call-handoff",
    "call-variables",
    "messages-answered",
  ]);
});

test("a voice-only agent needs nothing for messaging", async () => {
  const state = accountBeforeHandoff();
  const own = { ...config, "tac-handoff:channels": '["voice"]' };
  const { api } = await localAccount(state);

  const examination = await look(api, { as: wantedByStack({ ...stack, config: own }, {}) });

  expect(idsOf(examination, "wrong")).toEqual([
    "number-voice",
    "number-fallback",
    "orchestrator-captures",
    "orchestrator-voice",
    "intelligence-linked",
    "intelligence-rules",
    "flow",
  ]);
});

test("timeouts that the stack's configuration sets are what the account should have", async () => {
  const state = readyAccount();
  const own = { ...config, "tac-handoff:timeouts": '{"voice": {"closed": 30}, "sms": {"closed": 120}}' };
  const settings = configuration(state)?.channelSettings;
  if (settings?.SMS) settings.SMS.statusTimeouts = { inactive: 10, closed: 120 };
  const { api } = await localAccount(state);

  const { checks } = await look(api, { as: wantedByStack({ ...stack, config: own }, {}) });

  expect(checks.filter(({ status }) => status === "wrong")).toMatchObject([
    {
      id: "orchestrator-voice",
      found: "no timeouts",
      expected: "VOICE: never inactive and closed after 30 minutes",
    },
  ]);
});

test.each([
  [{ inactive: 60, closed: 60 }, ["inactive after 60 minutes and closed after 60 minutes"]],
  [{ inactive: 90, closed: 60 }, ["inactive after 90 minutes and closed after 60 minutes"]],
  [{ inactive: 59, closed: 60 }, []],
  [{ closed: 60 }, []],
])("without a stack, timeouts %o are judged by their order only", async (timeouts, found) => {
  const state = readyAccount();
  changed(configuration(state)?.channelSettings.SMS, { statusTimeouts: timeouts });
  const { api } = await localAccount(state);
  const env = agentEnv();

  const { checks } = await look(api, { env, as: wantedByVariables(".env", env.variables) });

  expect(checks.filter(({ status }) => status === "wrong")).toEqual(
    found.map((minutes) => ({
      id: "orchestrator-timeouts",
      title: "Messaging conversations close as configured",
      status: "wrong",
      found: `SMS: ${minutes}`,
      expected: "fewer minutes until inactive than until closed",
      fix: "Console: Conversation Orchestrator > the configuration: timeouts of SMS, WhatsApp, RCS and chat",
      assumption: "message-timeouts",
    })),
  );
});

test("a message that came over the bridge confirms two assumptions of the flow", async () => {
  const { twilio, api } = await localAccount(readyAccount());
  await ask(twilio, "POST /local/messages", {
    json: { from: "+15557770002", to: seed.phoneNumber, body: "Hello" },
  });
  const [conversation] = Object.values(twilio.state.conversations);
  const [classic] = Object.values(twilio.state.classicConversations);

  const { checks } = await look(asLive(api));

  expect(checks.filter(({ id }) => id.startsWith("conversation-"))).toEqual([
    {
      id: "conversation-service",
      title: "A conversation shows its bridged Classic service",
      status: "ok",
      found: `${conversation?.id}: ${seed.flexServiceSid}`,
      assumption: "conversation-configuration-path",
      confirmed: true,
    },
    {
      id: "conversation-channel",
      title: "A customer's address names its Classic conversation",
      status: "ok",
      found: `${conversation?.id}: ${classic?.sid}`,
      assumption: "participants-channel-id",
      confirmed: true,
    },
  ]);
});

test("a call that was handed off confirms two assumptions of the flow, and one that ended without a hand-off confirms neither", async () => {
  const { twilio, api } = await localAccount(readyAccount());
  const url = studioVoiceUrl({ accountSid: seed.accountSid, flowSid });
  const endOfCall = async (CallSid: string, fields: Record<string, string>) => {
    const form = { CallSid, From: "+15557770001", To: seed.phoneNumber, Direction: "inbound", ...fields };
    const signature = webhooks.getExpectedTwilioSignature(seed.authToken, url, form);
    await ask(twilio, `POST ${url}`, { form, headers: { "X-Twilio-Signature": signature } });
  };
  const ofCalls = async () => (await look(asLive(api))).checks.filter(({ id }) => id.startsWith("call-"));

  await endOfCall(`CA${"1".repeat(32)}`, { SessionStatus: "completed" });
  expect((await ofCalls()).map(({ status, found }) => [status, found])).toEqual(
    Array(2).fill([
      "skipped",
      "none of the 1 newest calls that reached this flow was a hand-off; if one was, see the assumption",
    ]),
  );

  const payload = buildHandoffPayload({ conversationId: "conv_1", storeId: "mem_1", reason: "private" });
  await endOfCall(`CA${"2".repeat(32)}`, { SessionStatus: "ended", HandoffData: JSON.stringify(payload) });
  const sid = Object.values(twilio.state.executions).at(-1)?.sid;
  const checks = await ofCalls();
  expect(checks.map(({ status, found, confirmed }) => [status, found, confirmed])).toEqual([
    ["ok", `execution ${sid}: trigger.call.HandoffData`, true],
    ["ok", `execution ${sid}: flow.variables.handoff is an object`, true],
  ]);
  expect(JSON.stringify(checks)).not.toContain("private");
});

test.each([
  ["no variable handoff", { variables: { other: 1 } }],
  ["no variables", {}],
])("a handed-off call whose flow has %s is still found", async (_, flow) => {
  const { twilio, api } = await localAccount(readyAccount());
  const sid = `FN${"1".repeat(32)}`;
  const find: Api["find"] = async (call) => {
    if (call.path.endsWith("/Executions"))
      return { executions: [{ sid, initiated_by: `CA${"1".repeat(32)}` }] };
    if (call.path.endsWith(`${sid}/Context`))
      return { context: { trigger: { call: { HandoffData: "{}" } }, flow } };
    return api.find(call);
  };

  const { checks } = await look({ ...api, find });

  expect(
    checks.filter(({ id }) => id.startsWith("call-")).map(({ status, found }) => [status, found]),
  ).toEqual([
    ["ok", `execution ${sid}: trigger.call.HandoffData`],
    ["skipped", `execution ${sid} has no flow.variables.handoff`],
  ]);
  expect(twilio.requests().filter(({ method }) => method !== "GET")).toEqual([]);
});

test("with --reach the agent's host receives a request, and its state is reported", async () => {
  const { api } = await localAccount(readyAccount());
  const nobody = createServer();
  await new Promise<void>((resolve) => nobody.listen(0, "127.0.0.1", resolve));
  const { port } = nobody.address() as AddressInfo;
  await new Promise((resolve) => nobody.close(resolve));

  const { checks } = await examine(api, {
    wanted: { ...wanted, agentDomain: `127.0.0.1:${port}` },
    env: { none: "none" },
    reach: true,
  });

  expect(
    checks.filter(({ id }) => id.startsWith("agent-")).map(({ status, found }) => [status, found]),
  ).toEqual([
    ["wrong", "no response: ECONNREFUSED"],
    ["wrong", "no response: ECONNREFUSED"],
  ]);
});

test("a .env with another flow does not match the stack", async () => {
  const { api } = await localAccount(readyAccount());
  const env = agentEnv();
  env.variables.TWILIO_STUDIO_HANDOFF_FLOW_SID = otherFlow;

  const examination = await look(api, { env });

  expect(examination.checks.filter(({ status }) => status === "wrong")).toMatchObject([
    {
      id: "env-agrees",
      found: `TWILIO_STUDIO_HANDOFF_FLOW_SID=${otherFlow}`,
      expected: `TWILIO_STUDIO_HANDOFF_FLOW_SID=${flowSid}`,
    },
  ]);
});
