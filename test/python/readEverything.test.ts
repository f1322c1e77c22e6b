// A deployed stack and its hand-offs, read with Twilio's own client for Python through the HTTPS proxy.

import { join } from "node:path";
import type { Provisioned } from "@tac-handoff/cli/demo/agent";
import { performHandoffs } from "@tac-handoff/cli/demo/handoffs";
import { sampleReason } from "@tac-handoff/cli/demo/sampleAttributes";
import { type Emulator, seed, startEmulator } from "@tac-handoff/emulator";
import { contract } from "@tac-handoff/studio-flows/testing/contract";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { deployment } from "../deployment.ts";
import { needPython } from "../realTac.ts";

/** Runs the script with the account's API key, and with the stack's outputs on stdin. */
async function readEverything(
  python: string,
  { proxy }: Emulator,
  outputs: Record<string, unknown> | string,
) {
  const { exitCode, stdout, stderr } = await execa(
    python,
    [join(import.meta.dirname, "read_everything.py")],
    {
      input: typeof outputs === "string" ? outputs : JSON.stringify(outputs),
      reject: false,
      extendEnv: false,
      env: {
        PATH: process.env.PATH,
        ...proxy?.environment,
        TWILIO_ACCOUNT_SID: seed.accountSid,
        TWILIO_API_KEY: seed.apiKeySid,
        TWILIO_API_SECRET: seed.apiKeySecret,
      },
    },
  );
  return { exitCode, stdout, stderr };
}

test("twilio for Python reads every object that the stack and the hand-offs created", async (context) => {
  const python = needPython(context);
  const { twilio, stack } = await deployment({ twilio: { proxy: {} } });
  await stack.run(["up", "--yes", "--skip-preview"]);
  const outputs = await stack.outputs();
  const { flowSid = "", intelligenceConfigurationId = "" } = outputs;
  await performHandoffs(twilio.url, outputs as unknown as Provisioned, {
    channels: ["voice", "sms", "chat"],
    chatAddress: seed.chatAddress,
    content: { contract, attributes: { department: "billing", priority: "high" }, reason: sampleReason },
  });
  const before = twilio.requests().length;

  const { exitCode, stdout, stderr } = await readEverything(python, twilio, outputs);

  expect([exitCode, stderr]).toEqual([0, ""]);
  const found = JSON.parse(stdout);
  const asked = twilio.requests().slice(before);
  expect(asked.filter(({ status, method }) => status !== 200 || method !== "GET")).toEqual([]);
  expect(found.flow).toMatchObject({ sid: flowSid, status: "published", valid: true, revision: 1 });
  expect(found.publishedRevision.definition).toEqual(found.flow.definition);
  expect(found.flow.date_created).toMatch(/\+00:00$/); // Python has parsed it as a date
  expect(found.phoneNumber).toMatchObject({
    sid: seed.phoneNumberSid,
    voice_url: "https://agent.example.com/twiml",
  });
  for (const output of ["phoneNumber", "whatsappSender", "rcsSender", "chatAddress"]) {
    expect(found[`address ${output}`]).toMatchObject({
      address: outputs[output],
      auto_creation: { type: "default", conversation_service_sid: seed.flexServiceSid },
    });
  }
  expect(found.classicService.sid).toBe(seed.flexServiceSid);
  expect(found.orchestratorConfiguration).toMatchObject({
    id: seed.orchestratorConfigurationId,
    memory_store_id: seed.memoryStoreId,
    conversations_v1_bridge: { serviceId: seed.flexServiceSid },
    intelligence_configuration_ids: [intelligenceConfigurationId],
    channel_settings: { VOICE: { captureRules: [] } },
  });
  expect(found.intelligenceConfiguration.id).toBe(intelligenceConfigurationId);
  expect(
    found.intelligenceConfiguration.rules.map(
      ({ operators }: { operators: { id: string }[] }) => operators[0]?.id,
    ),
  ).toEqual([seed.summaryOperatorId, seed.summaryOperatorId]);
  expect(found.memoryStore).toMatchObject({ id: seed.memoryStoreId, status: "ACTIVE" });
  expect(found.flex).toMatchObject({ taskrouter_workspace_sid: seed.workspaceSid });
  expect(found.workflows.map(({ sid }: { sid: string }) => sid)).toEqual([seed.workflowSid]);
  expect(found.taskChannels).toHaveLength(Object.keys(seed.taskChannelSids).length);

  // Three hand-offs, and a call that ended without one.
  expect(found.executions.map(({ status }: { status: string }) => status)).toHaveLength(4);
  for (const { sid, steps, context } of found.executions) {
    expect(steps.length).toBeGreaterThan(1);
    expect(context.flow.sid).toBe(sid);
  }
  expect(found.tasks.map(({ sid }: { sid: string }) => sid).toSorted()).toEqual(
    Object.keys(twilio.state.tasks).toSorted(),
  );
  expect(found.conversations.map(({ id }: { id: string }) => id).toSorted()).toEqual(
    Object.keys(twilio.state.conversations).toSorted(),
  );
});

test("every missing object is reported, with Twilio's error code", async (context) => {
  const python = needPython(context);
  const twilio = await startEmulator({ proxy: {} });
  onTestFinished(() => twilio.close());
  const flowSid = `FW${"0".repeat(31)}9`;

  const { exitCode, stdout, stderr } = await readEverything(python, twilio, {
    flowSid,
    phoneNumber: "+15550000000",
    memoryStoreId: "mem_store_00000000000000000000000009",
  });

  expect([exitCode, stdout]).toEqual([1, ""]);
  expect(stderr.split("\n")).toEqual([
    `flow ${flowSid}: 404 (20404): Unable to fetch record: The requested resource /Flows/${flowSid} was not found`,
    `publishedRevision ${flowSid}: 404 (20404): Unable to fetch record: The requested resource /Flows/${flowSid}/Revisions/LatestPublished was not found`,
    `executions ${flowSid}: 404 (20404): Unable to fetch page: The requested resource /Flows/${flowSid}/Executions was not found`,
    "phoneNumber +15550000000: LookupError: expected one, found 0",
    "memoryStore mem_store_00000000000000000000000009: 404 (520041): Unable to fetch record: Memory store does not exist on this account or has been marked deleted",
  ]);
});

test("outputs that are not valid JSON are wrong usage", async (context) => {
  const python = needPython(context);
  const twilio = await startEmulator({ proxy: {} });
  onTestFinished(() => twilio.close());

  expect(await readEverything(python, twilio, "FW1")).toEqual({
    exitCode: 2,
    stdout: "",
    stderr: "the stack's outputs are not JSON: Expecting value: line 1 column 1 (char 0)",
  });
  expect(twilio.requests()).toEqual([]);
});
