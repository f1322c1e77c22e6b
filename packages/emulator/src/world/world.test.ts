import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  defineFlow,
  makeHttpRequest,
  runFunction,
  runSubflow,
  sendAndWaitForReply,
  sendMessage,
  setVariables,
  startConversation,
  twimlRedirect,
} from "@tac-handoff/studio";
import { expect, onTestFinished, test } from "vitest";
import * as seed from "../seed/account.ts";
import { customer } from "../testing/emulatorScene.ts";
import { executionScene } from "../testing/executionScene.ts";
import { publishFlow } from "../testing/publishFlow.ts";

const scene = executionScene();

const { call, executed, tell, steps, outputs } = scene;

const nothing = { sent: undefined, failed: undefined };

test("a subflow runs its latest published revision, and its wait is shown with both names", async () => {
  const inner = await publishFlow(
    scene.emulator,
    defineFlow({
      description: "asks a question",
      trigger: { incomingParent: "ask" },
      widgets: {
        ask: sendAndWaitForReply({
          body: "{{trigger.parent.parameters.question}}",
          on: { incomingMessage: "keep", timeout: undefined, deliveryFailure: undefined },
        }),
        keep: setVariables({ variables: { answer: "{{widgets.ask.inbound.Body}}" } }),
      },
    }),
  );
  const outer = await publishFlow(
    scene.emulator,
    defineFlow({
      description: "runs another",
      trigger: { incomingConversationMessage: "survey" },
      widgets: {
        survey: runSubflow({
          flow_sid: inner.sid,
          flow_revision: "LatestPublished",
          parameters: { question: "How was it?" },
          on: { completed: "thank", failed: undefined },
        }),
        thank: sendMessage({ body: "{{widgets.survey.answer}}, thank you.", on: nothing }),
      },
    }),
  );
  const address = `https://conversations.twilio.com/v1/Configuration/Addresses/${seed.smsAddressSid}`;
  await call(`POST ${address}`, {
    form: { "AutoCreation.Type": "studio", "AutoCreation.StudioFlowSid": outer.sid },
  });
  const write = async (body: string) =>
    (await call("POST /local/messages", { json: { from: customer, to: seed.phoneNumber, body } })).body;

  const first = await write("Hi");
  expect(first.replies).toMatchObject([{ body: "How was it?" }]);
  expect(first.executions[0].waitingFor).toMatchObject({
    widget: "survey/ask",
    type: "send-and-wait-for-reply",
  });
  expect((await write("Good")).replies).toMatchObject([{ body: "Good, thank you." }]);
});

test("a subflow that does not exist fails with its reason", async () => {
  const { sid, status } = await executed(
    defineFlow({
      description: "runs nothing",
      trigger: { incomingRequest: "survey" },
      widgets: {
        survey: runSubflow({
          flow_sid: `FW${"9".repeat(32)}`,
          flow_revision: "LatestPublished",
          on: { completed: undefined, failed: undefined },
        }),
      },
    }),
  );
  expect([status, steps(sid).at(-1)]).toEqual([
    "ended",
    expect.objectContaining({
      event: "failed",
      reason: `flow FW${"9".repeat(32)} has no revision LatestPublished in this account`,
    }),
  ]);
});

/** A server of this machine that responds to every request with the request itself. */
async function echo(): Promise<string> {
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const said = { path: request.url, body, host: request.headers["x-forwarded-host"] };
    response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(said));
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test("a Function and an HTTP request reach the local server that stands in for their host, and nothing else", async () => {
  const flow = defineFlow({
    description: "asks outside",
    trigger: { incomingRequest: "function" },
    widgets: {
      function: runFunction({
        url: "https://shop-1000.twil.io/order",
        parameters: { order: "{{flow.data.order}}" },
        on: { success: "page", fail: "page" },
      }),
      page: makeHttpRequest({
        method: "GET",
        url: "https://shop.example.com/hours?day=1",
        content_type: "application/json;charset=utf-8",
        on: { success: undefined, failed: undefined },
      }),
    },
  });
  const none = await executed(flow, { order: "7" });
  expect(steps(none.sid).map(({ event }) => event)).toEqual(["incomingRequest", "fail", "failed"]);
  expect(steps(none.sid)[1]?.reason).toContain(
    "the local Twilio does not access the network. Set the local server that stands in for shop-1000.twil.io: PUT /local/hosts",
  );

  const url = await echo();
  for (const host of ["shop-1000.twil.io", "shop.example.com"])
    await call("PUT /local/hosts", { json: { host, url } });
  const both = await executed(flow, { order: "7" });
  expect(outputs(both.sid, "function")?.parsed).toEqual({
    path: "/order",
    body: "order=7",
    host: "shop-1000.twil.io",
  });
  expect(outputs(both.sid, "page")?.parsed).toMatchObject({
    path: "/hours?day=1",
    host: "shop.example.com",
  });
});

test("a flow receives the customer's reply in the conversation that it created", async () => {
  const { sid, conversationSid } = await executed(
    defineFlow({
      description: "begins a conversation",
      trigger: { incomingRequest: "begin" },
      widgets: {
        begin: startConversation({
          conversation_service_sid: seed.flexServiceSid,
          participants: [
            {
              type: "messaging",
              messaging_binding_address: "{{contact.channel.address}}",
              messaging_binding_proxy_address: "{{flow.channel.address}}",
            },
          ],
          on: { created: "ask", failed: undefined },
        }),
        ask: sendAndWaitForReply({
          body: "Is it fixed?",
          on: { incomingMessage: undefined, timeout: undefined, deliveryFailure: undefined },
        }),
      },
    }),
  );
  const json = { from: customer, to: seed.phoneNumber, body: "Yes" };
  const answer = (await call("POST /local/messages", { json })).body;

  expect(answer).toMatchObject({
    conversationSid,
    handledBy: { conversationSid, serviceSid: seed.flexServiceSid },
    executions: [{ sid, status: "ended" }],
  });
  expect(outputs(sid, "ask")).toMatchObject({
    outbound: {
      Body: "Is it fixed?",
      Author: seed.phoneNumber,
      ConversationSid: conversationSid,
      Index: "0",
    },
    inbound: { Body: "Yes", From: customer, MessageSid: expect.stringMatching(/^IM/) },
  });
  expect(scene.emulator.state.classicConversations[conversationSid]?.webhook_sids).toEqual([]);
});

test("TwiML Redirect for a message is not simulated, and the execution shows what to do", async () => {
  scene.emulator.state.addressConfigurations = {};
  const { webhook_url } = await publishFlow(
    scene.emulator,
    defineFlow({
      description: "elsewhere",
      trigger: { incomingMessage: "away" },
      widgets: {
        away: twimlRedirect({
          url: "https://shop.example.com/sms",
          on: { return: "back", timeout: undefined, fail: undefined },
        }),
        back: sendMessage({ body: "Back with {{widgets.away.answer}}.", on: nothing }),
      },
    }),
  );
  Object.assign(scene.emulator.state.phoneNumbers[seed.phoneNumberSid] ?? {}, { sms_url: webhook_url });
  const json = { from: customer, to: seed.phoneNumber, body: "Hi" };
  const [{ sid, waitingFor }] = (await call("POST /local/messages", { json })).body.executions;
  expect(waitingFor.how).toBe(
    `its end, because TwiML for messages does not run here: POST /local/executions/${sid}/events {"event": "return"}`,
  );
  const { body } = await tell(`executions/${sid}`, { event: "return", outputs: { answer: "42" } });
  expect(body).toMatchObject({ status: "ended", sent: [{ body: "Back with 42." }] });
});
