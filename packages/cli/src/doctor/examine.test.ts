// All checks against a local Twilio: an account before the hand-off, a ready one, and one that cannot be read.

import { type Api, createApi, TwilioError } from "@pulumi/twilio/client";
import { accountBeforeHandoff, seed } from "@tac-handoff/emulator";
import { expect, test } from "vitest";
import { localAccount } from "../account/testing/localAccount.ts";
import type { UserStack } from "../account/userStack.ts";
import { exitCode } from "./examine.ts";
import { checkIds } from "./facts/catalogue.ts";
import { wantedByStack } from "./facts/wanted.ts";
import { describeExamination } from "./report.ts";
import { changed, configuration, idsOf, look } from "./testing/examinedAccount.ts";
import { flowSid, readyAccount, stack } from "./testing/readyAccount.ts";

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
    "messages-answered",
  ]);
  expect(idsOf(examination, "warning")).toEqual([]);
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
    "number-fallback",
    "number-sms",
    "address-sms",
    "address-whatsapp",
    "address-rcs",
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
  const { api } = await localAccount(state, { unknownField: true });

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

test("a workflow that the stack manages is found by the stack's output, or by its name before that exists", async () => {
  const state = readyAccount();
  changed(state.workflows[seed.workflowSid], { friendly_name: "tac-handoff" });
  const { api } = await localAccount(state);
  const routed = { ...stack, config: { ...stack.config, "tac-handoff:flex": '{"routing": {}}' } };
  const renamed = { ...routed, config: { ...routed.config, "tac-handoff:name": "support" } };
  const outputs = { ...stack.outputs, workflowSid: seed.workflowSid };
  const found = async (as: UserStack) => {
    const { checks } = await look(api, { as: wantedByStack(as, {}) });
    return checks
      .filter(({ id }) => ["flex-workflow", "flow-same"].includes(id))
      .map(({ status, found }) => `${status}: ${found}`);
  };

  const fine = [`ok: "tac-handoff", ${seed.workflowSid}`, "ok: equivalent"];
  expect((await found(routed)).toSorted()).toEqual(fine.toSorted());
  expect((await found({ ...renamed, outputs })).toSorted()).toEqual(fine.toSorted());
  expect(await found(renamed)).toContain('wrong: no workflow "support"; the workspace has "tac-handoff"');
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
    "flow-summary",
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
