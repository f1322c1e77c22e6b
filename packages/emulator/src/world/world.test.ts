import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  defineFlow,
  makeHttpRequest,
  recordCall,
  runConversationRelay,
  runFunction,
  runSubflow,
  sayPlay,
  sendAndWaitForReply,
  sendMessage,
  setVariables,
  startConversation,
  twimlRedirect,
} from "@tac-handoff/studio";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { ask, askUntil, type EmulatorRequest } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";
import { startAgentServer } from "../testing/agentServer.ts";
import { publishFlow } from "../testing/publishFlow.ts";

const customer = "+15557654321";

const nothing = { sent: undefined, failed: undefined };

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator({ operationDelayMs: 0 });
  onTestFinished(() => emulator.close());
});

const call = (what: string, request?: EmulatorRequest) => ask(emulator, what, request);

/** Runs an execution through the REST API until it waits or ends. */
async function executed(definition: unknown, parameters: object = {}) {
  const { sid } = await publishFlow(emulator, definition);
  const form = { To: customer, From: seed.phoneNumber, Parameters: JSON.stringify(parameters) };
  const started = await call(`POST https://studio.twilio.com/v2/Flows/${sid}/Executions`, { form });
  const settled = (body: { status: string; waitingFor: unknown }) =>
    body.status === "ended" || body.waitingFor;
  const url = `/local/executions/${started.body.sid}`;
  return (await askUntil(emulator, `GET ${url}`, ({ body }) => Boolean(settled(body)))).body;
}

const tell = (what: string, json: object) => call(`POST /local/${what}/events`, { json });

const steps = (sid: string) => emulator.state.executions[sid]?.run?.steps ?? [];

const outputs = (sid: string, widget: string) => emulator.state.executions[sid]?.run?.context.widgets[widget];

async function rings(definition: unknown) {
  const { webhook_url } = await publishFlow(emulator, definition);
  Object.assign(emulator.state.phoneNumbers[seed.phoneNumberSid] ?? {}, { voice_url: webhook_url });
  return (await call("POST /local/calls", { json: { from: customer, to: seed.phoneNumber } })).body.call;
}

test("a subflow runs its latest published revision, and its wait is shown with both names", async () => {
  const inner = await publishFlow(
    emulator,
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
    emulator,
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
  expect(emulator.state.classicConversations[conversationSid]?.webhook_sids).toEqual([]);
});

test("a recording of the call has a resource, though nothing is recorded", async () => {
  const row = await rings(
    defineFlow({
      description: "records",
      trigger: { incomingCall: "record" },
      widgets: {
        record: recordCall({ record_call: true, on: { success: "said", failed: undefined } }),
        said: sayPlay({ say: "{{widgets.record.Status}} {{widgets.record.CallSid}}" }),
      },
    }),
  );
  expect(row.transcript).toEqual([{ who: "flow", text: `in-progress ${row.sid}` }]);
});

const relay = defineFlow({
  description: "an agent in the flow",
  trigger: { incomingCall: "agent" },
  widgets: {
    agent: runConversationRelay({
      url: "wss://agent.example.com/ws",
      on: { success: "said", failed: "sorry" },
    }),
    said: sayPlay({ say: "Ended: {{widgets.agent.HandoffData}}" }),
    sorry: sayPlay({ say: "Sorry." }),
  },
});

test("a flow's ConversationRelay connects the agent, and the end of the session continues the flow", async () => {
  const server = await startAgentServer({
    host: "agent.example.com",
    answer: () => "<Response/>",
    talk(socket, { type }) {
      if (type === "prompt") socket.send(JSON.stringify({ type: "end", handoffData: '{"reason":"refund"}' }));
    },
  });
  onTestFinished(() => server.close());
  await call("PUT /local/hosts", { json: { host: "agent.example.com", url: server.url } });
  const row = await rings(relay);
  expect(row).toMatchObject({ session: { status: "open" }, waitingFor: null });

  const { body } = await call(`POST /local/calls/${row.sid}/say`, { json: { text: "a human" } });

  expect(body.said).toEqual([{ who: "flow", text: 'Ended: {"reason":"refund"}' }]);
  expect(body.call.status).toBe("completed");
});

test("an agent that cannot be reached fails the widget", async () => {
  const row = await rings(relay);
  expect(row.transcript).toEqual([{ who: "flow", text: "Sorry." }]);
  expect(row.session.error.code).toBe(39001);
});

test("TwiML Redirect for a message is not simulated, and the execution shows what to do", async () => {
  emulator.state.addressConfigurations = {};
  const { webhook_url } = await publishFlow(
    emulator,
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
  Object.assign(emulator.state.phoneNumbers[seed.phoneNumberSid] ?? {}, { sms_url: webhook_url });
  const json = { from: customer, to: seed.phoneNumber, body: "Hi" };
  const [{ sid, waitingFor }] = (await call("POST /local/messages", { json })).body.executions;
  expect(waitingFor.how).toBe(
    `its end, because TwiML for messages does not run here: POST /local/executions/${sid}/events {"event": "return"}`,
  );
  const { body } = await tell(`executions/${sid}`, { event: "return", outputs: { answer: "42" } });
  expect(body).toMatchObject({ status: "ended", sent: [{ body: "Back with 42." }] });
});

test("a widget of an unknown type waits, also on a call, until its end is reported", async () => {
  const definition = defineFlow({
    description: "of tomorrow",
    trigger: { incomingCall: "hello" },
    widgets: {
      hello: sayPlay({ say: "Hello.", next: "new_thing" }),
      new_thing: sayPlay({ say: "", next: "bye" }),
      bye: sayPlay({ say: "Goodbye {{widgets.new_thing.mood}}." }),
    },
  });
  const unknown = definition.states.find(({ name }) => name === "new_thing");
  Object.assign(unknown ?? {}, { type: "detect-mood", transitions: [{ event: "detected", next: "bye" }] });
  const row = await rings(definition);
  expect([row.status, row.transcript]).toEqual(["in-progress", [{ who: "flow", text: "Hello." }]]);
  expect(row.waitingFor).toMatchObject({
    verb: "",
    widget: "new_thing",
    type: "detect-mood",
    events: ["detected"],
    how: `its end, which the local Twilio does not simulate: POST /local/calls/${row.sid}/events {"event": "detected"}`,
  });
  const { body } = await tell(`calls/${row.sid}`, { event: "detected", outputs: { mood: "friend" } });
  expect([body.said, body.status]).toEqual([[{ who: "flow", text: "Goodbye friend." }], "completed"]);
});
