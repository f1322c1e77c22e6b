// All checks against a local Twilio: an account before the hand-off, a ready one, and a ready one with one part broken.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Api, createApi, TwilioError } from "@pulumi/twilio/client";
import { accountBeforeHandoff, ask, type State, seed } from "@tac-handoff/emulator";
import { buildHandoffPayload, studioVoiceUrl } from "@tac-handoff/runtime";
import webhooks from "twilio/lib/webhooks/webhooks.js";
import { expect, test } from "vitest";
import { localAccount } from "../account/testing/localAccount.ts";
import type { AgentEnv } from "./checks/agentEnv.ts";
import { type Examination, examine, exitCode } from "./examine.ts";
import { checkIds } from "./facts/catalogue.ts";
import { type Wanted, wantedByStack, wantedByVariables } from "./facts/wanted.ts";
import { describeExamination } from "./report.ts";
import { agentEnv, config, flowSid, intelligenceId, readyAccount, stack } from "./testing/readyAccount.ts";

const wanted = wantedByStack(stack, {});
const otherFlow = `FW${"b".repeat(32)}`;

function look(api: Api, { env = agentEnv(), as = wanted }: { env?: AgentEnv; as?: Wanted } = {}) {
  return examine(api, { wanted: as, env, reach: false });
}

function idsOf({ checks }: Examination, status: string) {
  return checks.filter((check) => check.status === status).map(({ id }) => id);
}

test("a ready account passes every check that can be made, and only GETs are sent", async () => {
  const { twilio, api } = await localAccount(readyAccount());

  const examination = await look(api);

  expect(examination.checks.filter(({ status }) => status === "wrong" || status === "unknown")).toEqual([]);
  expect(examination.checks.map(({ id }) => id)).toEqual(checkIds);
  expect(idsOf(examination, "by-hand")).toEqual(["flex-opt-in-voice", "flex-opt-in-messaging"]);
  expect(idsOf(examination, "skipped")).toEqual([
    "agent-twiml",
    "agent-webhook",
    "conversation-service",
    "conversation-channel",
    "call-handoff",
    "call-variables",
  ]);
  expect(exitCode(examination)).toBe(0);
  expect(twilio.requests().filter(({ method }) => method !== "GET")).toEqual([]);
});

test("no object is read twice", async () => {
  const { twilio, api } = await localAccount(readyAccount());

  await look(api);

  const asked = twilio.requests().map(({ host, path, query }) => `${host}${path}?${query}`);
  expect(asked.toSorted()).toEqual([...new Set(asked)].toSorted());
});

test("an account before the hand-off fails exactly the steps of the guide", async () => {
  const { api } = await localAccount(accountBeforeHandoff());

  const examination = await look(api, {
    as: wantedByStack({ ...stack, outputs: {} }, {}),
    env: { none: "none" },
  });

  expect(idsOf(examination, "wrong")).toEqual([
    "number-voice",
    "number-sms",
    "address-sms",
    "address-whatsapp",
    "address-chat",
    "orchestrator-captures",
    "orchestrator-bridge",
    "orchestrator-voice",
    "orchestrator-timeouts",
    "intelligence-linked",
    "intelligence-rules",
    "flow",
  ]);
  expect(idsOf(examination, "unknown")).toEqual([]);
  expect(exitCode(examination)).toBe(1);
  const fixes = examination.checks.filter(({ status }) => status === "wrong").map(({ fix }) => fix);
  expect(new Set(fixes)).toEqual(new Set(["pulumi up --stack dev"]));
});

function configuration(state: State) {
  return state.orchestratorConfigurations[seed.orchestratorConfigurationId];
}

function changed(row: object | undefined, fields: object) {
  if (!row) throw new Error("nothing to change");
  Object.assign(row, fields);
}

const up = "pulumi up --refresh --stack dev";

/** What is broken, and the one check that then fails, with its messages. */
const breakages: Record<
  string,
  { change(state: State): void; id: string; found: string; expected: string; fix?: string }
> = {
  "the number is gone": {
    change: (state) => delete state.phoneNumbers[seed.phoneNumberSid],
    id: "number",
    found: "+15551230100 is not in the account",
    expected: "a number of this account",
    fix: `pulumi config set --stack dev tac-handoff:phoneNumber …, then ${up}; or buy it: Console: Phone Numbers > Manage > Buy a number`,
  },
  "calls are requested with GET": {
    change: (state) => changed(state.phoneNumbers[seed.phoneNumberSid], { voice_method: "GET" }),
    id: "number-voice",
    found: "the method is GET",
    expected: "POST https://agent.example.com/twiml, no application, no trunk",
  },
  "an application takes precedence over the URL, which contains a password": {
    change: (state) =>
      changed(state.phoneNumbers[seed.phoneNumberSid], {
        voice_application_sid: `AP${"1".repeat(32)}`,
        voice_url: "https://user:password@ivr.example.com/answer?key=secret",
      }),
    id: "number-voice",
    found: `application AP${"1".repeat(32)} receives the calls; calls go to https://ivr.example.com/answer?…`,
    expected: "POST https://agent.example.com/twiml, no application, no trunk",
  },
  "an SMS webhook also responds": {
    change: (state) => changed(state.phoneNumbers[seed.phoneNumberSid], { sms_url: seed.oldSmsUrl }),
    id: "number-sms",
    found: "https://ivr.example.com/sms responds",
    expected: "no SMS webhook, no SMS application",
  },
  "an address starts a flow": {
    change: (state) =>
      changed(state.addressConfigurations[seed.whatsappAddressSid]?.auto_creation, {
        type: "studio",
        studio_flow_sid: seed.oldFlowSid,
      }),
    id: "address-whatsapp",
    found: `it starts the flow ${seed.oldFlowSid}`,
    expected: `auto-creation on, of type default, into ${seed.flexServiceSid}`,
  },
  "an address is gone": {
    change: (state) => delete state.addressConfigurations[seed.chatAddressSid],
    id: "address-chat",
    found: "webchat has no address configuration; addresses of type chat: none",
    expected: `auto-creation on, of type default, into ${seed.flexServiceSid}`,
  },
  "an address creates no conversations": {
    change: (state) =>
      changed(state.addressConfigurations[seed.smsAddressSid]?.auto_creation, { enabled: false }),
    id: "address-sms",
    found: "auto-creation is off",
    expected: `auto-creation on, of type default, into ${seed.flexServiceSid}`,
  },
  "the description is null": {
    change: (state) => changed(configuration(state), { description: null }),
    id: "orchestrator-tac",
    found: "no description",
    expected: "values that TAC accepts: a description, and minutes until Closed wherever there are timeouts",
  },
  "a sender is captured": {
    change: (state) =>
      changed(configuration(state)?.channelSettings.VOICE, {
        captureRules: [{ from: "*", to: seed.phoneNumber, metadata: {} }],
      }),
    id: "orchestrator-captures",
    found: "VOICE: * → +15551230100",
    expected: "no capture rules for VOICE, SMS, WHATSAPP, CHAT",
  },
  "another configuration has the bridge": {
    change: (state) => {
      const own = configuration(state);
      if (!own) throw new Error("no configuration");
      state.orchestratorConfigurations.other = { ...own, id: "other" };
      own.conversationsV1Bridge = null;
    },
    id: "orchestrator-bridge",
    found: `no bridge; other bridges ${seed.flexServiceSid}, and only one configuration can`,
    expected: `a bridge to ${seed.flexServiceSid}`,
    fix: `remove the bridge from other (Console: Conversation Orchestrator > other > Channel traffic), then ${up}; or adopt that one: pulumi config set --stack dev --path tac-handoff:adopt.orchestratorConfiguration …, then ${up}`,
  },
  "calls close after a number of minutes": {
    change: (state) =>
      changed(configuration(state)?.channelSettings.VOICE, { statusTimeouts: { inactive: 5, closed: 30 } }),
    id: "orchestrator-voice",
    found: "inactive after 5 minutes and closed after 30 minutes",
    expected: "no timeouts for VOICE, which means On hangup",
  },
  "SMS conversations close early": {
    change: (state) =>
      changed(configuration(state)?.channelSettings.SMS, { statusTimeouts: { inactive: null, closed: 3 } }),
    id: "orchestrator-timeouts",
    found: "SMS: never inactive and closed after 3 minutes",
    expected:
      "SMS: inactive after 10 minutes and closed after 60 minutes; WHATSAPP: inactive after 10 minutes and closed after 60 minutes; CHAT: inactive after 15 minutes and closed after 60 minutes",
  },
  "events go to another host": {
    change: (state) =>
      changed(configuration(state), {
        statusCallbacks: [{ url: "https://old.example.com/webhook", method: "POST" }],
      }),
    id: "orchestrator-callback",
    found: "POST https://old.example.com/webhook",
    expected: "POST https://agent.example.com/webhook",
  },
  "nothing is linked": {
    change: (state) => changed(configuration(state), { intelligenceConfigurationIds: null }),
    id: "intelligence-linked",
    found: "none is linked",
    expected: intelligenceId,
  },
  "a Summary rule calls a webhook and uses memory": {
    change: (state) =>
      changed(state.intelligenceConfigurations[intelligenceId]?.rules[0], {
        actions: [{ type: "WEBHOOK", method: "POST", url: "https://x.example.com" }],
        context: { memory: { enabled: true }, knowledge: null },
      }),
    id: "intelligence-rules",
    found: "CONVERSATION_END: an action WEBHOOK; CONVERSATION_END: a context",
    expected:
      "two rules: the Summary operator on CONVERSATION_END and on CONVERSATION_INACTIVE, no action, no context",
  },
  "the Summary does not run at the hand-off": {
    change: (state) => state.intelligenceConfigurations[intelligenceId]?.rules.pop(),
    id: "intelligence-rules",
    found: "no Summary on CONVERSATION_INACTIVE",
    expected:
      "two rules: the Summary operator on CONVERSATION_END and on CONVERSATION_INACTIVE, no action, no context",
  },
  "the memory store is still being provisioned": {
    change: (state) =>
      changed(state.memoryStores[seed.memoryStoreId], { activeAt: "2999-01-01T00:00:00.000Z" }),
    id: "memory-store",
    found: `${seed.memoryStoreId} is QUEUED`,
    expected: `${seed.memoryStoreId}, ACTIVE`,
    fix: "wait for it: npm run doctor -- --watch",
  },
  "the memory store is gone": {
    change: (state) => {
      state.memoryStores = {};
    },
    id: "memory-store",
    found: `the configuration uses ${seed.memoryStoreId}, which does not exist`,
    expected: `${seed.memoryStoreId}, ACTIVE`,
    fix: `pulumi config set --stack dev --path tac-handoff:adopt.memoryStore …, then ${up}`,
  },
  "all Orchestrator configurations are gone": {
    change: (state) => {
      state.orchestratorConfigurations = {};
    },
    id: "orchestrator",
    found: `${seed.orchestratorConfigurationId} does not exist; the account has none`,
    expected: "a configuration of this account",
    fix: `pulumi config set --stack dev --path tac-handoff:adopt.orchestratorConfiguration …, then ${up}`,
  },
  "the flow was never published": {
    change: (state) => changed(state.flows[flowSid]?.revisions[0], { status: "draft" }),
    id: "flow",
    found: `${flowSid} was never published`,
    expected: "a published revision",
  },
  "the flow has a different text": {
    change: (state) => {
      const [revision] = state.flows[flowSid]?.revisions ?? [];
      changed(revision, {
        definition: JSON.parse(
          JSON.stringify(revision?.definition).replace("nobody can take", "no one takes"),
        ),
      });
    },
    id: "flow-same",
    found: "it differs at say_nobody_there",
    expected: "studio-flows/agent-handoff.ts with the stack's configuration",
  },
  "two workflows have the same name": {
    change: (state) => {
      const [workflow] = Object.values(state.workflows);
      if (workflow) state.workflows.WWother = { ...workflow, sid: "WWother" };
    },
    id: "flex-workflow",
    found: `${seed.workflowSid} and WWother are both named "Assign to Anyone"`,
    expected: 'one workflow "Assign to Anyone"',
    fix: `pulumi config set --stack dev --path tac-handoff:flex.workflow …, then ${up}; or Console: TaskRouter > Workspaces > Flex's > Workflows`,
  },
  "Flex UI is old": {
    change: (state) => changed(state.flexConfiguration ?? undefined, { ui_version: "2.9.4" }),
    id: "flex-ui",
    found: "2.9.4",
    expected: "2.17.1 or later",
    fix: "Console: Flex, the version of Flex UI (twilio.com/docs/flex/how-we-release-flex)",
  },
};

test.each(Object.entries(breakages))("%s: exactly that check fails", async (_, breakage) => {
  const { change, id, found, expected, fix = up } = breakage;
  const state = readyAccount();
  change(state);
  const { api } = await localAccount(state);

  const examination = await look(api);

  const wrong = examination.checks.filter(({ status }) => status === "wrong");
  expect(wrong.map(({ id, found, expected, fix }) => ({ id, found, expected, fix }))).toEqual([
    { id, found, expected, fix },
  ]);
  expect(exitCode(examination)).toBe(1);
});

test("a memory store that has failed is fixed in the Console, because a stack cannot fix it", async () => {
  const { api } = await localAccount(readyAccount());
  const find: Api["find"] = async (call) => {
    const body = await api.find(call);
    return call.host === "memory" ? { ...(body as object), status: "FAILED" } : body;
  };

  const { checks } = await look({ ...api, find });

  expect(checks.filter(({ status }) => status === "wrong")).toEqual([
    {
      id: "memory-store",
      title: "The memory store is ACTIVE",
      status: "wrong",
      found: `${seed.memoryStoreId} is FAILED`,
      expected: `${seed.memoryStoreId}, ACTIVE`,
      fix: "Console: Conversation Memory > the store",
    },
  ]);
});

test("only the first three of many mistakes in a flow are reported", async () => {
  const state = readyAccount();
  const [revision] = state.flows[flowSid]?.revisions ?? [];
  const definition = JSON.stringify(revision?.definition);
  changed(revision, {
    definition: JSON.parse(definition.replaceAll(/"attributes":"(?:[^"\\]|\\.)*"/g, '"attributes":"{"')),
  });
  const { api } = await localAccount(state);

  const { checks } = await look(api);

  const { found = "" } = checks.find(({ id }) => id === "flow-valid") ?? {};
  expect(found.match(/attributes is not valid JSON/g)).toHaveLength(3);
  expect(found).toMatch(/; and \d more$/);
});

test("escape sequences in a name do not reach the terminal", async () => {
  const state = readyAccount();
  changed(configuration(state), { displayName: "evil\u001b[2Jname\nsecond line" });
  const { api } = await localAccount(state);

  const text = describeExamination(await look(api), { width: 200 });

  expect(text).toContain("evil [2Jname second line, conv_configuration_");
  expect(text).not.toContain("\u001b[2J");
});

test("an account without Flex fails where Flex is needed, and nowhere else", async () => {
  const state = readyAccount();
  state.flexConfiguration = null;
  const { api } = await localAccount(state);

  const examination = await look(api);

  expect(idsOf(examination, "wrong")).toEqual([
    "orchestrator-bridge",
    "flex-workflow",
    "flex-task-channels",
    "flex-ui",
  ]);
  expect(idsOf(examination, "unknown")).toEqual([]);
  const fixes = examination.checks.filter(({ status }) => status === "wrong").map(({ fix }) => fix);
  expect(new Set(fixes)).toEqual(new Set(["Console: Flex > Overview"]));
});

/** Credentials without permission for a product, which the local Twilio does not support. */
function without(api: Api, host: string): Api {
  return {
    ...api,
    async find(call) {
      if (call.host !== host) return api.find(call);
      const parts = { call: `GET ${host}.twilio.com${call.path}`, status: 401, code: 20003 };
      throw new TwilioError({ ...parts, reason: "Authenticate" });
    },
  };
}

test("a refused read makes its checks unknown, names the missing permission, and affects no other check", async () => {
  const { api } = await localAccount(readyAccount());

  const examination = await look(without(api, "studio"));

  expect(idsOf(examination, "wrong")).toEqual(["credentials"]);
  expect(examination.checks.find(({ id }) => id === "credentials")?.found).toBe(
    "Twilio denies access to Studio flows, Studio revisions, Studio executions",
  );
  expect(idsOf(examination, "unknown")).toEqual([
    "flow",
    "flow-valid",
    "flow-same",
    "flow-entries",
    "call-handoff",
    "call-variables",
  ]);
  expect(examination.checks.find(({ id }) => id === "flow")?.found).toBe(
    `GET studio.twilio.com/v2/Flows/${flowSid} answered 401 (20003): Authenticate. Check twilio:accountSid and the API key or auth token; a new product may also want its terms accepted in the Console.`,
  );
  expect(idsOf(examination, "ok")).toContain("flex-workflow");
});

test("if the account cannot be read for a reason other than permissions, nothing is reported about permissions", async () => {
  const { api } = await localAccount(readyAccount());
  const find: Api["find"] = async (call) => {
    if (call.host === "api" && call.path.endsWith(`${seed.accountSid}.json`)) throw new Error("answered 503");
    return api.find(call);
  };

  const { checks } = await look({ ...api, find });

  expect(checks[0]).toMatchObject({ id: "credentials", status: "unknown", found: "answered 503" });
});

test("a proxy that responds to everything with its own page is not mistaken for an empty account", async () => {
  const { api } = await localAccount(readyAccount());

  const examination = await look({ ...api, find: async () => "<html>Please log in</html>" });

  expect(examination.checks.map(({ id, status }) => [id, status])).toEqual([["credentials", "unknown"]]);
  expect(examination.blind).toBe(
    'GET conversations.twilio.com/v1/Configuration/Addresses answered without "address_configurations". This is not Twilio\'s answer: is there a proxy in between?',
  );
});

test("wrong credentials are reported once, and the exit code shows that nothing was read", async () => {
  const { twilio } = await localAccount(readyAccount());
  const credentials = { accountSid: seed.accountSid, authToken: "wrong", endpoint: twilio.url };

  const examination = await look(createApi(credentials, new AbortController().signal));

  expect(examination.checks.map(({ id, status }) => [id, status])).toEqual([["credentials", "unknown"]]);
  expect(examination.blind).toContain("answered 401 (20003): Authenticate.");
  expect(exitCode(examination)).toBe(3);
});

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
      expected: "no capture rules for VOICE, SMS, WHATSAPP",
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
  ]);
});

test("a voice-only agent needs nothing for messaging", async () => {
  const state = accountBeforeHandoff();
  const own = { ...config, "tac-handoff:channels": '["voice"]' };
  const { api } = await localAccount(state);

  const examination = await look(api, { as: wantedByStack({ ...stack, config: own }, {}) });

  expect(idsOf(examination, "wrong")).toEqual([
    "number-voice",
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

test("a message that came over the bridge confirms two assumptions of the flow", async () => {
  const { twilio, api } = await localAccount(readyAccount());
  await ask(twilio, "POST /local/messages", {
    json: { from: "+15557770002", to: seed.phoneNumber, body: "Hello" },
  });
  const [conversation] = Object.values(twilio.state.conversations);
  const [classic] = Object.values(twilio.state.classicConversations);

  const { checks } = await look(api);

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
  const ofCalls = async () => (await look(api)).checks.filter(({ id }) => id.startsWith("call-"));

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
