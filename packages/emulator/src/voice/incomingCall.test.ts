import { defineFlow, sayPlay } from "@tac-handoff/studio";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { ask, type EmulatorRequest } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";
import { type AgentParts, startAgentServer } from "../testing/agentServer.ts";

const customer = "+15557654321";

const host = "agent.example.com";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator();
});

afterEach(() => emulator.close());

const call = (what: string, request?: EmulatorRequest) => ask(emulator, what, request);

const place = async () =>
  (await call("POST /local/calls", { json: { from: customer, to: seed.phoneNumber } })).body;

function wire(wiring: Partial<(typeof emulator.state.phoneNumbers)[string]>): void {
  Object.assign(emulator.state.phoneNumbers[seed.phoneNumberSid] ?? {}, wiring);
}

const connectAndSay = `<Response><Say>Hello</Say><Connect><ConversationRelay url="wss://${host}/ws"/></Connect></Response>`;

async function agent(answer: AgentParts["answer"]) {
  const server = await startAgentServer({ host, answer });
  onTestFinished(() => server.close());
  await call("PUT /local/hosts", { json: { host, url: server.url } });
  wire({ voice_url: `https://${host}/twiml` });
  return server;
}

test("a call requests the number's voice URL with Twilio's form, and its TwiML is run", async () => {
  const server = await agent(() => "<Response><Say>Hello</Say><Pause/><Play digits='1'/></Response>");

  const { callSid, ringing, voiceUrl, call: row } = await place();

  expect([ringing, voiceUrl]).toEqual([`https://${host}/twiml`, `https://${host}/twiml`]);
  expect(server.requests).toEqual([
    {
      method: "POST",
      path: "/twiml",
      form: {
        AccountSid: seed.accountSid,
        ApiVersion: "2010-04-01",
        CallSid: callSid,
        CallStatus: "ringing",
        Called: seed.phoneNumber,
        Caller: customer,
        Direction: "inbound",
        From: customer,
        To: seed.phoneNumber,
      },
    },
  ]);
  expect(row).toMatchObject({
    status: "completed",
    transcript: [
      { who: "flow", text: "Hello" },
      { who: "flow", text: "(plays the digits 1)" },
    ],
    warnings: [],
  });
});

test("VoiceMethod GET is used", async () => {
  const server = await agent(() => "<Response/>");
  wire({ voice_url: `https://${host}/twiml?tenant=1`, voice_method: "GET" });

  await place();

  expect(server.requests).toMatchObject([
    { method: "GET", path: "/twiml", form: { tenant: "1", CallStatus: "ringing", From: customer } },
  ]);
});

test("a host that is not served fails the call, and the response shows what to do", async () => {
  const { error, ringing, call: row } = await place();

  const reason =
    '11200: ivr.example.com is not served on this machine. Set the local server that stands in for it: PUT /local/hosts {"host":"ivr.example.com","url":"http://127.0.0.1:8000"}';
  expect([ringing, error]).toEqual([seed.oldVoiceUrl, reason]);
  expect(row).toMatchObject({ status: "failed", session: null, warnings: [reason] });
});

test.each([
  [
    { trunk_sid: "TK1", voice_application_sid: "AP1" },
    "is handled by TK1, which takes precedence over its VoiceUrl",
  ],
  [{ voice_application_sid: "AP1" }, "is handled by AP1, which takes precedence over its VoiceUrl"],
])(
  "a trunk takes precedence over an application, and that over the VoiceUrl (%o)",
  async (wiring, reason) => {
    wire(wiring);
    const { error, voiceUrl, ringing } = await place();
    expect(error).toBe(`${seed.phoneNumber} ${reason} and which the local Twilio does not simulate`);
    expect([voiceUrl, ringing]).toEqual([null, undefined]);
  },
);

test("a call to a number without a VoiceUrl fails", async () => {
  wire({ voice_url: "" });
  expect((await place()).error).toBe(`${seed.phoneNumber} has no VoiceUrl`);
});

test.each([
  [{ status: 500, text: "" }, `11200: https://${host}/twiml responded with 500`],
  [
    "<html/>",
    `12102: expected <Response> as the root of the TwiML, found <html> (from https://${host}/twiml)`,
  ],
])("a response that is not TwiML fails the call", async (answer, error) => {
  await agent(() => answer);
  expect(await place()).toMatchObject({ error, call: { status: "failed" } });
});

test("the fallback URL is requested when the voice URL fails", async () => {
  const server = await agent((path) =>
    path === "/twiml" ? { status: 503, text: "" } : "<Response><Say>Later</Say></Response>",
  );
  wire({ voice_fallback_url: `https://${host}/fallback` });

  const { call: row } = await place();

  expect(server.requests[1]).toMatchObject({
    path: "/fallback",
    form: { ErrorCode: "11200", ErrorUrl: `https://${host}/twiml` },
  });
  expect([row.status, row.transcript]).toEqual(["completed", [{ who: "flow", text: "Later" }]]);
});

test("a call that ended while ringing stays ended", async () => {
  await agent(async () => {
    const [ringing] = Object.values(emulator.state.calls);
    await call(`POST /local/calls/${ringing?.sid}/hangup`);
    return connectAndSay;
  });

  const { call: row } = await place();

  expect(row).toMatchObject({ status: "completed", session: null, transcript: [] });
});

test("the Orchestrator gives a caller the profile with their number", async () => {
  const { body: profile } = await call(
    `POST https://memory.twilio.com/v1/Stores/${seed.memoryStoreId}/Profiles`,
    { json: { traits: { Contact: { phone: customer } } } },
  );
  await agent(() => `<Response><Enqueue workflowSid="${seed.workflowSid}"/></Response>`);

  const { conversationId } = await place();

  expect(emulator.state.conversations[conversationId]?.participants).toMatchObject([
    { type: "CUSTOMER", profileId: profile.id },
    { type: "AI_AGENT" },
  ]);
  expect(emulator.state.conversations[conversationId]?.participants[1]?.profileId).toBeUndefined();
});

test("a call to a number whose voice URL is a flow's webhook runs the flow", async () => {
  const definition = defineFlow({
    description: "says it is closed",
    trigger: { incomingCall: "closed" },
    widgets: { closed: sayPlay({ say: "Closed, {{trigger.call.From}}." }) },
  });
  const form = { FriendlyName: "voice", Status: "published", Definition: JSON.stringify(definition) };
  const { webhook_url } = (await call("POST https://studio.twilio.com/v2/Flows", { form })).body;
  wire({ voice_url: webhook_url });

  const { call: row } = await place();

  expect(row).toMatchObject({
    status: "completed",
    transcript: [{ who: "flow", text: `Closed, ${customer}.` }],
  });
  expect(Object.values(emulator.state.executions)).toMatchObject([{ initiatedBy: row.sid, status: "ended" }]);
});

test("a call without an agent has the conversation of a VOICE capture rule", async () => {
  await agent(() => `<Response><Enqueue workflowSid="${seed.workflowSid}"/></Response>`);
  const { conversationId, configurationId, transcribedTwice } = await place();
  expect([configurationId, transcribedTwice]).toEqual([seed.orchestratorConfigurationId, false]);
  expect(emulator.state.conversations[conversationId]?.status).toBe("ACTIVE");
});

test("a verb that is not simulated adds a warning, and the call continues", async () => {
  await agent(() => "<Response><Sms/><Connect><Stream/></Connect><Say>Hello</Say></Response>");
  const { call: row } = await place();
  expect(row.warnings).toEqual([
    "<Sms> is not simulated by the local Twilio and was skipped",
    "<Connect> with <Stream> is not simulated by the local Twilio and was skipped",
  ]);
  expect(row.transcript).toEqual([{ who: "flow", text: "Hello" }]);
});

test("a redirect runs the next response, and one to itself is stopped", async () => {
  await agent((path) =>
    path === "/twiml"
      ? "<Response><Redirect>next</Redirect><Say>never</Say></Response>"
      : "<Response><Say>Hello</Say><Redirect>next</Redirect></Response>",
  );
  const { call: row } = await place();
  expect(row.status).toBe("completed");
  expect(row.transcript).toHaveLength(20);
  expect(row.warnings).toEqual([`stopped after 20 responses, the last one from https://${host}/next`]);
});

test.each([
  ["<Reject reason='busy'/>", "busy"],
  ["<Hangup/>", "completed"],
])("after %s the call is %s, and nothing more runs", async (verb, status) => {
  await agent(() => `<Response>${verb}<Say>never</Say></Response>`);
  const { call: row } = await place();
  expect([row.status, row.transcript]).toEqual([status, []]);
});

test("a team's own Enqueue creates the task, and its action is requested when the caller hangs up", async () => {
  const task = '<Task priority="5">{"reason":"refund"}</Task>';
  const server = await agent((path) =>
    path === "/twiml"
      ? `<Response><Enqueue workflowSid="${seed.workflowSid}" action="/left">${task}</Enqueue></Response>`
      : "<Response><Say>never</Say></Response>",
  );

  const { call: row } = await place();
  const [made] = Object.values(emulator.state.tasks);
  expect(row).toMatchObject({
    status: "in-progress",
    waitingIn: { taskSid: made?.sid, workflowSid: seed.workflowSid },
    connectedTo: null,
  });
  expect([made?.priority, JSON.parse(made?.attributes ?? "")]).toEqual([
    5,
    { call_sid: row.sid, from: customer, to: seed.phoneNumber, direction: "inbound", reason: "refund" },
  ]);

  const { body } = await call(`POST /local/calls/${row.sid}/hangup`);
  expect(body).toMatchObject({ status: "completed", waitingIn: null, transcript: [] });
  expect(server.requests.at(-1)).toMatchObject({
    path: "/left",
    form: { CallStatus: "completed", QueueResult: "hangup", QueueTime: "0" },
  });
  expect(made?.assignment_status).toBe("canceled");
});

test("a call that a Flex agent accepted shows who, and its queue result is bridged", async () => {
  const server = await agent(
    () => `<Response><Enqueue workflowSid="${seed.workflowSid}" action="/left"/></Response>`,
  );
  const { callSid } = await place();
  Object.assign(Object.values(emulator.state.tasks)[0] ?? {}, {
    assignment_status: "assigned",
    worker: "Ann",
  });

  const { body } = await call(`GET /local/calls/${callSid}`);
  expect([body.waitingIn, body.connectedTo]).toEqual([null, "Ann"]);

  await call(`POST /local/calls/${callSid}/hangup`);
  expect(server.requests.at(-1)?.form.QueueResult).toBe("bridged");
});

test.each([
  ["<Enqueue/>", "Enqueue: workflow (none) is not in this account"],
  [
    `<Enqueue workflowSid="${seed.workflowSid}"><Task>[]</Task></Enqueue>`,
    "Enqueue: the attributes in <Task> are not the JSON text of an object",
  ],
])("an Enqueue that fails adds a warning, and the call continues", async (verb, warning) => {
  await agent(() => `<Response>${verb}<Say>Sorry</Say></Response>`);
  const { call: row } = await place();
  expect([row.status, row.warnings]).toEqual(["completed", [warning]]);
  expect(row.transcript).toEqual([{ who: "flow", text: "Sorry" }]);
});

test("a call whose TwiML is not run here can be read, and hung up", async () => {
  const json = { from: customer, to: seed.phoneNumber, configurationId: seed.orchestratorConfigurationId };
  const { callSid } = (await call("POST /local/calls", { json })).body;
  const { body } = await call(`GET /local/calls/${callSid}`);
  expect(body).toMatchObject({ sid: callSid, status: "in-progress", session: null, transcript: [] });
  expect((await call(`POST /local/calls/${callSid}/hangup`)).body.status).toBe("completed");
  expect((await call("GET /local/calls/CA1")).status).toBe(404);
});
