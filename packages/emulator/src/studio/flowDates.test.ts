import { afterEach, beforeEach, expect, test } from "vitest";
import { ask } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { flowToFlex } from "../seed/messagingFlow.ts";
import { type Emulator, startEmulator } from "../server.ts";

const flows = "https://studio.twilio.com/v2/Flows";

const customer = "+15557654321";

let now = new Date("2026-02-03T04:05:06Z");

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator({ now: () => now });
});

afterEach(() => emulator.close());

async function newFlow() {
  const { workflowSid, taskChannelSids } = seed;
  const definition = flowToFlex({ workflowSid, taskChannelSid: taskChannelSids.chat });
  const form = { FriendlyName: "f", Status: "published", Definition: JSON.stringify(definition) };
  return ask(emulator, `POST ${flows}`, { form });
}

test("a flow has no date_updated until its first update", async () => {
  const { body } = await newFlow();
  expect([body.date_created, body.date_updated]).toEqual(["2026-02-03T04:05:06Z", null]);

  now = new Date("2026-02-04T00:00:00Z");
  const updated = await ask(emulator, `POST ${flows}/${body.sid}`, { form: { Status: "draft" } });

  expect([updated.body.date_created, updated.body.date_updated]).toEqual([
    "2026-02-03T04:05:06Z",
    "2026-02-04T00:00:00Z",
  ]);
});

test("rows of the list of revisions have no definition", async () => {
  const { body } = await newFlow();
  const { revisions } = (await ask(emulator, `GET ${flows}/${body.sid}/Revisions`)).body;
  expect(revisions).toMatchObject([{ revision: 1, definition: null, valid: null, errors: null }]);
  expect((await ask(emulator, `GET ${flows}/${body.sid}/Revisions/1`)).body.definition.states).toHaveLength(
    2,
  );
});

test("executions are filtered by status in lower case, as documented", async () => {
  const { sid } = (await newFlow()).body;
  const form = { To: customer, From: seed.phoneNumber };
  const { body } = await ask(emulator, `POST ${flows}/${sid}/Executions`, { form });
  await ask(emulator, `POST ${body.url}`, { form: { Status: "ended" } });
  const count = async (query: string) =>
    (await ask(emulator, `GET ${flows}/${sid}/Executions?${query}`)).body.executions.length;
  expect([await count("status=ended"), await count("status=active")]).toEqual([1, 0]);
});
