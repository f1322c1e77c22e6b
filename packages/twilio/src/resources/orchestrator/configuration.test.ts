import { type State, seed } from "@tac-handoff/emulator";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Api } from "../../client/api.ts";
import type { Resource } from "../../declare/resource.ts";
import { check } from "../../provider/check.ts";
import { create, destroy, previewCreate, update } from "../../provider/lifecycle.ts";
import { type LocalTwilio, startLocalTwilio } from "../../testing/localTwilio.ts";
import { leastInputs, presentId } from "../../testing/orchestrator.ts";
import { resourceContract } from "../../testing/resourceContract.ts";
import { removeSecretMarks, unknownValue } from "../../values/unknown.ts";
import { configuration as definition } from "./configuration.ts";

const configuration: Resource = definition;

const bridge = { conversationsV1Bridge: { serviceId: seed.flexServiceSid } };

resourceContract(definition, {
  inputs: {
    ...leastInputs,
    description: "From agent to person",
    channelSettings: {
      VOICE: { statusTimeouts: "onHangup" },
      SMS: {
        statusTimeouts: { inactive: 10, closed: 60 },
        captureRules: [{ from: "*", to: "+15551230100" }],
      },
    },
    statusCallbacks: [{ url: "https://agent.example.com/webhook" }],
    memoryExtractionEnabled: true,
    ...bridge,
  },
  change: {
    displayName: "renamed",
    description: "",
    channelSettings: { VOICE: { statusTimeouts: { closed: 5 } }, CHAT: {} },
    statusCallbacks: [],
    memoryExtractionEnabled: false,
  },
  replace: { conversationGroupingType: "GROUP_BY_PARTICIPANT_ADDRESSES" },
  drop: {
    description: "",
    channelSettings: {},
    statusCallbacks: [],
    memoryExtractionEnabled: false,
    conversationsV1Bridge: undefined,
  },
  drift: {
    change: ({ orchestratorConfigurations }, id) => {
      const row = orchestratorConfigurations[id];
      if (!row) return;
      row.channelSettings = { VOICE: { statusTimeouts: { inactive: null, closed: 7 }, captureRules: [] } };
      row.description = "changed in the Console";
    },
    seen: ["description", "channelSettings.VOICE.statusTimeouts", "channelSettings.SMS"],
  },
  present: {
    id: presentId,
    inputs: {
      adopt: presentId,
      displayName: "agent",
      description: "Agent with people",
      channelSettings: { VOICE: { statusTimeouts: "onHangup" }, CHAT: { statusTimeouts: { closed: 60 } } },
      statusCallbacks: [],
      memoryExtractionEnabled: true,
      ...bridge,
    },
  },
  object,
});

/** null and an empty list mean the same to Twilio, and version counts what happened. */
function object({ orchestratorConfigurations }: State, id: string): unknown {
  if (!orchestratorConfigurations[id]) return undefined;
  const { version: _, updatedAt: __, ...row } = structuredClone(orchestratorConfigurations[id]);
  return { ...row, intelligenceConfigurationIds: row.intelligenceConfigurationIds ?? [] };
}

let twilio: LocalTwilio;
beforeEach(async () => {
  twilio = await startLocalTwilio();
});
afterEach(() => twilio.close());

const live = () => twilio.state.orchestratorConfigurations[presentId];

test("values that preview does not know yet pass check wherever they stand", () => {
  const inputs = {
    displayName: unknownValue,
    conversationGroupingType: unknownValue,
    memoryStoreId: unknownValue,
    statusCallbacks: [unknownValue, { url: unknownValue, method: "POST" }],
    intelligenceConfigurationIds: [unknownValue],
    conversationsV1Bridge: { serviceId: unknownValue },
    channelSettings: {
      SMS: unknownValue,
      VOICE: { statusTimeouts: unknownValue, captureRules: unknownValue },
      CHAT: {
        statusTimeouts: { inactive: unknownValue, closed: unknownValue },
        captureRules: [unknownValue],
      },
    },
  };
  expect(check(configuration, inputs)).toEqual({ inputs, problems: [] });
});

test("a preview with an unknown store and an unknown service asks Twilio nothing", async () => {
  const inputs = {
    ...leastInputs,
    memoryStoreId: unknownValue,
    conversationsV1Bridge: { serviceId: unknownValue },
  };
  const { state } = await previewCreate(configuration, twilio.api, inputs);
  expect(state).toEqual({ ...inputs, configurationId: unknownValue, version: unknownValue, adopted: false });
  expect(twilio.requests()).toEqual([]);
});

test("a service that another configuration bridges is a problem of preview, which names that one", async () => {
  await twilio.close();
  twilio = await startLocalTwilio({ state: seed.withServiceBridged(seed.accountBeforeHandoff()) });
  const refusal = new Error(
    `conversationsV1Bridge.serviceId: Classic service ${seed.flexServiceSid} is already bridged by configuration ${seed.otherConfigurationId} ("other-agent"), and only one can bridge it. Adopt that configuration, remove its bridge, or bridge another service.`,
  );
  await expect(previewCreate(configuration, twilio.api, { ...leastInputs, ...bridge })).rejects.toThrow(
    refusal,
  );
  await expect(create(configuration, twilio.api, { adopt: presentId, ...bridge })).rejects.toThrow(refusal);
  // The configuration that bridges it may of course go on doing so.
  const { id } = await previewCreate(configuration, twilio.api, {
    adopt: seed.otherConfigurationId,
    ...bridge,
  });
  expect(id).toBe(seed.otherConfigurationId);
});

test("a service that the configuration to be replaced bridges is free for its successor", async () => {
  await twilio.close();
  twilio = await startLocalTwilio({ state: seed.withServiceBridged(seed.accountBeforeHandoff()) });
  const { state } = await previewCreate(
    configuration,
    twilio.api,
    { ...leastInputs, ...bridge },
    seed.otherConfigurationId,
  );
  expect(state.configurationId).toBe(unknownValue);
});

test("the SID of a Classic service is one in upper and in lower case", () => {
  const mixed = { serviceId: `IS${"0aF".padEnd(32, "B")}` };
  const { inputs } = check(configuration, { ...leastInputs, conversationsV1Bridge: mixed });
  expect(inputs.conversationsV1Bridge).toEqual({ serviceId: `IS${"0af".padEnd(32, "b")}` });
});

test("a memory store that is not there is a problem, because capture would fail in silence", async () => {
  const missing = `mem_store_${"7".padEnd(26, "z")}`;
  await expect(
    previewCreate(configuration, twilio.api, { ...leastInputs, memoryStoreId: missing }),
  ).rejects.toThrow(new Error(`memoryStoreId: account ${seed.accountSid} has no memory store ${missing}`));
});

test("two problems of the account are reported at once", async () => {
  await twilio.close();
  twilio = await startLocalTwilio({ state: seed.withServiceBridged(seed.accountBeforeHandoff()) });
  const missing = `mem_store_${"7".padEnd(26, "z")}`;
  const refused = previewCreate(configuration, twilio.api, {
    ...leastInputs,
    ...bridge,
    memoryStoreId: missing,
  });
  await expect(refused).rejects.toThrow(/^conversationsV1Bridge\.serviceId: .*\nmemoryStoreId: .*$/);
});

test("a grouping that differs from the adopted configuration's is refused, in preview too", async () => {
  const inputs = { adopt: presentId, conversationGroupingType: "GROUP_BY_PROFILE" };
  await expect(previewCreate(configuration, twilio.api, inputs)).rejects.toThrow(
    new Error(
      `conversationGroupingType: ${presentId} has a different value, and Twilio cannot change it. Declare the value it has.`,
    ),
  );
});

test("create, update and delete wait for their operation and until the object reads back as asked", async () => {
  await twilio.close();
  twilio = await startLocalTwilio({ operationDelayMs: 30 });

  const { id, state } = await create(configuration, twilio.api, leastInputs);
  expect(twilio.state.orchestratorConfigurations[id]).toMatchObject({ ...leastInputs, version: 1 });

  const news = { ...leastInputs, description: "x" };
  const after = await update(configuration, twilio.api, { id, olds: leastInputs, state, news });
  expect([twilio.state.orchestratorConfigurations[id]?.description, after.version]).toEqual(["x", 2]);

  await destroy(configuration, twilio.api, { id, inputs: news, state: after });
  expect(twilio.state.orchestratorConfigurations).not.toHaveProperty(id);
  expect(twilio.requests("GET").some(({ path }) => path.includes("/Operations/proc_job_"))).toBe(true);
});

test("a read just after the operation that still shows what was before is asked again", async () => {
  let before: unknown;
  /** Answers the first read of a configuration after each write as if the write had not been seen yet. */
  const lagging: Api = {
    ...twilio.api,
    async find(call) {
      const { method, path } = twilio.requests().at(-1) ?? {};
      const found = await twilio.api.find(call);
      if (!call.path.includes("/Configurations/")) return found;
      const isFirst = method === "GET" && path?.includes("/Operations/");
      const shown = isFirst ? before : found;
      before = found;
      return shown;
    },
  };

  const { id, state } = await create(configuration, lagging, leastInputs);
  expect([state.version, state.configurationId]).toEqual([1, id]);
  const news = { ...leastInputs, description: "new" };
  expect((await update(configuration, lagging, { id, olds: leastInputs, state, news })).version).toBe(2);
  await destroy(configuration, lagging, { id, inputs: news, state });

  const reads = twilio.requests("GET").filter(({ path }) => path.endsWith(id));
  expect(reads.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 404, 404]);
});

test.each(["response", "operation", "nowhere"] as const)(
  "the id of a new configuration is found when Twilio returns it in the %s",
  async (newIdIn) => {
    await twilio.close();
    twilio = await startLocalTwilio({ newIdIn });
    const { id } = await create(configuration, twilio.api, leastInputs);
    expect(twilio.state.orchestratorConfigurations[id]?.displayName).toBe("hand-off");
  },
);

test("links to Intelligence are written and come off again on destroy", async () => {
  const linked = `intelligence_configuration_${"1".padStart(26, "0")}`;
  twilio.state.intelligenceConfigurations[linked] = {
    accountId: seed.accountSid,
    id: linked,
    displayName: "summaries",
    description: null,
    version: 1,
    rules: [],
    dateCreated: "2026-01-05T10:00:00.000Z",
    dateUpdated: "2026-01-05T10:00:00.000Z",
  };
  const inputs = { adopt: presentId, intelligenceConfigurationIds: [linked] };

  const { id, state } = await create(configuration, twilio.api, inputs);
  expect(live()?.intelligenceConfigurationIds).toEqual([linked]);

  await destroy(configuration, twilio.api, { id, inputs, state: removeSecretMarks(state) as typeof state });
  expect(live()?.intelligenceConfigurationIds).toEqual([]);
});
