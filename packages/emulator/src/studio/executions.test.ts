import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  defineFlow,
  makeHttpRequest,
  resumeConversation,
  runSubflow,
  sendMessage,
  sendToFlex,
  setVariables,
  startConversation,
} from "@tac-handoff/studio";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ask, askUntil, type EmulatorRequest } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";

const flows = "https://studio.twilio.com/v2/Flows";

const customer = "+15557654321";

const conversations = "https://conversations.twilio.com/v2/Conversations";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator({ operationDelayMs: 0 });
});

afterEach(() => emulator.close());

const call = (what: string, request?: EmulatorRequest) => ask(emulator, what, request);

/** The messaging half of a hand-off: find the Classic conversation, resume it, send it to Flex. */
function messagingFlow({ workflow = seed.workflowSid } = {}) {
  return defineFlow({
    description: "hand-off",
    trigger: { incomingRequest: "get_participants" },
    widgets: {
      get_participants: makeHttpRequest({
        method: "GET",
        url: `${conversations}/{{flow.data.HandoffData.conversationId}}/Participants`,
        content_type: "application/x-www-form-urlencoded;charset=utf-8",
        add_twilio_auth: true,
        on: { success: "resume", failed: undefined },
      }),
      resume: resumeConversation({
        conversation_service_sid: seed.flexServiceSid,
        conversation_sid:
          '{% for p in widgets.get_participants.parsed.participants %}{% if p.type == "CUSTOMER" %}{{ p.addresses[0].channelId }}{% endif %}{% endfor %}',
        on: { resumed: "to_flex", failed: undefined },
      }),
      to_flex: sendToFlex({
        workflow,
        channel: seed.taskChannelSids.chat,
        attributes: { reason: "{{flow.data.HandoffData.attributes.reason | to_json}}", name: "Ann" },
        on: { callComplete: undefined, failedToEnqueue: undefined, callFailure: undefined },
      }),
    },
  });
}

async function published(definition: unknown, status = "published"): Promise<string> {
  const form = { FriendlyName: "hand-off", Status: status, Definition: JSON.stringify(definition) };
  const { body } = await call(`POST ${flows}`, { form });
  return `${flows}/${body.sid}`;
}

/** A customer's SMS reaches the bridged service, as after `pulumi up`. */
async function customerWrites(): Promise<{ conversationId: string; conversationSid: string }> {
  const configuration = emulator.state.orchestratorConfigurations[seed.orchestratorConfigurationId];
  if (configuration) configuration.conversationsV1Bridge = { serviceId: seed.flexServiceSid };
  const address = emulator.state.addressConfigurations[seed.smsAddressSid];
  if (address) address.auto_creation.type = "default";
  return (await call("POST /local/messages", { json: { from: customer, to: seed.phoneNumber, body: "Hi" } }))
    .body;
}

async function handedOff(flow: string, parameters: unknown) {
  const form = { To: customer, From: seed.phoneNumber, Parameters: JSON.stringify(parameters) };
  const started = await call(`POST ${flow}/Executions`, { form });
  const ended = await askUntil(emulator, `GET ${started.body.url}`, ({ body }) => body.status === "ended");
  return { started, ended };
}

test("a hand-off of a message conversation creates a Flex task with the flow's attributes", async () => {
  const flow = await published(messagingFlow());
  const { conversationId, conversationSid } = await customerWrites();
  const reason = 'Wants "refund" – café';

  const { started, ended } = await handedOff(flow, {
    HandoffData: { conversationId, attributes: { reason } },
  });

  expect([started.status, started.body.status]).toEqual([201, "active"]);
  expect(started.body.contact_channel_address).toBe(customer);
  const workspace = `https://taskrouter.twilio.com/v1/Workspaces/${seed.workspaceSid}`;
  const { tasks } = (await call(`GET ${workspace}/Tasks`)).body;
  expect(tasks).toMatchObject([
    {
      workflow_sid: seed.workflowSid,
      workflow_friendly_name: "Assign to Anyone",
      task_queue_friendly_name: "Everyone",
      task_channel_unique_name: "chat",
      priority: 0,
      timeout: 3600,
      assignment_status: "pending",
    },
  ]);
  expect(JSON.parse(tasks[0].attributes)).toEqual({
    channelType: "sms",
    customerAddress: customer,
    from: customer,
    name: "Ann",
    customerName: customer,
    reason,
  });
  expect(Object.values(emulator.state.interactions)).toMatchObject([
    { conversation_sid: conversationSid, task_sid: tasks[0].sid },
  ]);
  expect(emulator.state.classicConversations[conversationSid]?.webhook_sids).toEqual([]);
  const { steps } = (await call(`GET ${ended.body.url}/Steps`)).body;
  expect(
    steps.map((step: { transitioned_from: string; transitioned_to: string }) => step.transitioned_to),
  ).toEqual(["get_participants", "resume", "to_flex", "Ended"]);
  expect((await call(`GET ${steps[0].url}`)).body).toMatchObject({
    name: "incomingRequest",
    type: "trigger",
  });
  const { context } = (await call(`GET ${ended.body.url}/Context`)).body;
  expect(context.flow.data.HandoffData.conversationId).toBe(conversationId);
});

test("a conversation that is not bridged cannot be resumed", async () => {
  emulator.state.addressConfigurations = {};
  const flow = await published(messagingFlow());
  const json = { from: customer, to: seed.phoneNumber, body: "Hi" };
  const { conversationId } = (await call("POST /local/messages", { json })).body;
  const { ended } = await handedOff(flow, { HandoffData: { conversationId } });
  const { steps } = (await call(`GET ${ended.body.url}/Steps`)).body;
  expect(steps.at(-1)).toMatchObject({
    transitioned_from: "resume",
    name: "failed",
    transitioned_to: "Ended",
  });
  expect(emulator.state.tasks).toEqual({});
});

test("a workflow that Flex does not have creates no task", async () => {
  const flow = await published(messagingFlow({ workflow: `WW${"0".repeat(31)}9` }));
  const { conversationId } = await customerWrites();
  const { ended } = await handedOff(flow, { HandoffData: { conversationId } });
  const { steps } = (await call(`GET ${ended.body.url}/Steps`)).body;
  expect(steps.at(-1)).toMatchObject({ transitioned_from: "to_flex", name: "failedToEnqueue" });
  expect(emulator.state.tasks).toEqual({});
});

const waits = defineFlow({
  description: "does nothing",
  trigger: { incomingRequest: "set" },
  widgets: { set: setVariables({ variables: { a: "1" } }) },
});

test("an execution without To, with invalid parameters or with addresses that are too long is rejected", async () => {
  const flow = await published(waits);
  const answers = [];
  for (const form of [
    { To: "", From: seed.phoneNumber },
    { To: customer, From: seed.phoneNumber, Parameters: '{"a": NaN}' },
    { To: "x".repeat(290), From: seed.phoneNumber },
  ]) {
    const { status, body } = await call(`POST ${flow}/Executions`, { form });
    answers.push([status, body.code, body.message]);
  }
  expect(answers).toEqual([
    [400, 20001, "Missing required parameter To in the post body"],
    [400, 20001, "Invalid parameter Parameters: expected the JSON text of an object"],
    [400, 81023, "To and From are longer than 300 bytes together"],
  ]);
});

test("a flow that was never published cannot be executed", async () => {
  const flow = await published(waits, "draft");
  const answer = await call(`POST ${flow}/Executions`, { form: { To: customer, From: seed.phoneNumber } });
  expect([answer.status, answer.body.code]).toEqual([404, 20404]);
});

test("the published revision runs, not a later draft", async () => {
  const flow = await published(waits);
  await call(`POST ${flow}`, { form: { Status: "draft", Definition: JSON.stringify(messagingFlow()) } });
  const { ended } = await handedOff(flow, {});
  expect(ended.body.flow_version).toBe(1);
  const { steps } = (await call(`GET ${ended.body.url}/Steps`)).body;
  expect(steps).toHaveLength(2);
});

/** A local page that responds on demand. */
async function slowPage(): Promise<{ url: string; answer(): void; server: Server }> {
  let answer = () => {};
  const server = createServer((_, response) => {
    answer = () => response.end("done");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    answer: () => answer(),
    server,
  };
}

function flowThatAsks(url: string) {
  return defineFlow({
    description: "asks a page",
    trigger: { incomingRequest: "ask" },
    widgets: {
      ask: makeHttpRequest({
        method: "GET",
        url,
        content_type: "application/x-www-form-urlencoded;charset=utf-8",
        on: { success: undefined, failed: undefined },
      }),
    },
  });
}

test("a second execution for a contact is a conflict until the first is ended, and deleting removes it", async () => {
  const page = await slowPage();
  try {
    const flow = await published(flowThatAsks(page.url));
    const form = { To: customer, From: seed.phoneNumber };
    const { url, sid } = (await call(`POST ${flow}/Executions`, { form })).body;
    const second = await call(`POST ${flow}/Executions`, { form });
    expect([second.status, second.body]).toEqual([
      409,
      {
        code: 20409,
        status: 409,
        message: `Execution ${sid} is already active for this contact. End the active Execution before creating a new one`,
        more_info: "https://www.twilio.com/docs/errors/20409",
        details: { conflicting_execution_sid: sid },
      },
    ]);
    const other = await call(`POST ${flow}/Executions`, { form: { ...form, To: "+15557654322" } });
    expect(other.status).toBe(201);

    expect((await call(`POST ${url}`, { form: { Status: "ended" } })).body.status).toBe("ended");
    expect((await call(`DELETE ${url}`)).status).toBe(204);
    expect((await call(`GET ${url}`)).status).toBe(404);
    const active = await call(`GET ${flow}/Executions?status=active`);
    expect(active.body.executions.map((row: { sid: string }) => row.sid)).toEqual([other.body.sid]);
  } finally {
    page.server.closeAllConnections();
    page.server.close();
  }
});

test("a flow reaches only this machine", async () => {
  const page = await slowPage();
  try {
    const flow = await published(flowThatAsks(page.url));
    const { body } = await call(`POST ${flow}/Executions`, {
      form: { To: customer, From: seed.phoneNumber },
    });
    await vi.waitFor(async () => {
      page.answer();
      expect((await call(`GET ${body.url}`)).body.status).toBe("ended");
    });
    const { context } = (await call(`GET ${body.url}/Context`)).body;
    expect(context.widgets.ask.body).toBe("done");

    const beyond = await handedOff(await published(flowThatAsks("https://example.com/")), {});
    const { steps } = (await call(`GET ${beyond.ended.body.url}/Steps`)).body;
    expect(steps.at(-1).name).toBe("failed");
  } finally {
    page.server.closeAllConnections();
    page.server.close();
  }
});

test("a flow runs the revision of another flow that it names", async () => {
  const subflow = defineFlow({
    trigger: { incomingParent: "set" },
    widgets: { set: setVariables({ variables: { greeting: "Hello {{trigger.parent.parameters.who}}" } }) },
  });
  const sid = (await published(subflow)).split("/").at(-1) ?? "";
  const outer = (flow_revision: string) =>
    defineFlow({
      trigger: { incomingRequest: "sub" },
      widgets: {
        sub: runSubflow({
          flow_sid: sid,
          flow_revision,
          parameters: [{ key: "who", value: "{{flow.data.who}}" }],
          on: { completed: "keep", failed: undefined },
        }),
        keep: setVariables({ variables: { said: "{{widgets.sub.greeting}}" } }),
      },
    });

  const done = await handedOff(await published(outer("LatestPublished")), { who: "Ann" });
  const missing = await handedOff(await published(outer("7")), {});

  const { context } = (await call(`GET ${done.ended.body.url}/Context`)).body;
  expect(context.flow.variables).toEqual({ said: "Hello Ann" });
  const { steps } = (await call(`GET ${missing.ended.body.url}/Steps`)).body;
  expect(steps.at(-1)).toMatchObject({ name: "failed", transitioned_from: "sub" });
});

test("a flow creates a Classic conversation with its customer, and writes in it", async () => {
  const flow = (service: string) =>
    defineFlow({
      trigger: { incomingRequest: "start" },
      widgets: {
        start: startConversation({
          conversation_service_sid: service,
          participants: [
            {
              type: "messaging",
              messaging_binding_address: "{{contact.channel.address}}",
              messaging_binding_proxy_address: "{{flow.channel.address}}",
            },
          ],
          on: { created: "hello", failed: undefined },
        }),
        hello: sendMessage({ body: "Hello", on: { failed: undefined } }),
      },
    });

  const { ended } = await handedOff(await published(flow(seed.flexServiceSid)), {});
  const refused = await handedOff(await published(flow(`IS${"9".repeat(32)}`)), {});

  const { context } = (await call(`GET ${ended.body.url}/Context`)).body;
  expect(emulator.state.classicConversations[context.flow.channel.sid]).toMatchObject({
    chat_service_sid: seed.flexServiceSid,
    participants: [
      { messaging_binding: { type: "sms", address: customer, proxy_address: seed.phoneNumber } },
    ],
    messages: [{ body: "Hello", author: seed.phoneNumber }],
    webhook_sids: [],
  });
  const { steps } = (await call(`GET ${refused.ended.body.url}/Steps`)).body;
  expect(steps.at(-1)?.name).toBe("failed");
});
