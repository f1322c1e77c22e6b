// Twilio may omit a key whose value is null, add a key, or write an enumeration in a different case. None of this may
// affect code that reads an account.

import {
  addresses,
  classicServices,
  executions,
  fetchExecutionContext,
  fetchFlexConfiguration,
  fetchPublishedRevision,
  findPhoneNumber,
  flows,
  intelligenceConfigurations,
  intelligenceOperators,
  listCommunications,
  listMemoryStores,
  listNewestExecutions,
  listNewestTasks,
  listOpenConversations,
  listParticipants,
  listSenderAddresses,
  listSteps,
  listTaskChannels,
  listWorkersOfQueue,
  listWorkflows,
  orchestratorConfigurations,
  phoneNumbers,
  taskQueues,
} from "@pulumi/twilio/account";
import { catalogue } from "@pulumi/twilio/catalogue";
import { type Api, createApi } from "@pulumi/twilio/client";
import { ask, seed } from "@tac-handoff/emulator";
import { buildHandoffPayload, studioVoiceUrl } from "@tac-handoff/runtime";
import { checkFlow, fromCanonical, toCanonical } from "@tac-handoff/studio";
import webhooks from "twilio/lib/webhooks/webhooks.js";
import { expect, test } from "vitest";
import { discover } from "../discover/discover.ts";
import { examine } from "../doctor/examine.ts";
import { wantedByStack } from "../doctor/facts/wanted.ts";
import { agentEnv, flowSid, intelligenceId, readyAccount, stack } from "../doctor/testing/readyAccount.ts";
import { localAccount } from "./testing/localAccount.ts";
import { leaveOutNulls, rewriteResponses, rewrites } from "./testing/rewriteResponses.ts";

/** A ready account with a message that arrived over the bridge and a call that was handed off. */
async function usedAccount() {
  const state = readyAccount();
  const configuration = state.orchestratorConfigurations[seed.orchestratorConfigurationId];
  if (configuration) {
    configuration.statusCallbacks = [{ url: "https://agent.example.com/webhook", method: "POST" }];
    configuration.channelSettings.RCS = {
      statusTimeouts: null,
      captureRules: [{ from: "*", to: "rcs:agent", metadata: { callType: "PSTN" } }],
    };
  }
  const { twilio, credentials } = await localAccount(state, { nulls: "sent" });
  await ask(twilio, "POST /local/messages", {
    json: { from: "+15557770002", to: seed.phoneNumber, body: "Hello" },
  });
  const url = studioVoiceUrl({ accountSid: seed.accountSid, flowSid });
  const payload = buildHandoffPayload({ conversationId: "conv_1", storeId: "mem_1", reason: "refund" });
  const form = {
    CallSid: `CA${"2".repeat(32)}`,
    From: "+15557770001",
    To: seed.phoneNumber,
    Direction: "inbound",
    SessionStatus: "ended",
    HandoffData: JSON.stringify(payload),
  };
  const signature = webhooks.getExpectedTwilioSignature(seed.authToken, url, form);
  await ask(twilio, `POST ${url}`, { form, headers: { "X-Twilio-Signature": signature } });
  return { twilio, credentials };
}

const rewritten = test.for(Object.entries(rewrites));
const clientOf = (credentials: Parameters<typeof createApi>[0]) =>
  createApi(credentials, new AbortController().signal);

rewritten("with %s every reader returns the same", async ([name, rewrite]) => {
  const { credentials, twilio } = await usedAccount();
  const execution = Object.values(twilio.state.executions).at(-1)?.sid ?? "";
  const conversation = Object.keys(twilio.state.conversations)[0] ?? "";
  const readers: Record<string, (api: Api) => Promise<unknown>> = {
    addresses: (api) => addresses.list(api),
    classicServices: (api) => classicServices.list(api),
    conversations: (api) => listOpenConversations(api, seed.orchestratorConfigurationId),
    execution: (api) => executions(flowSid).fetch(api, execution),
    executions: (api) => listNewestExecutions(api, flowSid),
    flex: fetchFlexConfiguration,
    flow: (api) => flows.fetch(api, flowSid),
    flows: (api) => flows.list(api),
    intelligence: (api) => intelligenceConfigurations.list(api),
    number: (api) => findPhoneNumber(api, seed.phoneNumber),
    numbers: (api) => phoneNumbers.list(api),
    operators: (api) => intelligenceOperators.list(api),
    orchestrator: (api) => orchestratorConfigurations.list(api),
    communications: (api) => listCommunications(api, conversation),
    participants: (api) => listParticipants(api, conversation),
    publishedFlow: (api) => fetchPublishedRevision(api, flowSid),
    steps: (api) => listSteps(api, flowSid, execution),
    senders: (api) => listSenderAddresses(api, "whatsapp"),
    stores: listMemoryStores,
    taskChannels: (api) => listTaskChannels(api, seed.workspaceSid),
    taskQueues: (api) => taskQueues(seed.workspaceSid).list(api),
    tasks: (api) => listNewestTasks(api, seed.workspaceSid),
    workers: (api) => listWorkersOfQueue(api, seed.workspaceSid, seed.taskQueueSid),
    workflows: (api) => listWorkflows(api, seed.workspaceSid),
  };
  const direct = clientOf(credentials);
  const rewriting = clientOf({
    ...credentials,
    endpoint: await rewriteResponses(credentials.endpoint, rewrite),
  });

  for (const [reader, read] of Object.entries(readers)) {
    const expected = await read(direct);
    expect(JSON.stringify(expected).length, reader).toBeGreaterThan("[{}]".length);
    expect(leaveOutNulls(await read(rewriting)), reader).toEqual(leaveOutNulls(expected));
  }
  const context = await fetchExecutionContext(direct, flowSid, execution);
  expect(await fetchExecutionContext(rewriting, flowSid, execution), name).toEqual(rewrite(context));
});

rewritten("with %s doctor reports the same", async ([, rewrite]) => {
  const { credentials } = await usedAccount();
  const run = (endpoint: string) =>
    examine(clientOf({ ...credentials, endpoint }), {
      wanted: wantedByStack(stack, {}),
      env: agentEnv(),
      reach: false,
    });

  const expected = await run(credentials.endpoint);
  const found = await run(await rewriteResponses(credentials.endpoint, rewrite));

  expect(expected.checks.map(({ status }) => status)).not.toContain("unknown");
  expect(expected.checks.find(({ id }) => id === "call-variables")?.status).toBe("ok");
  expect({ ...found, localTwilio: undefined }).toEqual({ ...expected, localTwilio: undefined });
});

rewritten("with %s discover prints and proposes the same", async ([, rewrite]) => {
  const { credentials } = await usedAccount();
  const run = async (endpoint: string, json: boolean) => {
    const output: string[] = [];
    const environment = {
      TWILIO_ACCOUNT_SID: credentials.accountSid,
      TWILIO_API_KEY: credentials.apiKey,
      TWILIO_API_SECRET: credentials.apiSecret,
    };
    const outcome = await discover({
      environment,
      endpoint,
      choices: {},
      json,
      yes: true,
      dryRun: true,
      typed: (command) => command,
      isWatched: false,
      ask: undefined,
      say: (text) => output.push(text),
    });
    return { outcome, output };
  };
  const rewriting = await rewriteResponses(credentials.endpoint, rewrite);

  const expected = await run(credentials.endpoint, false);
  expect(await run(rewriting, false)).toEqual(expected);

  // With --json, rows are printed as Twilio returned them, so nulls stay null and missing keys stay missing.
  const parsed = async (endpoint: string) => {
    const { outcome, output } = await run(endpoint, true);
    return { outcome, printed: leaveOutNulls(output.map((text) => JSON.parse(text))) };
  };
  expect(await parsed(rewriting)).toEqual(await parsed(credentials.endpoint));
});

rewritten("with %s every resource is fetched with the same result", async ([, rewrite]) => {
  const { credentials, twilio } = await usedAccount();
  const ids: Record<string, string> = {
    "twilio:conversations:AddressConfiguration": Object.keys(twilio.state.addressConfigurations)[0] ?? "",
    "twilio:conversations:Service": seed.flexServiceSid,
    "twilio:intelligence:Configuration": intelligenceId,
    "twilio:memory:Store": seed.memoryStoreId,
    "twilio:numbers:PhoneNumber": seed.phoneNumberSid,
    "twilio:orchestrator:Configuration": seed.orchestratorConfigurationId,
    "twilio:studio:Flow": flowSid,
    "twilio:taskrouter:TaskQueue": `${seed.workspaceSid}/${seed.taskQueueSid}`,
    "twilio:taskrouter:Workflow": `${seed.workspaceSid}/${seed.workflowSid}`,
  };
  const { resources } = catalogue({ checkFlow, toCanonical, fromCanonical });
  const direct = clientOf(credentials);
  const rewriting = clientOf({
    ...credentials,
    endpoint: await rewriteResponses(credentials.endpoint, rewrite),
  });

  expect(resources.map(({ token }) => token).toSorted()).toEqual(Object.keys(ids).toSorted());
  for (const { token, fetch } of resources) {
    const expected = await fetch(direct, ids[token] ?? "");
    expect(expected?.id, token).toBe(ids[token]);
    expect(await fetch(rewriting, ids[token] ?? ""), token).toStrictEqual(expected);
  }
});

rewritten("with %s every lookup returns the same", async ([, rewrite]) => {
  const { credentials } = await usedAccount();
  const args: Record<string, Record<string, unknown>> = {
    "twilio:flex:getConfiguration": {},
    "twilio:orchestrator:getConfiguration": { configurationId: seed.orchestratorConfigurationId },
    "twilio:taskrouter:getTaskChannel": { workspaceSid: seed.workspaceSid, uniqueName: "voice" },
    "twilio:taskrouter:getTaskQueues": { workspaceSid: seed.workspaceSid },
    "twilio:taskrouter:getWorkflows": { workspaceSid: seed.workspaceSid },
    "twilio:taskrouter:getWorkflow": { workspaceSid: seed.workspaceSid, friendlyName: "Assign to Anyone" },
  };
  const { functions } = catalogue({ checkFlow, toCanonical, fromCanonical });
  const direct = clientOf(credentials);
  const rewriting = clientOf({
    ...credentials,
    endpoint: await rewriteResponses(credentials.endpoint, rewrite),
  });

  expect(functions.map(({ token }) => token).toSorted()).toEqual(Object.keys(args).toSorted());
  for (const { token, call } of functions) {
    expect(await call(rewriting, args[token] ?? {}), token).toEqual(await call(direct, args[token] ?? {}));
  }
});
