// A call that the API places: how it rings, what runs when the customer answers, and what the team's server learns of it.

import { defineFlow, makeOutgoingCall } from "@tac-handoff/studio";
import { expect, test } from "vitest";
import * as seed from "../seed/account.ts";
import { customer } from "../testing/emulatorScene.ts";
import { calls, outboundScene } from "../testing/outboundScene.ts";
import { publishFlow } from "../testing/publishFlow.ts";
import { host, patience, payload } from "../testing/relayScene.ts";

const scene = outboundScene();

const { call, agent, say, look, connect, placeOutbound: place, answer } = scene;

test("a call rings until the customer answers, and is then with the agent", async () => {
  const server = await agent();
  const sid = await place();
  expect(await look(sid)).toMatchObject({
    status: "ringing",
    direction: "outbound-api",
    from: seed.phoneNumber,
    to: customer,
    conversationId: null,
    session: null,
    waitingFor: {
      verb: "",
      events: ["answered", "busy", "noAnswer", "failed"],
      how: `the customer: POST /local/calls/${sid}/answer, or /local/calls/${sid}/events with event "busy", "noAnswer", "failed"`,
    },
  });
  expect(server.requests).toEqual([]);

  const answered = await answer(sid);

  expect(answered).toMatchObject({ status: "in-progress", session: { status: "open" }, waitingFor: null });
  expect(server.messages[0]).toMatchObject({
    type: "setup",
    callSid: sid,
    direction: "outbound",
    from: seed.phoneNumber,
    to: customer,
  });
  expect((await say(sid, "Hi")).body.said).toEqual([{ who: "agent", text: "You said Hi." }]);
});

test("the customer of its conversation is whom the agent calls, with their profile", async () => {
  const { body: profile } = await call(
    `POST https://memory.twilio.com/v1/Stores/${seed.memoryStoreId}/Profiles`,
    { json: { traits: { Contact: { phone: customer } } } },
  );
  await agent();
  const sid = await place();

  const { conversationId } = await answer(sid);
  await say(sid, "Hi");

  expect(scene.emulator.state.conversations[conversationId]?.participants).toMatchObject([
    {
      type: "CUSTOMER",
      name: customer,
      profileId: profile.id,
      addresses: [{ channel: "VOICE", address: customer, channelId: sid }],
    },
    { type: "AI_AGENT", addresses: [{ channel: "VOICE", address: seed.phoneNumber, channelId: sid }] },
  ]);
  expect(scene.texts(conversationId)).toEqual([`${customer}: Hi`, `${seed.phoneNumber}: You said Hi.`]);
});

test("the agent's action gets the end of the session, and its Enqueue makes a task that a Flex agent accepts", async () => {
  const attributes = { type: "outbound", name: customer, reason: "refund" };
  const task = `<Task priority="5" timeout="600">${JSON.stringify(attributes)}</Task>`;
  const server = await agent({
    answer: () => `<Response><Enqueue workflowSid="${seed.workflowSid}">${task}</Enqueue></Response>`,
  });
  const sid = await place();
  const { conversationId } = await answer(sid);

  const { body } = await say(sid, "human");

  expect(server.requests).toMatchObject([
    {
      path: "/handoff",
      form: {
        CallSid: sid,
        CallStatus: "in-progress",
        Direction: "outbound-api",
        From: seed.phoneNumber,
        To: customer,
        SessionStatus: "ended",
        HandoffData: payload,
      },
    },
  ]);
  const [made] = Object.values(scene.emulator.state.tasks);
  expect(made).toMatchObject({ priority: 5, timeout: 600, task_channel_unique_name: "voice" });
  expect(JSON.parse(made?.attributes ?? "")).toEqual({
    call_sid: sid,
    from: seed.phoneNumber,
    to: customer,
    direction: "outbound-api",
    ...attributes,
  });
  expect(body.call).toMatchObject({ waitingIn: { taskSid: made?.sid }, connectedTo: null });

  await call(`POST /local/tasks/${made?.sid}/accept`, { json: { worker: "Ada" } });

  expect(await look(sid)).toMatchObject({ status: "in-progress", waitingIn: null, connectedTo: "Ada" });
  expect(scene.emulator.state.conversations[conversationId]?.participants[2]).toMatchObject({
    type: "HUMAN_AGENT",
    name: "Ada",
  });
  await call(`POST /local/tasks/${made?.sid}/complete`);
  expect((await look(sid)).status).toBe("completed");
});

test("priority and timeout of Task that are not whole numbers are warnings, with Twilio's defaults", async () => {
  await agent({
    answer: () =>
      `<Response><Enqueue workflowSid="${seed.workflowSid}"><Task priority="high" timeout="-1">{}</Task></Enqueue></Response>`,
  });
  const sid = await place();
  await answer(sid);

  const { body } = await say(sid, "human");

  expect(Object.values(scene.emulator.state.tasks)).toMatchObject([{ priority: 0, timeout: 86_400 }]);
  expect(body.call.warnings).toEqual([
    '12200: priority of <Task>: expected a whole number, found "high"; it is 0',
    '12200: timeout of <Task>: expected a whole number, found "-1"; it is 86400',
  ]);
});

test("a flow refuses the end of the session: the call ends with 11200, without an execution", async () => {
  await agent();
  const sid = await place({ Twiml: `<Response>${connect()}</Response>` });
  await answer(sid);

  const { body } = await say(sid, "human");

  expect(body.call).toMatchObject({
    status: "completed",
    executionSids: [],
    warnings: [`11200: ${scene.flowUrl} responded with 400`],
  });
  expect(body.call.actionRequests).toMatchObject([{ url: scene.flowUrl, status: 400 }]);
  expect([scene.emulator.state.executions, scene.emulator.state.tasks]).toEqual([{}, {}]);
});

test("a flow refuses to be the Url of a call as well", async () => {
  const sid = await place({ Url: scene.flowUrl });

  const { status, warnings } = await answer(sid);

  expect([status, warnings]).toEqual(["completed", [`11200: ${scene.flowUrl} responded with 400`]]);
  expect(scene.emulator.state.executions).toEqual({});
});

test("Url is requested when the customer answers, with Method, and FallbackUrl if it fails", async () => {
  const server = await agent({
    answer: (path) =>
      path === "/start" ? { status: 503, text: "" } : "<Response><Say>Later</Say></Response>",
  });
  const sid = await place({
    Url: `https://${host}/start?campaign=7`,
    Method: "GET",
    FallbackUrl: `https://${host}/fallback`,
    Twiml: "<Response><Say>Ignored</Say></Response>",
  });

  const { said, status } = await answer(sid);

  expect([said, status]).toEqual([[{ who: "flow", text: "Later" }], "completed"]);
  expect(server.requests).toMatchObject([
    {
      method: "GET",
      path: "/start",
      form: {
        campaign: "7",
        CallSid: sid,
        CallStatus: "in-progress",
        Direction: "outbound-api",
        Caller: seed.phoneNumber,
        Called: customer,
      },
    },
    {
      method: "POST",
      path: "/fallback",
      form: { ErrorCode: "11200", ErrorUrl: `https://${host}/start?campaign=7` },
    },
  ]);
});

test.each([
  ["<Response>", "12100: the TwiML is not XML (line 1)"],
  ["<html/>", "12102: expected <Response> as the root of the TwiML, found <html> (in Twiml)"],
  ["<Response><Redirect>next</Redirect></Response>", "11200: next is not a URL"],
  [
    "<Response><Enqueue/><Enqueue workflowSid='x' action='/left'/></Response>",
    "Enqueue: workflow (none) is not in this account",
  ],
])("TwiML given with the call that cannot run ends it with a warning (%s)", async (Twiml, warning) => {
  const sid = await place({ Twiml });

  const { status, warnings } = await answer(sid);

  expect([status, warnings[0]]).toEqual(["completed", expect.stringContaining(warning)]);
});

test("a Gather in TwiML given with the call needs an action, because there is no URL to request again", async () => {
  const sid = await place({ Twiml: "<Response><Gather numDigits='1'/></Response>" });
  await answer(sid);

  const { body } = await call(`POST /local/calls/${sid}/dtmf`, { json: { digit: "1" } });

  expect(body.warnings).toEqual([
    "11200: the call's TwiML was given with it, so there is no URL to request again: set an action",
  ]);
});

test("an application handles the call, which is not simulated", async () => {
  const sid = await place({ ApplicationSid: seed.otherResourceSids.application });

  const { status, warnings } = await answer(sid);

  expect([status, warnings]).toEqual([
    "completed",
    [
      `the call is handled by ${seed.otherResourceSids.application}, which the local Twilio does not simulate`,
    ],
  ]);
});

const update = (sid: string, Status: string) => call(`POST ${calls}/${sid}.json`, { form: { Status } });
const ended = (sid: string, status: string) =>
  expect.poll(async () => (await look(sid)).status, patience).toBe(status);

test("a customer who hangs up while it rings is busy, and the API cancels", async () => {
  const declined = await place();
  expect((await call(`POST /local/calls/${declined}/hangup`)).body.status).toBe("busy");

  for (const Status of ["canceled", "completed"]) {
    const sid = await place();
    expect((await update(sid, Status)).status).toBe(200);
    await ended(sid, "canceled");
  }
});

test("the API cancels the ringing call of a flow, which continues without it", async () => {
  const flow = defineFlow({
    description: "calls",
    trigger: { incomingRequest: "ring" },
    widgets: {
      ring: makeOutgoingCall({
        on: { answered: undefined, busy: undefined, noAnswer: undefined, failed: undefined },
      }),
    },
  });
  const { sid: flowSid } = await publishFlow(scene.emulator, flow);
  const executions = `https://studio.twilio.com/v2/Flows/${flowSid}/Executions`;
  const { body } = await call(`POST ${executions}`, { form: { To: customer, From: seed.phoneNumber } });
  const { sid } = Object.values(scene.emulator.state.calls)[0] ?? {};

  await update(sid ?? "", "completed");

  await ended(sid ?? "", "canceled");
  await expect
    .poll(() => scene.emulator.state.executions[body.sid]?.run?.steps.at(-1)?.event, patience)
    .toBe("failed");
});

test("a call keeps ringing when the local Twilio starts again", async () => {
  const sid = await place({ Twiml: "<Response><Say>Hello</Say></Response>" });
  await scene.restart({ state: scene.emulator.state });

  expect((await look(sid)).status).toBe("ringing");
  expect((await answer(sid)).said).toEqual([{ who: "flow", text: "Hello" }]);
});

test("only a call that rings at a customer can be answered, once", async () => {
  await agent();
  const inbound = (await scene.place()).callSid;
  const outbound = await place();
  await answer(outbound);

  const messages = await Promise.all(
    [inbound, outbound].map(async (sid) => {
      const { status, body } = await call(`POST /local/calls/${sid}/answer`);
      return [status, body.message];
    }),
  );

  expect(messages).toEqual([
    [409, `call ${inbound} (inbound, in-progress) does not ring at a customer`],
    [409, `call ${outbound} (outbound-api, in-progress) does not ring at a customer`],
  ]);
});
