import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  defineFlow,
  makeHttpRequest,
  runSubflow,
  sendMessage,
  setVariables,
  startConversation,
} from "@tac-handoff/studio";
import { expect, test, vi } from "vitest";
import * as seed from "../seed/account.ts";
import { customer } from "../testing/emulatorScene.ts";
import { executionScene, messagingFlow } from "../testing/executionScene.ts";

const scene = executionScene();

const { call, published, handedOff } = scene;

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
  expect(scene.emulator.state.classicConversations[context.flow.channel.sid]).toMatchObject({
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

test.each([
  ["whatsapp", "whatsapp:+15557654321", seed.whatsappSender],
  ["rcs", "rcs:+15557654321", seed.rcsSender],
])("the customer of a conversation that a flow creates is bound by %s", async (type, address, sender) => {
  const flow = defineFlow({
    trigger: { incomingRequest: "start" },
    widgets: {
      start: startConversation({
        conversation_service_sid: seed.flexServiceSid,
        participants: [
          { type: "messaging", messaging_binding_address: address, messaging_binding_proxy_address: sender },
        ],
        on: { created: undefined, failed: undefined },
      }),
    },
  });

  const { ended } = await handedOff(await published(flow), {});

  const { context } = (await call(`GET ${ended.body.url}/Context`)).body;
  expect(scene.emulator.state.classicConversations[context.flow.channel.sid]?.participants).toMatchObject([
    { messaging_binding: { type, address, proxy_address: sender } },
  ]);
});
