import { type State, seed } from "@tac-handoff/emulator";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Resource } from "../../declare/resource.ts";
import { check } from "../../provider/check.ts";
import { create, destroy, previewCreate, read, update } from "../../provider/lifecycle.ts";
import { type LocalTwilio, startLocalTwilio } from "../../testing/localTwilio.ts";
import { resourceContract } from "../../testing/resourceContract.ts";
import { removeSecretMarks, unknownValue } from "../../values/unknown.ts";
import { phoneNumber as definition } from "./phoneNumber.ts";

const phoneNumber: Resource = definition;
const agentUrl = "https://agent.example.com/twiml";
const application = `AP${"0".repeat(31)}1`;
const trunk = `TK${"0".repeat(31)}1`;
const wired = { phoneNumber: seed.phoneNumber, voiceUrl: agentUrl, voiceMethod: "POST", smsUrl: "" } as const;

resourceContract(definition, {
  inputs: wired,
  change: { voiceUrl: "https://agent.example.com/other", voiceMethod: "GET" },
  replace: { phoneNumber: "+15552000000" },
  drift: {
    change: ({ phoneNumbers }, sid) => {
      if (phoneNumbers[sid]) phoneNumbers[sid].voice_url = "https://elsewhere.example.com/";
      if (phoneNumbers[sid]) phoneNumbers[sid].sms_url = "https://elsewhere.example.com/sms";
      if (phoneNumbers[sid]) phoneNumbers[sid].voice_fallback_url = "https://not.declared.example.com/";
    },
    seen: ["voiceUrl", "smsUrl"],
  },
  present: { id: seed.phoneNumberSid, inputs: { ...wired, friendlyName: "Agent", statusCallback: agentUrl } },
  onDestroy: "release",
  object,
});

function object({ phoneNumbers }: State, sid: string): unknown {
  if (!phoneNumbers[sid]) return undefined;
  const { date_updated: _, ...row } = phoneNumbers[sid];
  return structuredClone(row);
}

let twilio: LocalTwilio;
beforeEach(async () => {
  twilio = await startLocalTwilio({ state: seed.withNumbers(seed.accountBeforeHandoff(), 3) });
});
afterEach(() => twilio.close());

test("a number the account does not have is named in preview, with what to do", async () => {
  const inputs = { phoneNumber: "+15559999999", voiceUrl: agentUrl };
  await expect(previewCreate(phoneNumber, twilio.api, inputs)).rejects.toThrow(
    new Error(
      `phoneNumber: account ${seed.accountSid} has no number +15559999999. Buy it in the Console (Phone Numbers > Buy a number) or choose one that the account owns.`,
    ),
  );
});

test("a number that Twilio's filter finds only because it contains the digits is not taken", async () => {
  const longer = twilio.state.phoneNumbers[seed.phoneNumberSid];
  if (longer) longer.phone_number = `${seed.phoneNumber}9`;
  await expect(previewCreate(phoneNumber, twilio.api, wired)).rejects.toThrow(
    `account ${seed.accountSid} has no number ${seed.phoneNumber}.`,
  );
});

test("a number that preview does not know yet is not looked up", async () => {
  const { state } = await previewCreate(phoneNumber, twilio.api, {
    phoneNumber: unknownValue,
    voiceUrl: agentUrl,
  });
  expect([state, twilio.requests()]).toEqual([
    { phoneNumber: unknownValue, voiceUrl: agentUrl, sid: unknownValue, adopted: unknownValue },
    [],
  ]);
});

test("only what differs is written, and the empty text clears", async () => {
  await create(phoneNumber, twilio.api, { ...wired, smsFallbackUrl: "", trunkSid: "" });

  expect(twilio.writes().map(({ host, path, form }) => [host, path, form])).toEqual([
    [
      "api.twilio.com",
      `/2010-04-01/Accounts/${seed.accountSid}/IncomingPhoneNumbers/${seed.phoneNumberSid}.json`,
      { VoiceUrl: agentUrl, SmsUrl: "" },
    ],
  ]);
  expect(twilio.state.phoneNumbers[seed.phoneNumberSid]).toMatchObject({ voice_url: agentUrl, sms_url: "" });
});

test("a number is never released unless asked", async () => {
  const { id, state } = await create(phoneNumber, twilio.api, wired);
  await destroy(phoneNumber, twilio.api, { id, inputs: { ...wired, onDestroy: "keep" }, state });
  expect(twilio.state.phoneNumbers[id]?.voice_url).toBe(agentUrl);

  await destroy(phoneNumber, twilio.api, { id, inputs: wired, state: { adopted: false } });
  await destroy(phoneNumber, twilio.api, { id, inputs: wired, state });
  expect(twilio.state.phoneNumbers).toHaveProperty(id);

  await destroy(phoneNumber, twilio.api, { id, inputs: { ...wired, onDestroy: "release" }, state });
  expect(twilio.state.phoneNumbers).not.toHaveProperty(id);
});

test("a voice application that Twilio removes for a trunk is there again after destroy", async () => {
  const row = twilio.state.phoneNumbers[seed.phoneNumberSid];
  if (row) row.voice_application_sid = application;
  const before = object(twilio.state, seed.phoneNumberSid);
  const inputs = { phoneNumber: seed.phoneNumber, trunkSid: trunk };

  const { id, state } = await create(phoneNumber, twilio.api, inputs);
  expect([row?.trunk_sid, row?.voice_application_sid]).toEqual([trunk, null]);
  await destroy(phoneNumber, twilio.api, { id, inputs, state: removeSecretMarks(state) as typeof state });

  expect(object(twilio.state, seed.phoneNumberSid)).toEqual(before);
});

test("a voice application that Twilio removes for a trunk is there again when the trunk is no longer declared", async () => {
  const row = twilio.state.phoneNumbers[seed.phoneNumberSid];
  if (row) row.voice_application_sid = application;
  const inputs = { phoneNumber: seed.phoneNumber, trunkSid: trunk };
  const { id, state } = await create(phoneNumber, twilio.api, inputs);

  const least = { phoneNumber: seed.phoneNumber };
  await update(phoneNumber, twilio.api, {
    id,
    olds: inputs,
    state: removeSecretMarks(state) as typeof state,
    news: least,
  });

  expect([row?.trunk_sid, row?.voice_application_sid]).toEqual([null, application]);
});

test("a trunk and a voice application together are a problem", () => {
  const inputs = { phoneNumber: seed.phoneNumber, trunkSid: trunk, voiceApplicationSid: application };
  expect(check(phoneNumber, inputs).problems).toEqual([
    {
      path: ["voiceApplicationSid"],
      message:
        "Twilio keeps either a trunk or a voice application: leave one out, or set it to an empty string",
    },
  ]);
  expect(check(phoneNumber, { ...inputs, voiceApplicationSid: "" }).problems).toEqual([]);
  expect(check(phoneNumber, { ...inputs, voiceApplicationSid: unknownValue }).problems).toEqual([]);
});

test("an import carries what is set and nothing that is empty", async () => {
  const found = await read(phoneNumber, twilio.api, seed.phoneNumberSid);
  expect(found?.inputs).toEqual({
    phoneNumber: seed.phoneNumber,
    friendlyName: "(555) 123-0100",
    voiceUrl: seed.oldVoiceUrl,
    voiceMethod: "POST",
    voiceFallbackMethod: "POST",
    smsUrl: seed.oldSmsUrl,
    smsMethod: "POST",
    smsFallbackMethod: "POST",
    statusCallbackMethod: "POST",
  });
});
