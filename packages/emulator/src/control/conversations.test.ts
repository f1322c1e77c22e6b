import { expect, onTestFinished, test } from "vitest";
import { ask } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { startEmulator } from "../server.ts";
import { nextSid } from "../state/ids.ts";
import { accountBridged } from "../testing/bridgedAccount.ts";

test("messages of the same second are in the order in which they were written, on both sides of the bridge", async () => {
  const present = new Date("2026-01-06T12:00:00.900Z");
  const emulator = await startEmulator({ state: accountBridged(), now: () => present });
  onTestFinished(() => emulator.close());
  const write = async (body: string) =>
    (
      await ask(emulator, "POST /local/messages", {
        json: { from: "+15557654321", to: seed.phoneNumber, body },
      })
    ).body.conversationSid;

  const conversationSid = await write("one");
  // Only in the Classic conversation, like a flow's messages.
  emulator.state.classicConversations[conversationSid]?.messages.push({
    sid: nextSid(emulator.state, "IM"),
    author: seed.phoneNumber,
    body: "two",
    date_created: "2026-01-06T12:00:00Z",
  });
  await write("three");

  const { timeline } = (await ask(emulator, `GET /local/conversations/${conversationSid}`)).body;
  expect(timeline.map(({ at, text }: { at: string; text: string }) => [at, text])).toEqual([
    ["2026-01-06T12:00:00Z", "one"],
    ["2026-01-06T12:00:00Z", "two"],
    ["2026-01-06T12:00:00Z", "three"],
  ]);
});
