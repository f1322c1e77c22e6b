import { studioVoiceUrl } from "@tac-handoff/runtime";
import { expect, test } from "vitest";
import { flowInUrl } from "./flowInUrl.ts";

const accountSid = `AC${"1".repeat(32)}`;
const flowSid = `FW${"a".repeat(32)}`;
const webhook = `https://webhooks.twilio.com/v1/Accounts/${accountSid}/Flows/${flowSid}`;

test.each([
  [webhook, flowSid],
  [`${webhook}/`, flowSid],
  [studioVoiceUrl({ accountSid, flowSid }), flowSid],
  [`https://ivr.example.com/v1/Accounts/${accountSid}/Flows/${flowSid}`, undefined],
  [`https://webhooks.twilio.com/v1/Accounts/${accountSid}/Flows/other`, undefined],
  ["not a URL", undefined],
  ["", undefined],
  [null, undefined],
])("the flow in %s is %s", (url, expected) => {
  expect(flowInUrl(url)).toBe(expected);
});
