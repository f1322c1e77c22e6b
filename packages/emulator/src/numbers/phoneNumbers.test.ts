import { afterEach, beforeEach, expect, test } from "vitest";
import { ask, type EmulatorRequest } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";

const numbers = `https://api.twilio.com/2010-04-01/Accounts/${seed.accountSid}/IncomingPhoneNumbers`;

const present = `${numbers}/${seed.phoneNumberSid}.json`;

const application = `AP${"0".repeat(31)}1`;

const trunk = `TK${"0".repeat(31)}1`;

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator({ state: seed.withNumbers(seed.accountBeforeHandoff(), 3) });
});

afterEach(() => emulator.close());

const call = (what: string, request?: EmulatorRequest) => ask(emulator, what, request);

test("an update changes only its parameters, and '' clears", async () => {
  const form = { VoiceUrl: "https://agent.example.com/twiml", SmsUrl: "" };
  const { body } = await call(`POST ${present}`, { form });
  expect(body).toMatchObject({
    voice_url: "https://agent.example.com/twiml",
    sms_url: "",
    sms_method: "POST",
    friendly_name: "(555) 123-0100",
    date_created: "Mon, 05 Jan 2026 10:00:00 +0000",
    uri: `/2010-04-01/Accounts/${seed.accountSid}/IncomingPhoneNumbers/${seed.phoneNumberSid}.json`,
  });
});

test("a trunk removes the voice application and an application the trunk", async () => {
  await call(`POST ${present}`, { form: { VoiceApplicationSid: application } });
  const trunked = (await call(`POST ${present}`, { form: { TrunkSid: trunk } })).body;
  expect([trunked.trunk_sid, trunked.voice_application_sid]).toEqual([trunk, null]);
  const voiced = (await call(`POST ${present}`, { form: { VoiceApplicationSid: application } })).body;
  expect([voiced.trunk_sid, voiced.voice_application_sid]).toEqual([null, application]);
  const cleared = (await call(`POST ${present}`, { form: { VoiceApplicationSid: "", TrunkSid: "" } })).body;
  expect([cleared.trunk_sid, cleared.voice_application_sid]).toEqual([null, null]);
});

test("a friendly name cannot be cleared", async () => {
  expect((await call(`POST ${present}`, { form: { FriendlyName: "" } })).body.friendly_name).toBe(
    "(555) 123-0100",
  );
});

test("the filter by number is partial, with * for a digit", async () => {
  const found = async (filter: string) => {
    const { body } = await call(`GET ${numbers}.json?PhoneNumber=${encodeURIComponent(filter)}`);
    return body.incoming_phone_numbers.map((row: { phone_number: string }) => row.phone_number);
  };
  expect(await found("+15551230100")).toEqual(["+15551230100"]);
  expect(await found("5552")).toEqual(["+15552000000", "+15552000001", "+15552000002"]);
  expect(await found("+1555***0100")).toEqual(["+15551230100"]);
});

test("the list links its pages as paths", async () => {
  const first = (await call(`GET ${numbers}.json?PageSize=3`)).body;
  expect([first.page, first.page_size, first.start, first.end, first.previous_page_uri]).toEqual([
    0,
    3,
    0,
    2,
    null,
  ]);
  expect(first.next_page_uri).toMatch(
    /^\/2010-04-01\/Accounts\/AC0+1\/IncomingPhoneNumbers\.json\?PageSize=3&Page=1&/,
  );
  const second = (await call(`GET https://api.twilio.com${first.next_page_uri}`)).body;
  expect(second.incoming_phone_numbers).toHaveLength(1);
  expect([second.page, second.next_page_uri]).toEqual([1, null]);
});

test("a number in the account cannot be bought again", async () => {
  const answer = await call(`POST ${numbers}.json`, { form: { PhoneNumber: seed.phoneNumber } });
  expect([answer.status, answer.body.code, answer.body.message]).toEqual([
    400,
    21422,
    "+15551230100 is not available",
  ]);
});

test("a number can be bought by area code, and released", async () => {
  const bought = await call(`POST ${numbers}.json`, { form: { AreaCode: "415" } });
  expect([bought.status, bought.body.phone_number]).toEqual([201, "+14155552000"]);
  expect((await call(`DELETE ${numbers}/${bought.body.sid}.json`)).status).toBe(204);
  const read = await call(`GET ${numbers}/${bought.body.sid}.json`);
  expect(read.body.message).toBe(
    `The requested resource /2010-04-01/Accounts/${seed.accountSid}/IncomingPhoneNumbers/${bought.body.sid}.json was not found`,
  );
});

const mistakes: [string, EmulatorRequest, string][] = [
  ["a method other than GET and POST", { form: { VoiceMethod: "PUT" } }, "Invalid parameter VoiceMethod: "],
  ["an invalid URL", { form: { VoiceUrl: "agent.example.com" } }, "Invalid parameter VoiceUrl: "],
  [
    "a flow as an application",
    { form: { SmsApplicationSid: seed.oldFlowSid } },
    "Invalid parameter SmsApplicationSid: ",
  ],
  ["a misspelt parameter", { form: { voiceUrl: "" } }, "Unknown parameter voiceUrl"],
  ["a different number", { form: { PhoneNumber: "+15551230111" } }, "Unknown parameter PhoneNumber"],
  ["a name of 65 characters", { form: { FriendlyName: "x".repeat(65) } }, "Invalid parameter FriendlyName: "],
  ["JSON", { json: { VoiceUrl: "" } }, "The request body must be application/x-www-form-urlencoded"],
];

test.each(mistakes)("%s is refused", async (_, question, message) => {
  const answer = await call(`POST ${present}`, question);
  expect([answer.status, answer.body.code]).toEqual([400, 20001]);
  expect(answer.body.message.startsWith(message)).toBe(true);
});

test("a path without .json is not part of the JSON API", async () => {
  expect((await call(`GET ${numbers}`)).status).toBe(404);
});

test("the account can be read with the token, but not with a standard key", async () => {
  const account = `https://api.twilio.com/2010-04-01/Accounts/${seed.accountSid}.json`;
  expect((await call(`GET ${account}`)).body.friendly_name).toBe("Local Twilio");
  const key = { user: seed.apiKeySid, password: seed.apiKeySecret };
  expect((await call(`GET ${account}`, { auth: key })).body.code).toBe(20003);
  expect((await call(`GET ${present}`, { auth: key })).status).toBe(200);
});
