import { afterEach, beforeEach, expect, test } from "vitest";
import { ask } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";

const calls = `https://api.twilio.com/2010-04-01/Accounts/${seed.accountSid}/Calls`;

const callers = ["+14155550101", "+442071838750"];

let now: Date;

let emulator: Emulator;

beforeEach(async () => {
  now = new Date("2026-02-03T04:05:06Z");
  emulator = await startEmulator({ now: () => now });
});

afterEach(() => emulator.close());

/** A call whose agent is the caller of the route, so that it stays open. */
async function callFrom(from: string | undefined): Promise<string> {
  const json = { from, to: seed.phoneNumber, configurationId: seed.orchestratorConfigurationId };
  return (await ask(emulator, "POST /local/calls", { json })).body.callSid;
}

test("a call has every documented property, null where nothing is known", async () => {
  const sid = await callFrom(callers[0]);
  const open = (await ask(emulator, `GET ${calls}/${sid}.json`)).body;
  now = new Date("2026-02-03T04:06:36Z");
  await ask(emulator, `POST /local/calls/${sid}/hangup`);

  const { subresource_uris: paths, ...over } = (await ask(emulator, `GET ${calls}/${sid}.json`)).body;

  expect([open.status, open.end_time, open.duration]).toEqual(["in-progress", null, null]);
  expect(over).toEqual({
    sid,
    account_sid: seed.accountSid,
    parent_call_sid: null,
    phone_number_sid: seed.phoneNumberSid,
    from: "+14155550101",
    from_formatted: "(415) 555-0101",
    to: seed.phoneNumber,
    to_formatted: "(555) 123-0100",
    direction: "inbound",
    status: "completed",
    date_created: "Tue, 03 Feb 2026 04:05:06 +0000",
    date_updated: "Tue, 03 Feb 2026 04:06:36 +0000",
    start_time: "Tue, 03 Feb 2026 04:05:06 +0000",
    end_time: "Tue, 03 Feb 2026 04:06:36 +0000",
    duration: "90",
    queue_time: "0",
    price: null,
    price_unit: "USD",
    answered_by: null,
    caller_name: null,
    forwarded_from: null,
    group_sid: null,
    trunk_sid: null,
    api_version: "2010-04-01",
    uri: `/2010-04-01/Accounts/${seed.accountSid}/Calls/${sid}.json`,
  });
  expect([Object.keys(paths).length, paths.user_defined_messages]).toEqual([
    9,
    `/2010-04-01/Accounts/${seed.accountSid}/Calls/${sid}/UserDefinedMessages.json`,
  ]);
});

test("calls are filtered by number, status and time", async () => {
  const first = await callFrom(callers[0]);
  now = new Date("2026-02-04T00:00:00Z");
  const second = await callFrom(callers[1]);
  await ask(emulator, `POST /local/calls/${second}/hangup`);
  const found = async (query: string) => {
    const { body } = await ask(emulator, `GET ${calls}.json?${query}`);
    return body.calls.map(({ sid }: { sid: string }) => sid);
  };

  expect(await found("From=%2B442071838750")).toEqual([second]);
  expect(await found("Status=in-progress")).toEqual([first]);
  expect(await found("StartTime=2026-02-03T00:00:00Z")).toEqual([first]);
  expect(await found("StartTime%3E=2026-02-03T12:00:00Z")).toEqual([second]);
  expect(await found("StartTime%3C=2026-02-03T12:00:00Z")).toEqual([first]);
  expect(await found("EndTime=2026-02-04T00:00:00Z")).toEqual([second]);
  expect(await found(`ParentCallSid=${first}`)).toEqual([]);
});

test("canceled ends a call that rings, and no other", async () => {
  const sid = await callFrom(callers[0]);
  const update = (Status: string) => ask(emulator, `POST ${calls}/${sid}.json`, { form: { Status } });
  const status = async () => (await ask(emulator, `GET ${calls}/${sid}.json`)).body.status;

  expect([(await update("canceled")).status, await status()]).toEqual([200, "in-progress"]);

  const call = emulator.state.calls[sid];
  if (call) call.status = "ringing";
  await update("canceled");
  expect(await status()).toBe("canceled");
  expect((await update("failed")).body.code).toBe(20001);
});
