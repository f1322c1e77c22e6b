import { seed } from "@tac-handoff/emulator";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findSchemaProblems } from "../provider/check.ts";
import { type LocalTwilio, startLocalTwilio } from "../testing/localTwilio.ts";
import { getTaskChannel } from "./getTaskChannel.ts";

const { workspaceSid } = seed;

let twilio: LocalTwilio;
beforeEach(async () => {
  twilio = await startLocalTwilio();
});
afterEach(() => twilio.close());

test("a task channel is found by its unique name, not by the name in the Console", async () => {
  expect(await getTaskChannel.call(twilio.api, { workspaceSid, uniqueName: "chat" })).toEqual({
    sid: seed.taskChannelSids.chat,
  });
  await expect(
    getTaskChannel.call(twilio.api, { workspaceSid, uniqueName: "Programmable Chat" }),
  ).rejects.toThrow(
    new Error(
      `task channel "Programmable Chat" does not exist. Workspace ${workspaceSid} has "default", "voice", "chat", "sms", "video", "email".`,
    ),
  );
});

test("a workspace without task channels says so", async () => {
  twilio.state.taskChannels = {};
  await expect(getTaskChannel.call(twilio.api, { workspaceSid, uniqueName: "chat" })).rejects.toThrow(
    new Error(`task channel "chat" does not exist. Workspace ${workspaceSid} has none.`),
  );
});

test("arguments are checked before Twilio is asked", () => {
  expect(findSchemaProblems(getTaskChannel.args, { workspaceSid: "WS1", uniqueName: "", sid: "x" })).toEqual([
    { path: ["workspaceSid"], message: 'expected WS and 32 hexadecimal digits, found "WS1"' },
    { path: ["uniqueName"], message: 'Too small: expected string to have >=1 characters, found ""' },
    { path: [], message: 'Unrecognized key: "sid"' },
  ]);
});
