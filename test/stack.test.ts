// The whole stack, deployed by the real engine to the local Twilio.

import { readAccount } from "@tac-handoff/cli/demo/adopted";
import { sender } from "@tac-handoff/cli/demo/agent";
import { seed } from "@tac-handoff/emulator";
import { expect, test } from "vitest";
import { deployment, plannedSteps, sharedDeployment } from "./deployment.ts";

/** Deployed once, with the stack's first configuration. */
const deployed = sharedDeployment();

test("up creates what the hand-off needs, a second up sends no write, and destroy leaves the account unchanged", async () => {
  const { twilio, stack, writesDuring } = await deployment();
  const before = await readAccount(sender(twilio.url), seed.accountSid);

  await stack.run(["up", "--yes", "--skip-preview"]);

  const outputs = await stack.outputs();
  const flow = twilio.state.flows[outputs.flowSid ?? ""];
  expect(flow?.revisions.at(-1)).toMatchObject({ status: "published", friendly_name: "tac-handoff" });
  expect(outputs).toEqual({
    accountSid: seed.accountSid,
    agentDomain: "agent.example.com",
    chatAddress: "webchat",
    chatAddresses: ["webchat"],
    classicServiceSid: seed.flexServiceSid,
    executionsUrl: `https://studio.twilio.com/v2/Flows/${outputs.flowSid}/Executions`,
    flowSid: expect.stringMatching(/^FW[0-9a-f]{32}$/),
    flowWebhookUrl: `https://webhooks.twilio.com/v1/Accounts/${seed.accountSid}/Flows/${outputs.flowSid}`,
    intelligenceConfigurationId: expect.stringMatching(/^intelligence_configuration_[0-9a-z]{26}$/),
    memoryStoreId: seed.memoryStoreId,
    orchestratorConfigurationId: seed.orchestratorConfigurationId,
    phoneNumber: seed.phoneNumber,
    phoneNumbers: [seed.phoneNumber],
    rcsSender: seed.rcsSender,
    rcsSenders: [seed.rcsSender],
    voiceHandoffUrl: `https://webhooks.twilio.com/v1/Accounts/${seed.accountSid}/Flows/${outputs.flowSid}?Trigger=incomingCall`,
    whatsappSender: seed.whatsappSender,
    whatsappSenders: [seed.whatsappSender],
    workflowSid: seed.workflowSid,
    workspaceSid: seed.workspaceSid,
  });
  expect(twilio.state.orchestratorConfigurations[seed.orchestratorConfigurationId]).toMatchObject({
    description: "",
    memoryStoreId: seed.memoryStoreId,
    conversationsV1Bridge: { serviceId: seed.flexServiceSid },
    intelligenceConfigurationIds: [outputs.intelligenceConfigurationId],
    statusCallbacks: [{ url: "https://agent.example.com/webhook", method: "POST" }],
    channelSettings: {
      VOICE: { statusTimeouts: null, captureRules: [] },
      SMS: { statusTimeouts: { inactive: 10, closed: 60 }, captureRules: [] },
      WHATSAPP: { statusTimeouts: { inactive: 10, closed: 60 }, captureRules: [] },
      RCS: { statusTimeouts: { inactive: 10, closed: 60 }, captureRules: [] },
      CHAT: { statusTimeouts: { inactive: 15, closed: 60 }, captureRules: [] },
    },
  });
  expect(twilio.state.phoneNumbers[seed.phoneNumberSid]).toMatchObject({
    voice_url: "https://agent.example.com/twiml",
    voice_method: "POST",
    sms_url: "",
  });

  expect(
    await writesDuring(() => stack.run(["up", "--yes", "--skip-preview", "--expect-no-changes"])),
  ).toEqual([]);

  await stack.run(["destroy", "--yes", "--skip-preview"]);
  expect(await readAccount(sender(twilio.url), seed.accountSid)).toEqual(before);
});

test("the first preview sends no write, and lists the objects to adopt with their old and new values", async () => {
  const { stack, writesDuring } = await deployment();
  let said = "";

  const writes = await writesDuring(async () => {
    said = (await stack.run(["preview"])).output;
  });

  expect(writes).toEqual(["POST studio.twilio.com/v2/Flows/Validate"]);
  const lines = said.split("\n").map((line) => line.trim());
  const linesAfter = (first: string, count: number) => {
    const at = lines.indexOf(first);
    return lines.slice(at, at + 1 + count);
  };
  expect(linesAfter(`adopts ${seed.phoneNumberSid}, changing`, 3).toSorted()).toEqual([
    `adopts ${seed.phoneNumberSid}, changing`,
    `smsUrl: "${seed.oldSmsUrl}" → (not set)`,
    "voiceFallbackUrl: (not set) → (known after up)",
    `voiceUrl: "${seed.oldVoiceUrl}" → "https://agent.example.com/twiml"`,
  ]);
  expect(lines).toContain(`adopts ${seed.flexServiceSid} unchanged`);
  expect(lines).toContain(`adopts ${seed.orchestratorConfigurationId}, changing`);
  expect(lines).toContain(`conversationsV1Bridge.serviceId: (not set) → "${seed.flexServiceSid}"`);
  expect(lines).toContain("intelligenceConfigurationIds: + (known after up)");
  expect(linesAfter(`adopts ${seed.whatsappAddressSid}, changing`, 1)).toEqual([
    `adopts ${seed.whatsappAddressSid}, changing`,
    'autoCreation.type: "studio" → "default"',
  ]);
});

test("a change to one property of a widget is the only change shown", async () => {
  const { stack, configure } = await deployed();

  configure({ "tac-handoff:apologies": { call: "Please call again on Monday." } });
  const { output } = await stack.run(["preview", "--diff"]);

  expect(output.slice(output.indexOf("~ twilio:studio:Flow"), output.indexOf("Resources:"))).toMatch(
    new RegExp(
      [
        String.raw`^~ twilio:studio:Flow: \(update\)`,
        String.raw`\s+\[id=FW[0-9a-f]{32}\]`,
        String.raw`\s+\[urn=urn:pulumi:dev::tac-handoff::twilio:studio:Flow::agent-handoff\]`,
        String.raw`\s+~ definition: \{\s+~ states: \{\s+~ say_nobody_there: \{\s+~ properties: \{`,
        String.raw`\s+~ say: "We are sorry, nobody can take your call right now. Please call again later." => "Please call again on Monday."`,
        String.raw`[\s}]+$`,
      ].join(""),
    ),
  );
  expect(output).toMatch(/Resources:\s+~ 1 to update\s+10 unchanged/);
});

test("a change to the attributes is shown only in the widgets that send them", async () => {
  const { stack, configure } = await deployed();

  configure({ "tac-handoff:flex": { attributes: { team: "billing" } } });
  const { output } = await stack.run(["preview", "--diff"]);

  expect(output.match(/~ \w+ *: \{(?=\s+~ properties)/g)?.map((line) => line.split(/[ :]+/)[1])).toEqual([
    "describe_call",
    "send_call_briefly",
    "send_call_to_flex",
    "send_conversation_briefly",
    "send_conversation_to_flex",
    "send_short_call_to_flex",
    "send_short_conversation_to_flex",
    "send_unread_call_to_flex",
    "shorten_call",
    "shorten_conversation",
  ]);
  expect(output.match(/~ attributes: .* => .*\\"team\\":\\"billing\\"/g)).toHaveLength(7);
  expect(output).toMatch(/Resources:\s+~ 1 to update\s+10 unchanged/);
});

test("refresh detects changes made outside the stack, and the next up reverts them", async () => {
  const { twilio, stack } = await deployed();
  const number = twilio.state.phoneNumbers[seed.phoneNumberSid];
  const configuration = twilio.state.orchestratorConfigurations[seed.orchestratorConfigurationId];
  if (!number || !configuration) throw new Error("the account has no number or no configuration");

  number.voice_url = "https://somewhere.example.com/else";
  configuration.conversationsV1Bridge = null;
  const { output } = await stack.run(["refresh", "--yes", "--diff"]);

  expect(output).toContain(
    '~ voiceUrl: "https://agent.example.com/twiml" => "https://somewhere.example.com/else"',
  );
  expect(output).toContain("- conversationsV1Bridge");
  await stack.run(["up", "--yes", "--skip-preview"]);
  expect(twilio.state.phoneNumbers[seed.phoneNumberSid]?.voice_url).toBe("https://agent.example.com/twiml");
  expect(
    twilio.state.orchestratorConfigurations[seed.orchestratorConfigurationId]?.conversationsV1Bridge,
  ).toEqual({
    serviceId: seed.flexServiceSid,
  });
});

test("an object that is gone from Twilio is recreated after a refresh", async () => {
  const { twilio, stack } = await deployed();
  const { flowSid = "" } = await stack.outputs();

  delete twilio.state.flows[flowSid];
  await stack.run(["refresh", "--yes"]);

  const { output } = await stack.run(["up", "--yes", "--skip-preview"]);
  expect(output).toMatch(/\+ +twilio:studio:Flow agent-handoff create/);
  expect(Object.keys(twilio.state.flows)).toContain((await stack.outputs()).flowSid);
});

test("a change to the Intelligence configuration replaces it and links the Orchestrator configuration to the new one", async () => {
  const { twilio, stack, configure } = await deployed();
  const { intelligenceConfigurationId: old = "" } = await stack.outputs();

  configure({ "tac-handoff:name": "renamed" });
  await stack.run(["up", "--yes", "--skip-preview"]);

  const { intelligenceConfigurationId = "" } = await stack.outputs();
  expect(intelligenceConfigurationId).not.toBe(old);
  expect(Object.keys(twilio.state.intelligenceConfigurations)).toEqual([intelligenceConfigurationId]);
  expect(
    twilio.state.orchestratorConfigurations[seed.orchestratorConfigurationId]?.intelligenceConfigurationIds,
  ).toEqual([intelligenceConfigurationId]);
});

test("a voice-only stack declares only what voice needs and does not touch messaging", async () => {
  const { twilio, stack, configure } = await deployment();
  configure({
    "tac-handoff:channels": ["voice"],
    "tac-handoff:whatsappSender": undefined,
    "tac-handoff:chatAddress": undefined,
  });
  const { addressConfigurations, orchestratorConfigurations } = structuredClone(twilio.state);
  const channels = orchestratorConfigurations[seed.orchestratorConfigurationId]?.channelSettings;

  expect(await plannedSteps(stack)).toEqual([
    "create pulumi:pulumi:Stack tac-handoff-dev",
    "create twilio:intelligence:Configuration summary",
    "create twilio:memory:Store memory",
    "create twilio:numbers:PhoneNumber agent-number",
    "create twilio:orchestrator:Configuration orchestrator",
    "create twilio:studio:Flow agent-handoff",
  ]);
  await stack.run(["up", "--yes", "--skip-preview"]);

  const { flowSid = "" } = await stack.outputs();
  expect(JSON.stringify(twilio.state.flows[flowSid]?.revisions.at(-1)?.definition)).not.toContain(
    "resume-conversation",
  );
  expect(twilio.state.addressConfigurations).toEqual(addressConfigurations);
  const after = twilio.state.orchestratorConfigurations[seed.orchestratorConfigurationId];
  expect(after?.channelSettings).toEqual({ ...channels, VOICE: { statusTimeouts: null, captureRules: [] } });
  expect(after?.conversationsV1Bridge).toBeNull();
  expect(twilio.state.phoneNumbers[seed.phoneNumberSid]?.sms_url).toBe(seed.oldSmsUrl);
});

test("an account without a configuration and a store gets new ones, and destroy keeps only the store", async () => {
  const { twilio, stack, configure } = await deployment();
  twilio.state.orchestratorConfigurations = {};
  configure({ "tac-handoff:adopt": {} });

  await stack.run(["up", "--yes", "--skip-preview"]);
  const { memoryStoreId = "", orchestratorConfigurationId = "" } = await stack.outputs();

  expect(twilio.state.orchestratorConfigurations[orchestratorConfigurationId]).toMatchObject({
    displayName: "tac-handoff",
    memoryStoreId,
    conversationGroupingType: "GROUP_BY_PARTICIPANT_ADDRESSES_AND_CHANNEL_TYPE",
  });
  await stack.run(["destroy", "--yes", "--skip-preview"]);
  expect(twilio.state.orchestratorConfigurations).toEqual({});
  expect(twilio.state.memoryStores[memoryStoreId]).toMatchObject({ displayName: "tac-handoff" });
});

test("neither the API secret nor a previous webhook URL is readable in the state or in the engine's output", async () => {
  const { stack } = await deployment();

  const { output } = await stack.run(["up", "--yes"]);
  const { stdout: state } = await stack.run(["stack", "export"]);

  expect(output).not.toContain(seed.apiKeySecret);
  expect(state).not.toContain(seed.apiKeySecret);
  expect(state).not.toContain(seed.oldVoiceUrl); // previous values are stored encrypted
});

test("adopting an object that the stack itself created replaces nothing", async () => {
  const { twilio, stack, configure } = await deployment();
  twilio.state.orchestratorConfigurations = {};
  configure({ "tac-handoff:adopt": {} });
  await stack.run(["up", "--yes", "--skip-preview"]);
  const { memoryStoreId, orchestratorConfigurationId = "" } = await stack.outputs();

  configure({
    "tac-handoff:adopt": {
      orchestratorConfiguration: orchestratorConfigurationId,
      memoryStore: memoryStoreId,
    },
  });
  await stack.run(["up", "--yes", "--skip-preview"]);

  expect((await stack.outputs()).orchestratorConfigurationId).toBe(orchestratorConfigurationId);
  expect(Object.keys(twilio.state.orchestratorConfigurations)).toEqual([orchestratorConfigurationId]);
});

test("the preview of a change reports that the object is gone from Twilio", async () => {
  const { twilio, stack, configure } = await deployed();
  const { flowSid = "" } = await stack.outputs();

  delete twilio.state.flows[flowSid];
  configure({ "tac-handoff:apologies": { call: "Please call again on Monday." } });
  const { exitCode, output } = await stack.run(["preview"], { reject: false });

  expect(exitCode).not.toBe(0);
  expect(output).toContain(
    `${flowSid} no longer exists at Twilio. Run \`pulumi refresh\`, then \`pulumi up\` to recreate it.`,
  );
});
