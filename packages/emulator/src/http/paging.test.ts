import { afterAll, beforeAll, expect, test } from "vitest";
import { ask } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";

const channels = `https://taskrouter.twilio.com/v1/Workspaces/${seed.workspaceSid}/TaskChannels`;

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
});

afterAll(() => emulator.close());

async function page(url: string) {
  const { body } = await ask(emulator, `GET ${url}`);
  return { names: body.channels.map((row: { unique_name: string }) => row.unique_name), meta: body.meta };
}

test("a classic list links forward with next_page_url and back with previous_page_url", async () => {
  const first = await page(`${channels}?PageSize=4`);
  expect([first.names, first.meta.page, first.meta.previous_page_url]).toEqual([
    ["default", "voice", "chat", "sms"],
    0,
    null,
  ]);
  const second = await page(first.meta.next_page_url);
  expect([second.names, second.meta.page, second.meta.next_page_url]).toEqual([["video", "email"], 1, null]);
  expect((await page(second.meta.previous_page_url)).names).toEqual(first.names);
  expect(second.meta.first_page_url).toBe(`${channels}?PageSize=4&Page=0`);
});

test.each([
  ["PageSize=0", "Invalid parameter PageSize: expected 1 to 1000"],
  ["PageSize=many", "Invalid parameter PageSize: expected a whole number"],
  ["PageToken=PA0", "Invalid parameter PageToken: not a token of this list"],
])("%s is rejected", async (query, message) => {
  const { status, body } = await ask(emulator, `GET ${channels}?${query}`);
  expect([status, body.code, body.message]).toEqual([400, 20001, message]);
});
