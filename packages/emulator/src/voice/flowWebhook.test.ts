import { defineFlow, sendToFlex, setVariables, split } from "@tac-handoff/studio";
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ask, type EmulatorRequest } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";

const customer = "+15557654321";

const handoffData = JSON.stringify({
  conversationId: "conv_conversation_1",
  attributes: { reason: "refund" },
});

const voiceFlow = defineFlow({
  description: "hand-off of calls",
  trigger: { incomingCall: "gate" },
  widgets: {
    gate: split({
      input: "{{trigger.call.HandoffData}}",
      match: [{ contains: "conversationId", next: "parse" }],
      noMatch: undefined,
    }),
    parse: setVariables({
      variables: { handoff: { json_object: "{{trigger.call.HandoffData}}" } },
      next: "to_flex",
    }),
    to_flex: sendToFlex({
      workflow: seed.workflowSid,
      channel: seed.taskChannelSids.voice,
      attributes: { reason: "{{flow.variables.handoff.attributes.reason | to_json}}" },
      on: { callComplete: undefined, failedToEnqueue: undefined, callFailure: undefined },
    }),
  },
});

let emulator: Emulator;

let webhook: string;

let callSid: string;

beforeEach(async () => {
  emulator = await startEmulator();
  const form = { FriendlyName: "voice", Status: "published", Definition: JSON.stringify(voiceFlow) };
  webhook = (await call("POST https://studio.twilio.com/v2/Flows", { form })).body.webhook_url;
  const configurationId = seed.orchestratorConfigurationId;
  const json = { from: customer, to: seed.phoneNumber, configurationId };
  callSid = (await call("POST /local/calls", { json })).body.callSid;
});

afterEach(() => emulator.close());

const call = (what: string, request?: EmulatorRequest) => ask(emulator, what, request);

/** Twilio requests the action URL of <Connect>. */
function relayEnded(
  fields: Record<string, string>,
  { query = "Trigger=incomingCall", token = seed.authToken } = {},
) {
  const url = `${webhook}?${query}`;
  const form = {
    AccountSid: seed.accountSid,
    CallSid: callSid,
    From: customer,
    To: seed.phoneNumber,
    Direction: "inbound",
    CallStatus: "in-progress",
    ...fields,
  };
  const headers = { "X-Twilio-Signature": getExpectedTwilioSignature(token, url, form) };
  return call(`POST ${url}`, { form, headers, auth: "none" });
}

test("a call that is handed off is enqueued, and its task has the reason", async () => {
  const answer = await relayEnded({ SessionStatus: "ended", HandoffData: handoffData });

  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/xml"]);
  expect(answer.body).toContain("<Enqueue");
  const [task] = Object.values(emulator.state.tasks);
  expect(task?.task_channel_unique_name).toBe("voice");
  expect(JSON.parse(task?.attributes ?? "")).toEqual({
    call_sid: callSid,
    from: customer,
    to: seed.phoneNumber,
    direction: "inbound",
    reason: "refund",
  });
});

test("the execution waits until the call has left Flex", async () => {
  await relayEnded({ SessionStatus: "ended", HandoffData: handoffData });
  const [execution] = Object.values(emulator.state.executions);
  expect([execution?.status, execution?.run?.waiting?.widget]).toEqual(["active", "to_flex"]);

  const outcome = {
    QueueResult: "bridged",
    QueueSid: `QU${"0".repeat(32)}`,
    QueueTime: "12",
    CallStatus: "completed",
  };
  const answer = await relayEnded(outcome, { query: "FlowEvent=enqueueComplete" });

  expect([answer.status, answer.body]).toEqual([200, "<Response/>"]);
  expect(execution?.status).toBe("ended");
  expect(execution?.run?.steps.at(-1)).toMatchObject({ widget: "to_flex", event: "callComplete" });
  expect(emulator.state.calls[callSid]?.status).toBe("completed");
});

test("a system error of the queue is callFailure", async () => {
  await relayEnded({ HandoffData: handoffData });
  await relayEnded({ QueueResult: "system-error" }, { query: "FlowEvent=enqueueComplete" });
  const [execution] = Object.values(emulator.state.executions);
  expect(execution?.run?.steps.at(-1)?.event).toBe("callFailure");
});

test("a caller who hung up creates no task", async () => {
  const answer = await relayEnded({ SessionStatus: "completed", CallStatus: "completed" });
  expect([answer.status, answer.body]).toEqual([200, "<Response/>"]);
  expect(emulator.state.tasks).toEqual({});
});

test("an event that no execution waits for is ignored, and one without an execution is 404", async () => {
  expect((await relayEnded({}, { query: "FlowEvent=enqueueComplete" })).status).toBe(404);
  await relayEnded({ HandoffData: handoffData });
  expect((await relayEnded({}, { query: "FlowEvent=return" })).body).toBe("<Response/>");
});

test("an unsigned request, and one signed with another token, is 401", async () => {
  const form = { CallSid: callSid };
  expect((await call(`POST ${webhook}?Trigger=incomingCall`, { form, auth: "none" })).status).toBe(401);
  expect((await relayEnded({}, { token: "0".repeat(32) })).status).toBe(401);
  expect(emulator.state.executions).toEqual({});
});

test("an outgoing call of the API is rejected with an empty response", async () => {
  const answer = await relayEnded({ Direction: "outbound-api", HandoffData: handoffData });
  expect([answer.status, answer.body]).toEqual([400, "<Response/>"]);
  expect(emulator.state.executions).toEqual({});
});

test("another account, a flow that does not exist and a flow that was never published are 404", async () => {
  const right = webhook;
  webhook = right.replace(seed.accountSid, `AC${"0".repeat(32)}`);
  expect((await relayEnded({})).status).toBe(404);
  webhook = right.replace(/FW\w+/, `FW${"0".repeat(32)}`);
  expect((await relayEnded({})).status).toBe(404);
  webhook = right;
  for (const flow of Object.values(emulator.state.flows)) {
    for (const revision of flow.revisions) revision.status = "draft";
  }
  expect((await relayEnded({})).status).toBe(404);
});

test("a request without CallSid is rejected, and so is another trigger", async () => {
  expect((await relayEnded({ CallSid: "" })).body.message).toBe(
    "Missing required parameter CallSid in the post body",
  );
  expect((await relayEnded({}, { query: "Trigger=incomingMessage" })).status).toBe(400);
});
