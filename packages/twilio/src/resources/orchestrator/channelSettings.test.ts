import { seed } from "@tac-handoff/emulator";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Api } from "../../client/api.ts";
import type { Resource } from "../../declare/resource.ts";
import { check } from "../../provider/check.ts";
import { diff } from "../../provider/diff.ts";
import { create, read, update } from "../../provider/lifecycle.ts";
import { type LocalTwilio, startLocalTwilio } from "../../testing/localTwilio.ts";
import { leastInputs, presentId } from "../../testing/orchestrator.ts";
import { configuration as definition } from "./configuration.ts";

const configuration: Resource = definition;

let twilio: LocalTwilio;
beforeEach(async () => {
  twilio = await startLocalTwilio();
});
afterEach(() => twilio.close());

const live = () => twilio.state.orchestratorConfigurations[presentId];

test('voice that closes "onHangup" is sent without timeouts, and is read as it, also from null', async () => {
  const channelSettings = { VOICE: { statusTimeouts: "onHangup" } };
  await create(configuration, twilio.api, { adopt: presentId, channelSettings });

  expect(twilio.writes().at(-1)?.json).toEqual({ channelSettings: { VOICE: { captureRules: [] } } });
  const read = async (nulls: "omitted" | "sent") => {
    twilio.settings.nulls = nulls;
    return (await configuration.fetch(twilio.api, presentId))?.inputs.channelSettings;
  };
  expect(await read("omitted")).toMatchObject(channelSettings);
  expect(await read("sent")).toMatchObject(channelSettings);
});

test.each([
  [10, 10],
  [60, 10],
])("inactive after %i minutes and closed after %i is a problem", (inactive, closed) => {
  const channelSettings = { SMS: { statusTimeouts: { inactive, closed } } };
  expect(check(configuration, { ...leastInputs, channelSettings }).problems).toEqual([
    {
      path: ["channelSettings", "SMS", "statusTimeouts"],
      message: `inactive must be less than closed, found inactive: ${inactive} and closed: ${closed} (minutes). Lower inactive, or omit it to go from ACTIVE straight to CLOSED`,
    },
  ]);
});

test("voice without timeouts is the same as onHangup, other channels without them have none", () => {
  const { inputs } = check(configuration, { ...leastInputs, channelSettings: { VOICE: {}, SMS: {} } });
  expect(inputs.channelSettings).toEqual({ VOICE: { statusTimeouts: "onHangup" }, SMS: {} });
});

test('"onHangup" is a problem on any channel but voice', () => {
  const channelSettings = { VOICE: { statusTimeouts: "onHangup" }, SMS: { statusTimeouts: "onHangup" } };
  expect(check(configuration, { ...leastInputs, channelSettings }).problems).toEqual([
    {
      path: ["channelSettings", "SMS", "statusTimeouts"],
      message: '"onHangup" is for VOICE only: set minutes, for instance { inactive: 10, closed: 60 }',
    },
  ]);
});

test("the order of capture rules, empty metadata and empty lists are not a difference", () => {
  const rules = [
    { from: "+15551230100", to: "*" },
    { from: "*", to: "+15551230100", metadata: { callType: "PSTN" } },
  ];
  const declare = (captureRules: object[]) =>
    check(configuration, {
      ...leastInputs,
      channelSettings: { SMS: { captureRules }, RCS: { captureRules: [] } },
    }).inputs;

  const olds = declare(rules);
  const news = declare(rules.map((rule) => ({ metadata: {}, ...rule })).toReversed());

  expect(diff(configuration, presentId, olds, news).differences).toEqual([]);
  expect(olds.channelSettings).toMatchObject({ RCS: {} });
  expect(olds.channelSettings).not.toHaveProperty("RCS.captureRules");
});

test("capture rules that are no longer declared are removed at Twilio", async () => {
  const timeouts = { statusTimeouts: { inactive: 2, closed: 3 } };
  const captureRules = [{ from: "*", to: seed.phoneNumber }];
  const olds = { ...leastInputs, channelSettings: { SMS: { ...timeouts, captureRules } } };
  const { id, state } = await create(configuration, twilio.api, olds);

  await update(configuration, twilio.api, {
    id,
    olds,
    state,
    news: { ...leastInputs, channelSettings: { SMS: timeouts } },
  });

  expect(twilio.state.orchestratorConfigurations[id]?.channelSettings.SMS).toEqual({
    ...timeouts,
    captureRules: [],
  });
});

test("senders that a declared channel captured before are removed, and channels that are not declared stay", async () => {
  const { SMS: sms, ...others } = structuredClone(live()?.channelSettings ?? {});
  const channelSettings = { SMS: { statusTimeouts: sms?.statusTimeouts } };
  const inputs = { adopt: presentId, channelSettings };

  await create(configuration, twilio.api, inputs);
  expect(live()?.channelSettings).toEqual({ ...others, SMS: { ...sms, captureRules: [] } });

  const row = live()?.channelSettings.SMS;
  if (row) row.captureRules = [{ from: "*", to: seed.phoneNumber, metadata: {} }];
  const found = await read(configuration, twilio.api, presentId, { inputs, state: { adopted: true } });
  expect(diff(configuration, presentId, inputs, found?.inputs ?? {}).differences).toEqual([
    { path: ["channelSettings", "SMS", "captureRules"], kind: "add" },
  ]);
});

test("a channel Twilio does not have and timeouts without an end are problems with their paths", () => {
  const channelSettings = {
    FAX: {},
    VOICE: { statusTimeouts: { inactive: 5 } },
    SMS: { statusTimeouts: { inactive: 0, closed: 3 } },
    RCS: { statusTimeouts: "never" },
  };
  expect(check(configuration, { ...leastInputs, channelSettings }).problems).toEqual([
    { path: ["channelSettings", "VOICE", "statusTimeouts", "closed"], message: "is missing" },
    {
      path: ["channelSettings", "SMS", "statusTimeouts", "inactive"],
      message: "Too small: expected number to be >=1, found 0",
    },
    {
      path: ["channelSettings", "RCS", "statusTimeouts"],
      message: 'expected "onHangup" or expected object, received string, found "never"',
    },
    { path: ["channelSettings"], message: 'Unrecognized key: "FAX"' },
  ]);
});

test.each([
  ["that Twilio added", { EMAIL: { statusTimeouts: null, captureRules: [] } }],
  ["that is null", { CHAT: null }],
])("a channel %s is not read as an input", async (_, added) => {
  const find: Api["find"] = async (call) => {
    const body = (await twilio.api.find(call)) as { channelSettings: object };
    return { ...body, channelSettings: { ...body.channelSettings, ...added } };
  };

  const expected = await configuration.fetch(twilio.api, presentId);

  expect(await configuration.fetch({ ...twilio.api, find }, presentId)).toEqual(expected);
});
