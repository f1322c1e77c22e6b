import { afterEach, beforeEach, expect, test } from "vitest";
import { ask, type EmulatorRequest } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";

const configuration = "https://flex-api.twilio.com/v1/Configuration";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator();
});

afterEach(() => emulator.close());

const call = (what: string, request?: EmulatorRequest) => ask(emulator, what, request);

test("an update merges top-level keys and replaces their values", async () => {
  const update = (json: Record<string, unknown>) =>
    call(`POST ${configuration}`, { json: { account_sid: seed.accountSid, ...json } });
  await update({ ui_attributes: { a: 1, b: 2 } });
  const { body } = await update({ ui_attributes: { c: 3 } });
  expect([body.ui_attributes, body.ui_version]).toEqual([{ c: 3 }, "2.17.1"]);
});

const mistakes: [string, EmulatorRequest, string][] = [
  ["no account_sid", { json: {} }, "Missing required parameter account_sid in the post body"],
  [
    "another account",
    { json: { account_sid: `AC${"0".repeat(32)}` } },
    `Invalid parameter account_sid: AC${"0".repeat(32)} is not this account`,
  ],
  [
    "a guessed key",
    { json: { account_sid: seed.accountSid, summary_opt_in: true } },
    "Unknown parameter summary_opt_in",
  ],
  [
    "a form",
    { form: { account_sid: seed.accountSid } },
    "Unsupported content type application/x-www-form-urlencoded",
  ],
];

test.each(mistakes)("%s is refused", async (_, question, message) => {
  const answer = await call(`POST ${configuration}`, question);
  expect([answer.status, answer.body.code]).toEqual([400, 20001]);
  expect(answer.body.message.startsWith(message)).toBe(true);
});

test("an account without Flex has no configuration", async () => {
  emulator.state.flexConfiguration = null;
  expect((await call(`GET ${configuration}`)).status).toBe(404);
});
