import { assert, property, record, string } from "fast-check";
import { expect, test } from "vitest";
import { buildHandoff, longestTaskAttributes, parseHandoff, taskAttributes } from "./payload.ts";

const session = { conversationId: "conv_conversation_01abc", storeId: "mem_store_01abc" };

test("a payload has TAC's four fields in TAC's order, and an unknown profile is the empty text", () => {
  const payload = buildHandoff({
    ...session,
    attributes: { department: "support" },
    reason: "Wants refund – café",
  });

  expect(JSON.stringify(payload)).toBe(
    '{"conversationId":"conv_conversation_01abc","storeId":"mem_store_01abc","profileId":"","attributes":{"department":"support","reason":"Wants refund – café"}}',
  );
});

test("the model's reason wins over a static one and keeps its position", () => {
  const { attributes } = buildHandoff({
    ...session,
    attributes: { reason: "static", priority: 2 },
    reason: "model",
  });

  expect(Object.entries(attributes)).toEqual([
    ["reason", "model"],
    ["priority", 2],
  ]);
});

test("what is built fits into Flex whatever the model says, and starts as the model said it", () => {
  assert(
    property(
      record({
        reason: string({ unit: "grapheme", maxLength: 3_000 }),
        department: string({ maxLength: 20 }),
      }),
      ({ reason, department }) => {
        const payload = buildHandoff({ ...session, attributes: { department }, reason });
        const { reason: kept } = payload.attributes;

        expect(JSON.stringify({ handoff: payload }).length).toBeLessThanOrEqual(longestTaskAttributes);
        expect(reason.startsWith(kept.endsWith("…") && kept !== reason ? kept.slice(0, -1) : kept)).toBe(
          true,
        );
      },
    ),
  );
});

test("attributes that leave no room for a reason are refused with the number of characters too many", () => {
  expect(() => buildHandoff({ ...session, attributes: { notes: "x".repeat(2_000) }, reason: "r" })).toThrow(
    /^hand-off payload: attributes are \d+ characters too long for Flex, which takes 1024 in all$/,
  );
});

test("the text of a call and the object of a message are the same payload, unknown attributes kept", () => {
  const payload = { ...session, profileId: "", attributes: { reason: "r", nested: { a: [1, null] } } };

  expect(parseHandoff(JSON.stringify(payload))).toEqual(payload);
  expect(parseHandoff(payload)).toEqual(payload);
  expect(taskAttributes.parse({ name: "+15559998888", handoff: payload }).handoff).toEqual(payload);
});

test("what is no payload is refused with every wrong key named", () => {
  expect(() => parseHandoff("not json")).toThrow("hand-off payload: expected JSON text, or an object");
  expect(() =>
    parseHandoff({ conversationId: "c", storeId: 1, profileId: null, attributes: { reason: "r" } }),
  ).toThrow(
    "hand-off payload: storeId: Invalid input: expected string, received number; profileId: Invalid input: expected string, received null",
  );
});
