import { expect, onTestFinished, test } from "vitest";
import { ask } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { startEmulator } from "../server.ts";

test("the account has every documented property, its token and the paths of its resources", async () => {
  const emulator = await startEmulator();
  onTestFinished(() => emulator.close());
  const path = `/2010-04-01/Accounts/${seed.accountSid}`;

  const { status, body } = await ask(emulator, `GET https://api.twilio.com${path}.json`);

  const { subresource_uris: paths, ...rest } = body;
  expect([status, rest]).toEqual([
    200,
    {
      sid: seed.accountSid,
      owner_account_sid: seed.accountSid,
      friendly_name: "Local Twilio",
      auth_token: seed.authToken,
      status: "active",
      type: "Full",
      date_created: "Mon, 05 Jan 2026 10:00:00 +0000",
      date_updated: "Mon, 05 Jan 2026 10:00:00 +0000",
      uri: `${path}.json`,
    },
  ]);
  expect([Object.keys(paths).length, paths.short_codes, paths.available_phone_numbers]).toEqual([
    20,
    `${path}/SMS/ShortCodes.json`,
    `${path}/AvailablePhoneNumbers.json`,
  ]);
});
