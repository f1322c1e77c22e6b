import { afterEach, beforeEach, expect, test } from "vitest";
import type { Api } from "../../client/api.ts";
import { TwilioError } from "../../client/twilioError.ts";
import type { Resource } from "../../declare/resource.ts";
import { create, destroy, update } from "../../provider/lifecycle.ts";
import { type LocalTwilio, startLocalTwilio } from "../../testing/localTwilio.ts";
import { leastInputs, presentId } from "../../testing/orchestrator.ts";
import { removeSecretMarks } from "../../values/unknown.ts";
import { configuration as definition } from "./configuration.ts";
import { writeConfiguration } from "./write.ts";

const configuration: Resource = definition;

let twilio: LocalTwilio;
beforeEach(async () => {
  twilio = await startLocalTwilio();
});
afterEach(() => twilio.close());

const live = () => structuredClone(twilio.state.orchestratorConfigurations[presentId]);

/** Twilio's two ways of saying that there are none. */
const isUnset = (callbacks: unknown) => callbacks === null || JSON.stringify(callbacks) === "[]";

/** Twilio as it is where PATCH is not known, and with a field that this project does not know. */
function withoutPatch(status: number): Api {
  return {
    ...twilio.api,
    async send(call) {
      if (call.method === "PATCH") throw new TwilioError({ call: "PATCH …", status, reason: "Not here." });
      return twilio.api.send(call);
    },
    async find(call) {
      const found = await twilio.api.find(call);
      const isConfiguration = call.path.includes("/Configurations/") && found !== undefined;
      if (!isConfiguration) return found;
      const { channelSettings, ...body } = found as { channelSettings: Record<string, object> };
      const channels = Object.entries(channelSettings).map(([name, channel]) => [
        name,
        { ...channel, addedByTwilio: true },
      ]);
      return {
        ...body,
        redactionConfigurationId: "redaction_configuration_1",
        channelSettings: Object.fromEntries(channels),
      };
    },
  };
}

test("a change sends only what it changes, with PATCH", async () => {
  const before = live();

  await create(configuration, twilio.api, { adopt: presentId, description: "New text" });

  expect(twilio.writes().map(({ method, path, json }) => [method, path, json])).toEqual([
    ["PATCH", `/v2/ControlPlane/Configurations/${presentId}`, { description: "New text" }],
  ]);
  const { version: _, updatedAt: __, ...after } = live() ?? {};
  expect({ ...before, ...after }).toEqual({ ...before, description: "New text" });
});

test.each([404, 405])(
  "where PATCH is answered with %i, a PUT repeats what is known to be writable",
  async (status) => {
    const { version: _, updatedAt: __, ...before } = live() ?? {};

    await create(configuration, withoutPatch(status), { adopt: presentId, description: "New text" });

    const [put] = twilio.writes();
    expect([put?.method, put?.status]).toEqual(["PUT", 202]);
    expect(JSON.stringify(put?.json)).not.toMatch(/redactionConfigurationId|addedByTwilio|version|createdAt/);
    expect(live()).toMatchObject({ ...before, description: "New text" });
  },
);

test("a configuration that is gone is reported as gone, and not written", async () => {
  const { id, state } = await create(configuration, twilio.api, leastInputs);
  delete twilio.state.orchestratorConfigurations[id];
  const writes = twilio.writes().length;

  const news = { ...leastInputs, description: "x" };
  await expect(update(configuration, twilio.api, { id, olds: leastInputs, state, news })).rejects.toThrow(
    /no longer exists at Twilio/,
  );

  expect(
    twilio
      .writes()
      .slice(writes)
      .map(({ method }) => method),
  ).not.toContain("PUT");
});

test.each([404, 405])(
  "a configuration that is deleted just before PATCH is answered with %i is reported as gone",
  async (status) => {
    const api: Api = { ...withoutPatch(status), find: async () => undefined };

    await expect(writeConfiguration(api, presentId, { description: "x" })).rejects.toThrow(
      new Error(
        `${presentId} no longer exists at Twilio. Run \`pulumi refresh\`, then \`pulumi up\` to recreate it.`,
      ),
    );
    expect(twilio.writes()).toEqual([]);
  },
);

test("any other refusal of PATCH is reported", async () => {
  await expect(
    create(configuration, withoutPatch(409), { adopt: presentId, description: "x" }),
  ).rejects.toThrow(/409/);
  expect(twilio.writes()).toEqual([]);
});

test.each([
  ["PATCH", () => twilio.api],
  ["PUT", () => withoutPatch(405)],
])("by %s a channel, a list and a bridge are cleared, and put back on destroy", async (_, api) => {
  const row = twilio.state.orchestratorConfigurations[presentId];
  if (row) Object.assign(row, { channelSettings: {}, statusCallbacks: null });
  const { version: _v, updatedAt: _u, ...before } = live() ?? {};
  const inputs = {
    adopt: presentId,
    statusCallbacks: [{ url: "https://agent.example.com/other", method: "POST" }],
    channelSettings: { CHAT: { statusTimeouts: { closed: 60 } } },
  };

  const { id, state } = await create(configuration, api(), inputs);
  expect(Object.keys(live()?.channelSettings ?? {})).toEqual(["CHAT"]);
  await destroy(configuration, api(), { id, inputs, state: removeSecretMarks(state) as typeof state });

  expect(live()).toMatchObject({ ...before, statusCallbacks: expect.toSatisfy(isUnset) });
});

test("every write carries an Idempotency-Key of its own", async () => {
  const { id, state } = await create(configuration, twilio.api, leastInputs);
  const news = { ...leastInputs, description: "x" };
  await update(configuration, twilio.api, { id, olds: leastInputs, state, news });
  await destroy(configuration, twilio.api, { id, inputs: news, state });

  const keys = twilio.writes().map(({ method, headers }) => [method, headers["idempotency-key"]]);
  expect(keys.map(([method]) => method)).toEqual(["POST", "PATCH", "DELETE"]);
  for (const [, key] of keys) expect(key).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(new Set(keys.map(([, key]) => key)).size).toBe(3);
});
