import { expect, test } from "vitest";
import { executionForm, studioExecutionsUrl, studioVoiceUrl, voiceEndFrame } from "./delivery.ts";
import { buildHandoff } from "./payload.ts";

const payload = buildHandoff({
  conversationId: "conv_conversation_01abc",
  storeId: "mem_store_01abc",
  profileId: "mem_profile_01abc",
  attributes: { department: "support", priority: "normal" },
  reason: "Wants refund – café",
});

test("the end frame of a call carries the payload as JSON text, byte for byte as TAC sends it", () => {
  expect(voiceEndFrame(payload)).toBe(
    String.raw`{"type":"end","handoffData":"{\"conversationId\":\"conv_conversation_01abc\",\"storeId\":\"mem_store_01abc\",\"profileId\":\"mem_profile_01abc\",\"attributes\":{\"department\":\"support\",\"priority\":\"normal\",\"reason\":\"Wants refund – café\"}}"}`,
  );
});

test("the form of a message is To, From and Parameters, byte for byte as TAC's TypeScript SDK sends it", () => {
  expect(executionForm({ to: "+15559998888", from: "+15551234567", payload }).toString()).toBe(
    "To=%2B15559998888&From=%2B15551234567&Parameters=%7B%22HandoffData%22%3A%7B%22conversationId%22%3A%22conv_conversation_01abc%22%2C%22storeId%22%3A%22mem_store_01abc%22%2C%22profileId%22%3A%22mem_profile_01abc%22%2C%22attributes%22%3A%7B%22department%22%3A%22support%22%2C%22priority%22%3A%22normal%22%2C%22reason%22%3A%22Wants+refund+%E2%80%93+caf%C3%A9%22%7D%7D%7D",
  );
});

test("one flow SID gives the URL of both entries", () => {
  const flowSid = `FW${"a".repeat(32)}`;

  expect(studioExecutionsUrl(flowSid)).toBe(`https://studio.twilio.com/v2/Flows/${flowSid}/Executions`);
  expect(studioVoiceUrl({ accountSid: "AC1", flowSid })).toBe(
    `https://webhooks.twilio.com/v1/Accounts/AC1/Flows/${flowSid}?Trigger=incomingCall`,
  );
});
