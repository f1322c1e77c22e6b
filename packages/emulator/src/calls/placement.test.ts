// What Twilio refuses when a call is placed, and what it responds with otherwise.

import { expect, test } from "vitest";
import * as seed from "../seed/account.ts";
import { customer, emulatorScene } from "../testing/emulatorScene.ts";

const scene = emulatorScene();

const calls = `https://api.twilio.com/2010-04-01/Accounts/${seed.accountSid}/Calls`;
const twiml = "<Response><Say>Hello</Say></Response>";
const wanted = { To: customer, From: seed.phoneNumber, Twiml: twiml };

const place = (form: Record<string, string | string[]>) => scene.call(`POST ${calls}.json`, { form });

test("the response comes before the call rings, so it has no dates", async () => {
  const { status, body } = await place(wanted);

  expect(status).toBe(201);
  expect(body).toMatchObject({
    from: seed.phoneNumber,
    to: customer,
    phone_number_sid: seed.phoneNumberSid,
    direction: "outbound-api",
    status: "queued",
    date_created: null,
    date_updated: null,
    start_time: null,
    end_time: null,
    duration: null,
    answered_by: null,
  });
  const { body: ringing } = await scene.call(`GET ${calls}/${body.sid}.json`);
  expect(ringing.status).toBe("ringing");
  expect(Object.keys(ringing)).toEqual(Object.keys(body));
  expect((await scene.call(`GET ${calls}.json?To=%2B15557654321&Status=ringing`)).body.calls).toHaveLength(1);
});

test.each([
  ["no To", { To: "" }, 21201, "No 'To' number is specified"],
  ["no From", { From: "" }, 21213, "No 'From' number is specified"],
  [
    "a To that is not a number",
    { To: "five" },
    21211,
    "The phone number you are attempting to call, five, is not valid.",
  ],
  [
    "a To that is too short for its country",
    { To: "+18667786" },
    21211,
    "The phone number you are attempting to call, +18667786, is not valid.",
  ],
  [
    "a From that is not a number",
    { From: "+0800918468" },
    21212,
    "From is not a valid phone number: +0800918468",
  ],
  [
    "a client as the From of a call to a number",
    { From: "client:ann" },
    21212,
    "From is not a valid phone number: client:ann",
  ],
  [
    "a From of another account",
    { From: "+15551230999" },
    21210,
    "The source phone number provided, +15551230999, is not yet verified for your account. You may only make calls from phone numbers that you've verified or purchased from Twilio.",
  ],
  [
    "neither Url nor Twiml",
    { Twiml: "" },
    21205,
    "Url parameter is required. For more information, see http://www.twilio.com/docs/api/twiml",
  ],
  ["a Url that is not a URL", { Url: "/twiml" }, 21205, "Url is not a valid URL: /twiml"],
  [
    "another method",
    { Url: "https://a.example/t", Method: "PUT" },
    21209,
    "Method is not valid: PUT; expected GET or POST",
  ],
  [
    "an application of another account",
    { ApplicationSid: `AP${"0".repeat(32)}` },
    21218,
    `ApplicationSid is not valid: AP${"0".repeat(32)} is not in this account`,
  ],
  [
    "keys that do not exist",
    { SendDigits: "12E" },
    21206,
    "SendDigits is not valid: 12E; expected at most 32 of 0123456789ABCD*#wW",
  ],
  ["no time to ring", { Timeout: "0" }, 21208, "Timeout is not valid: 0; expected 1 to 600 seconds"],
  [
    "a callback at a host with an underscore",
    { StatusCallback: "https://my_agent.example.com/status" },
    21609,
    "StatusCallback is not a valid URL: https://my_agent.example.com/status",
  ],
  [
    "too much TwiML",
    { Twiml: twiml.padEnd(4_001) },
    20001,
    "Invalid parameter Twiml: expected at most 4000 characters, found 4001",
  ],
  [
    "an unknown parameter",
    { StatusCallbackEvents: "answered" },
    20001,
    "Unknown parameter StatusCallbackEvents",
  ],
])("%s is refused", async (_, change, code, message) => {
  const { status, body } = await place({ ...wanted, ...change });

  expect([status, body.code, body.message]).toEqual([400, code, message]);
  expect(scene.emulator.state.calls).toEqual({});
});

test("clients and SIP addresses can be called as well", async () => {
  const of = async (To: string, From: string) => {
    const { body } = await place({ ...wanted, To, From });
    return [body.to, body.from, body.phone_number_sid];
  };

  expect(await of("client:ann", "client:bot")).toEqual(["client:ann", "client:bot", null]);
  expect(await of("sip:ann@a.example", seed.phoneNumber)).toEqual([
    "sip:ann@a.example",
    seed.phoneNumber,
    seed.phoneNumberSid,
  ]);
});

test("events that share one parameter are accepted, and none is posted", async () => {
  const { body } = await place({
    ...wanted,
    StatusCallback: "https://agent.example.com/status",
    StatusCallbackEvent: "initiated answered",
  });
  await scene.call(`POST /local/calls/${body.sid}/answer`);

  expect((await scene.call(`GET /local/calls/${body.sid}`)).body.warnings).toEqual([
    '21626: StatusCallbackEvent is not valid: "initiated answered"; no event is posted. Expected a parameter for each of initiated, ringing, answered, completed',
  ]);
  expect(scene.emulator.sent()).toEqual([]);
});

test("a recording is not made, and the call's warnings say so", async () => {
  const { body } = await place({ ...wanted, Record: "true", RecordingStatusCallback: "https://a.example/r" });

  expect((await scene.call(`GET /local/calls/${body.sid}`)).body.warnings).toEqual([
    "Record is not simulated by the local Twilio: nothing is recorded",
  ]);
});
