import { expect, onTestFinished, test } from "vitest";
import { ask } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { startEmulator } from "../server.ts";
import { accountBridged } from "../testing/bridgedAccount.ts";

/** SMS: INACTIVE after 2 minutes, CLOSED after 3. */
async function conversation({ timeouts }: { timeouts?: null } = {}) {
  const state = accountBridged();
  const settings = state.orchestratorConfigurations[seed.orchestratorConfigurationId]?.channelSettings.SMS;
  if (settings && timeouts === null) settings.statusTimeouts = null;
  let minutes = 0;
  const emulator = await startEmulator({
    state,
    now: () => new Date(Date.UTC(2026, 0, 6, 12, 0) + minutes * 60_000),
  });
  onTestFinished(() => emulator.close());
  const write = async (body: string) =>
    (
      await ask(emulator, "POST /local/messages", {
        json: { from: "+15557654321", to: seed.phoneNumber, body },
      })
    ).body.conversationId;
  const id = await write("Hello");
  const url = `https://conversations.twilio.com/v2/Conversations/${id}`;
  return {
    emulator,
    id,
    url,
    write,
    after: (passed: number) => {
      minutes = passed;
    },
    read: async () => {
      const { status, updatedAt } = (await ask(emulator, `GET ${url}`)).body;
      return [status, updatedAt];
    },
  };
}

test("a conversation becomes INACTIVE, then CLOSED, counted from the last message", async () => {
  const { after, read } = await conversation();

  after(1.9);
  expect((await read())[0]).toBe("ACTIVE");
  after(2);
  expect((await read())[0]).toBe("INACTIVE");
  after(3);
  expect((await read())[0]).toBe("CLOSED");
});

test("after an hour without requests both timeouts are applied with the times when they were due", async () => {
  const { emulator, after, read } = await conversation();

  after(60);

  expect(await read()).toEqual(["CLOSED", "2026-01-06T12:03:00Z"]);
  const results = Object.values(emulator.state.operatorResults);
  expect(
    results.map(({ executionDetails, dateCreated }) => [executionDetails.trigger.on, dateCreated]),
  ).toEqual([
    ["CONVERSATION_INACTIVE", "2026-01-06T12:02:00Z"],
    ["CONVERSATION_END", "2026-01-06T12:03:00Z"],
  ]);
});

test("a message restarts the timeout", async () => {
  const { after, read, write, id } = await conversation();

  after(2.5);
  expect(await write("Still there?")).toBe(id);
  after(4.4);
  expect((await read())[0]).toBe("ACTIVE");
  after(5.5);
  expect((await read())[0]).toBe("CLOSED");
});

test("making a conversation ACTIVE restarts the timeout", async () => {
  const { emulator, url, after, read } = await conversation();
  after(2.5);
  expect((await read())[0]).toBe("INACTIVE");

  await ask(emulator, `PUT ${url}`, { json: { status: "ACTIVE" } });

  after(4.4);
  expect((await read())[0]).toBe("ACTIVE");
  after(4.5);
  expect((await read())[0]).toBe("INACTIVE");
});

test("without timeouts a conversation stays ACTIVE", async () => {
  const { after, read } = await conversation({ timeouts: null });

  after(1_000_000);

  expect((await read())[0]).toBe("ACTIVE");
});
