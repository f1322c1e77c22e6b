import { seed } from "@tac-handoff/emulator";
import { expect, test } from "vitest";
import type { FlowProblem } from "../resources/studio/flowDefinition.ts";
import {
  agentUrl,
  failures,
  number,
  orchestrator,
  runningProvider,
  studio,
  urnOf,
  values,
  wired,
} from "../testing/runningProvider.ts";
import { markSecret, unknownValue } from "../values/unknown.ts";

const provider = runningProvider();

test("check reports all problems with their property paths, and returns the inputs", async () => {
  const news = {
    displayName: "has.dot",
    statusCallbacks: [{ url: "https://agent.example.com" }, { url: "nowhere", verb: "GET" }],
    channelSettings: { SMS: { captureRules: [{ from: "*" }] }, "a b": {} },
  };
  const response = await provider.check(orchestrator, news);
  expect(failures(response)).toEqual([
    'displayName: expected 1 to 32 letters, digits, blanks, _ and -, found "has.dot"',
    "channelSettings.SMS.captureRules[0].to: is missing",
    'channelSettings: Unrecognized key: "a b"',
    'statusCallbacks[1].url: Invalid URL, found "nowhere"',
    'statusCallbacks[1]: Unrecognized key: "verb"',
    "conversationGroupingType: is missing: a new object needs it (set adopt to use an existing one instead)",
    "memoryStoreId: is missing: a new object needs it (set adopt to use an existing one instead)",
  ]);
  expect(values(response.getInputs())).toEqual(news);
});

test("check accepts values that are unknown in preview, and converts the others to canonical form", async () => {
  const news = {
    displayName: "hand-off",
    conversationGroupingType: "GROUP_BY_PROFILE",
    memoryStoreId: unknownValue,
    statusCallbacks: [{ url: unknownValue }],
    channelSettings: { SMS: unknownValue },
  };
  const response = await provider.check(orchestrator, news);
  expect(failures(response)).toEqual([]);
  expect(values(response.getInputs())).toEqual({
    ...news,
    statusCallbacks: [{ url: unknownValue, method: "POST" }],
  });
});

test("a secret input is received in plain text", async () => {
  const response = await provider.check(number, {
    phoneNumber: seed.phoneNumber,
    voiceUrl: markSecret(agentUrl),
  });
  expect([failures(response), values(response.getInputs())]).toEqual([[], wired]);

  await provider.configure({ ...provider.config, apiSecret: markSecret(seed.apiKeySecret) });
  await provider.create(number, { ...wired, voiceUrl: markSecret(agentUrl) });
  expect(provider.twilio.writes().at(-1)?.form).toEqual({ VoiceUrl: agentUrl });
});

test("an unknown resource type is reported with those that exist", async () => {
  await expect(provider.check(urnOf("numbers:Fax"), {})).rejects.toThrow(
    new Error(
      "twilio has no resource twilio:numbers:Fax. It has twilio:conversations:AddressConfiguration, twilio:conversations:Service, twilio:intelligence:Configuration, twilio:memory:Store, twilio:numbers:PhoneNumber, twilio:orchestrator:Configuration, twilio:studio:Flow, twilio:taskrouter:TaskQueue, twilio:taskrouter:Workflow.",
    ),
  );
});

test("warnings are one entry of the log, ten at most, and do not fail check", async () => {
  provider.stop();
  const logged: unknown[] = [];
  const warnings = Array.from({ length: 12 }, (_, index) => ({
    severity: "warning" as const,
    path: "states[0]",
    message: `warning ${index + 1}`,
  }));
  let problems: FlowProblem[] = warnings;
  await provider.start({
    log: async (...entry) => void logged.push(entry),
    definitions: { ...studio, checkFlow: () => problems },
  });
  const inputs = { friendlyName: "x", definition: { initial_state: "a", states: [{ name: "a" }] } };

  const response = await provider.check(urnOf("studio:Flow"), inputs);

  const lines = warnings.slice(0, 10).map(({ message }) => `definition.states.a: ${message}`);
  expect(logged).toEqual([[urnOf("studio:Flow"), [...lines, "and 2 more"].join("\n"), "warning"]]);
  expect(failures(response)).toEqual([]);

  problems = [...warnings, { severity: "error", path: "initial_state", message: "is wrong" }];
  expect(failures(await provider.check(urnOf("studio:Flow"), inputs))).toEqual([
    "definition.initial_state: is wrong",
  ]);
  expect(logged).toHaveLength(1);
});

test("a bug in the provider is reported with its stack", async () => {
  provider.stop();
  function brokenCheck(): never {
    throw new TypeError("Cannot read properties of undefined");
  }
  await provider.start({ definitions: { ...studio, checkFlow: brokenCheck } });
  const inputs = { friendlyName: "x", definition: { initial_state: "a", states: [] } };

  await expect(provider.check(urnOf("studio:Flow"), inputs)).rejects.toThrow(
    /^TypeError: Cannot read properties of undefined\n +at .*brokenCheck .*providerCheck\.test\.ts:\d+:\d+/,
  );
});
