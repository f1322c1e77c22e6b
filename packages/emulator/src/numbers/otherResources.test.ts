import { afterEach, beforeEach, expect, test } from "vitest";
import { ask } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";

const numbers = `https://api.twilio.com/2010-04-01/Accounts/${seed.accountSid}/IncomingPhoneNumbers`;

const present = `${numbers}/${seed.phoneNumberSid}.json`;

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator();
});

afterEach(() => emulator.close());

const missing = (prefix: string) => `${prefix}${"0".repeat(31)}9`;

test.each([
  ["VoiceApplicationSid", missing("AP"), 22108, 21420],
  ["SmsApplicationSid", missing("AP"), 22108, 21420],
  ["TrunkSid", missing("TK"), 20001, 20001],
  ["AddressSid", missing("AD"), 20001, 20001],
  ["EmergencyAddressSid", missing("AD"), 20001, 20001],
  ["IdentitySid", missing("RI"), 20001, 20001],
  ["BundleSid", missing("BU"), 20001, 20001],
])("%s has to exist", async (name, sid, updating, buying) => {
  const before = structuredClone(emulator.state.phoneNumbers);
  const message = `Invalid parameter ${name}: ${sid} does not exist`;

  const update = await ask(emulator, `POST ${present}`, { form: { FriendlyName: "new", [name]: sid } });
  const form = { PhoneNumber: "+15551230199", [name]: sid };
  const purchase = await ask(emulator, `POST ${numbers}.json`, { form });

  expect([update.status, update.body.code, update.body.message]).toEqual([400, updating, message]);
  expect([purchase.status, purchase.body.code, purchase.body.message]).toEqual([400, buying, message]);
  expect(emulator.state.phoneNumbers).toEqual(before);
});

test("an application, an address, a bundle and an identity that exist can be named", async () => {
  const { application, address, bundle, identity } = seed.otherResourceSids;
  const form = {
    VoiceApplicationSid: application,
    SmsApplicationSid: application,
    AddressSid: address,
    EmergencyAddressSid: address,
    BundleSid: bundle,
    IdentitySid: identity,
    VoiceReceiveMode: "fax",
  };
  expect((await ask(emulator, `POST ${present}`, { form })).body).toMatchObject({
    voice_application_sid: application,
    sms_application_sid: application,
    address_sid: address,
    emergency_address_sid: address,
    bundle_sid: bundle,
    identity_sid: identity,
    voice_receive_mode: "fax",
  });
});

test("an update takes the own account's SID, as the official Terraform provider sends it, and no other", async () => {
  const form = { AccountSid: seed.accountSid, FriendlyName: "renamed" };
  const own = await ask(emulator, `POST ${present}`, { form });
  expect([own.status, own.body.friendly_name, own.body.account_sid]).toEqual([
    200,
    "renamed",
    seed.accountSid,
  ]);
  const other = await ask(emulator, `POST ${present}`, { form: { AccountSid: missing("AC") } });
  expect([other.status, other.body.message]).toEqual([
    400,
    `Invalid parameter AccountSid: ${missing("AC")} is not this account`,
  ]);
});
