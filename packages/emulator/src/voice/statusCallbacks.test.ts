// What the team's server learns of a call that the API places: its progress, and who answers.

import { expect, test } from "vitest";
import * as seed from "../seed/account.ts";
import { customer } from "../testing/emulatorScene.ts";
import { calls, outboundScene } from "../testing/outboundScene.ts";
import { host, patience } from "../testing/relayScene.ts";

const scene = outboundScene();

const { call, agent, look, placeOutbound: place, answer } = scene;

const tell = (sid: string, json: object) => call(`POST /local/calls/${sid}/events`, { json });

const StatusCallback = `https://${host}/status`;

/** The status callbacks, as soon as there are `count`. */
const reported = async (server: Awaited<ReturnType<typeof agent>>, count: number) => {
  const ofStatus = () => server.requests.filter(({ path }) => path === "/status");
  await expect.poll(ofStatus, patience).toHaveLength(count);
  return ofStatus().map(({ method, form }) => [
    method,
    form.SequenceNumber,
    form.CallStatus,
    form.CallDuration,
  ]);
};
test("the status callback gets the events that were asked for, in order", async () => {
  const server = await agent();
  const sid = await place({
    StatusCallback,
    StatusCallbackEvent: ["initiated", "ringing", "answered", "completed"],
  });
  await answer(sid);
  await call(`POST /local/calls/${sid}/hangup`);

  expect(await reported(server, 4)).toEqual([
    ["POST", "0", "initiated", undefined],
    ["POST", "1", "ringing", undefined],
    ["POST", "2", "in-progress", undefined],
    ["POST", "3", "completed", "0"],
  ]);
  expect(server.requests.find(({ path }) => path === "/status")?.form).toEqual({
    AccountSid: seed.accountSid,
    ApiVersion: "2010-04-01",
    CallSid: sid,
    CallStatus: "initiated",
    Called: customer,
    Caller: seed.phoneNumber,
    Direction: "outbound-api",
    From: seed.phoneNumber,
    To: customer,
    CallbackSource: "call-progress-events",
    SequenceNumber: "0",
    Timestamp: expect.stringMatching(/^\w{3}, \d\d \w{3} \d{4} [\d:]{8} \+0000$/),
  });
});

test.each([
  ["busy", "busy"],
  ["noAnswer", "no-answer"],
  ["failed", "failed"],
])("a call that ends with %s is %s, which the status callback gets by default", async (event, status) => {
  const server = await agent();
  const sid = await place({ StatusCallback, StatusCallbackMethod: "GET" });

  const { body } = await tell(sid, { event });

  expect(body).toMatchObject({ status, session: null, transcript: [], waitingFor: null });
  expect(await reported(server, 1)).toEqual([["GET", "0", status, "0"]]);
  expect((await call(`GET ${calls}/${sid}.json`)).body).toMatchObject({ status, duration: null });
});

test("a status callback that fails is a warning", async () => {
  await agent({ answer: () => ({ status: 500, text: "" }) });
  const sid = await place({ StatusCallback });
  await tell(sid, { event: "busy" });

  await expect
    .poll(async () => (await look(sid)).warnings, patience)
    .toEqual([`15003: ${StatusCallback} responded with 500`]);
});

test("the duration counts from the answer", async () => {
  let now = new Date("2026-02-03T04:05:06Z");
  await scene.restart({ now: () => now });
  const sid = await place({ Twiml: "<Response><Gather/></Response>" });
  now = new Date("2026-02-03T04:05:36Z");
  await answer(sid);
  now = new Date("2026-02-03T04:06:36Z");
  await call(`POST /local/calls/${sid}/hangup`);

  expect((await call(`GET ${calls}/${sid}.json`)).body).toMatchObject({
    start_time: "Tue, 03 Feb 2026 04:05:06 +0000",
    end_time: "Tue, 03 Feb 2026 04:06:36 +0000",
    duration: "60",
  });
});

test("detection of answering machines is in the request for the TwiML, or posted beside it", async () => {
  const server = await agent({ answer: () => "<Response/>" });
  const detect = { MachineDetection: "Enable", Url: `https://${host}/start` };
  const first = await place(detect);
  await answer(first, { answeredBy: "machine_start" });
  expect(server.requests).toMatchObject([
    { path: "/start", form: { AnsweredBy: "machine_start", MachineDetectionDuration: "0" } },
  ]);
  expect((await call(`GET ${calls}/${first}.json`)).body.answered_by).toBe("machine_start");

  const AsyncAmdStatusCallback = `https://${host}/amd`;
  const second = await place({ ...detect, AsyncAmd: "true", AsyncAmdStatusCallback });
  await answer(second);
  await expect.poll(() => server.requests, patience).toHaveLength(3);
  const byPath = (wanted: string) => server.requests.findLast(({ path }) => path === wanted)?.form;
  expect(byPath("/start")).not.toHaveProperty("AnsweredBy");
  expect(byPath("/amd")).toEqual({
    AccountSid: seed.accountSid,
    CallSid: second,
    AnsweredBy: "human",
    MachineDetectionDuration: "0",
  });
});

test("keys are played when the customer answers, and then nothing detects who that is", async () => {
  const sid = await place({
    Twiml: "<Response><Say>Hello</Say></Response>",
    SendDigits: "W1234#",
    MachineDetection: "Enable",
  });

  const refused = await call(`POST /local/calls/${sid}/answer`, { json: { answeredBy: "fax" } });
  expect([refused.status, refused.body.message]).toEqual([
    409,
    `call ${sid} was placed without MachineDetection, so nothing detects who answers`,
  ]);
  expect((await answer(sid)).said).toEqual([
    { who: "flow", text: "(plays the digits W1234#)" },
    { who: "flow", text: "Hello" },
  ]);
});
