import { seed } from "@tac-handoff/emulator";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type LocalTwilio, startLocalTwilio } from "../testing/localTwilio.ts";
import { getFlexConfiguration } from "./getFlexConfiguration.ts";

let twilio: LocalTwilio;
beforeEach(async () => {
  twilio = await startLocalTwilio();
});
afterEach(() => twilio.close());

test("the workspace, the Classic service and the version of Flex are found", async () => {
  expect(await getFlexConfiguration.call(twilio.api, {})).toEqual({
    workspaceSid: seed.workspaceSid,
    chatServiceSid: seed.flexServiceSid,
    uiVersion: "2.17.1",
  });
});

test("what Flex does not have is absent", async () => {
  Object.assign(twilio.state.flexConfiguration ?? {}, { chat_service_instance_sid: null, ui_version: null });
  expect(await getFlexConfiguration.call(twilio.api, {})).toEqual({ workspaceSid: seed.workspaceSid });
});

test("the error for an account without Flex says where to set it up", async () => {
  twilio.state.flexConfiguration = null;
  await expect(getFlexConfiguration.call(twilio.api, {})).rejects.toThrow(
    new Error(`account ${seed.accountSid} has no Flex. Set it up in the Console (Flex > Overview) first.`),
  );
});
