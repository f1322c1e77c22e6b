import { expect, test } from "vitest";
import { handoffData } from "../wire.ts";
import { parseConnectAction } from "./connectAction.ts";

const payload = {
  conversationId: "conv_conversation_01abc",
  storeId: "mem_store_01abc",
  profileId: "",
  attributes: { department: "billing", reason: "Wants a refund – café" },
};
const outbound = {
  CallSid: "CA1",
  From: "+12025550100",
  To: "+12025550143",
  Direction: "outbound-api",
  CallStatus: "in-progress",
  SessionStatus: "ended",
};
const call = { customer: "+12025550143", type: "outbound" };

test("TAC's hand-off is the payload, and the customer is who was called", () => {
  const form = { ...outbound, HandoffData: handoffData(payload) };

  expect(parseConnectAction(form)).toEqual({ payload, ...call });
  expect(parseConnectAction(new URLSearchParams(form))).toEqual({ payload, ...call });
  expect(parseConnectAction(new URLSearchParams(form).toString())).toEqual({ payload, ...call });
});

test("of an inbound call, the customer is who called", () => {
  const form = { ...outbound, Direction: "inbound", HandoffData: handoffData(payload) };

  expect(parseConnectAction(form)).toEqual({ payload, customer: "+12025550100", type: "inbound" });
});

test("ConversationRelay's own hand-off keeps its reason", () => {
  const HandoffData = '{"reasonCode":"live-agent-handoff", "reason":"The caller wants a real person"}';

  expect(parseConnectAction({ ...outbound, HandoffData })).toEqual({
    payload: {
      conversationId: "",
      storeId: "",
      profileId: "",
      attributes: { reason: "The caller wants a real person" },
    },
    ...call,
  });
});

test.each([
  ["cut off", handoffData(payload).slice(0, 120), { storeId: "mem_store_01abc", attributes: {} }],
  [
    "not TAC's four fields",
    JSON.stringify({ ...payload, profileId: null }),
    { storeId: "mem_store_01abc", attributes: payload.attributes },
  ],
  [
    "without a reason",
    JSON.stringify({ ...payload, attributes: { order: 7 } }),
    { storeId: "mem_store_01abc", attributes: { order: 7 } },
  ],
  [
    "an end with a conversation",
    '{"endCall":true,"conversationId":"conv_conversation_01abc"}',
    { storeId: "", attributes: {} },
  ],
])("a hand-off that is %s has what can be found", (_, HandoffData, found) => {
  const reason = "(The agent's hand-off could not be read.)";

  expect(parseConnectAction({ ...outbound, HandoffData })?.payload).toEqual({
    conversationId: "conv_conversation_01abc",
    profileId: "",
    ...found,
    attributes: { reason, ...found.attributes },
  });
});

test.each([
  undefined,
  "",
  "call_ended",
  '{"endCall":true,"reason":"customer is happy"}',
  '{"result":"idle_timeout"}',
  '{"reasonCode":"completed","reason":"live-agent-handoff"}',
  '["live-agent-handoff"]',
  "null",
])("an end with the data %s is not a hand-off", (HandoffData) => {
  const form = { ...outbound, ...(HandoffData === undefined ? {} : { HandoffData }) };

  expect(parseConnectAction(form)).toBeUndefined();
});
