import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildHandoffPayload } from "./buildPayload.ts";
import type { HandoffPayload } from "./payload.ts";
import { errorOf, messageOf } from "./testing/refusal.ts";
import {
  executionForm,
  executionParameters,
  handoffData,
  parseExecutionForm,
  parseExecutionParameters,
  parseHandoffData,
  parseVoiceEndFrame,
  voiceEndFrame,
} from "./wire.ts";

const payload = buildHandoffPayload({
  conversationId: "conv_conversation_01abc",
  storeId: "mem_store_01abc",
  profileId: "mem_profile_01abc",
  attributes: { department: "support", priority: "normal" },
  reason: "Wants refund – café",
});
const byTypeScript =
  "To=%2B15559998888&From=%2B15551234567&Parameters=%7B%22HandoffData%22%3A%7B%22conversationId%22%3A%22conv_conversation_01abc%22%2C%22storeId%22%3A%22mem_store_01abc%22%2C%22profileId%22%3A%22mem_profile_01abc%22%2C%22attributes%22%3A%7B%22department%22%3A%22support%22%2C%22priority%22%3A%22normal%22%2C%22reason%22%3A%22Wants+refund+%E2%80%93+caf%C3%A9%22%7D%7D%7D";
// Recorded from TAC Python 2.5.0.
const byPython =
  "To=%2B15559998888&From=%2B15551234567&Parameters=%7B%22HandoffData%22%3A+%7B%22conversationId%22%3A+%22conv_conversation_01abc%22%2C+%22storeId%22%3A+%22mem_store_01abc%22%2C+%22profileId%22%3A+%22mem_profile_01abc%22%2C+%22attributes%22%3A+%7B%22department%22%3A+%22support%22%2C+%22priority%22%3A+%22normal%22%2C+%22reason%22%3A+%22Wants+refund+%5Cu2013+caf%5Cu00e9%22%7D%7D%7D";

test("the end frame of a call contains the payload as a JSON string, byte for byte as TAC sends it", () => {
  expect(voiceEndFrame(payload)).toBe(
    String.raw`{"type":"end","handoffData":"{\"conversationId\":\"conv_conversation_01abc\",\"storeId\":\"mem_store_01abc\",\"profileId\":\"mem_profile_01abc\",\"attributes\":{\"department\":\"support\",\"priority\":\"normal\",\"reason\":\"Wants refund – café\"}}"}`,
  );
});

test("the form of a message is To, From and Parameters, byte for byte as TAC's TypeScript SDK sends it", () => {
  expect(executionForm({ to: "+15559998888", from: "+15551234567", payload }).toString()).toBe(byTypeScript);
});

test("the forms of both TAC SDKs are read as the same payload", () => {
  const execution = { to: "+15559998888", from: "+15551234567", payload };

  expect(parseExecutionForm(byTypeScript)).toEqual(execution);
  expect(parseExecutionForm(byPython)).toEqual(execution);
});

describe("whatever a payload contains,", () => {
  /** Quotation marks, braces, line separators, emoji, halves of an emoji, and anything else. */
  const wild = fc.oneof(
    fc.string({ unit: "binary" }),
    fc
      .array(fc.constantFrom('"', "\\", "{{", "%}", "\u2028", "😀", "\ud83d", "\ude00", "é", "\n", "=&"))
      .map((parts) => parts.join("")),
    fc.string({ minLength: 10_000, maxLength: 10_000 }),
  );
  const json = fc.jsonValue({ maxDepth: 3 }).map((value) => (Object.is(value, -0) ? 0 : value));
  const names = fc.oneof(fc.string(), fc.nat().map(String), fc.constantFrom("__proto__", "reason", "NaN"));
  const payloads: fc.Arbitrary<HandoffPayload> = fc
    .tuple(wild, wild, wild, fc.array(fc.tuple(names, json)), wild)
    .map(([conversationId, storeId, profileId, attributes, reason]) => ({
      conversationId: `c${conversationId}`,
      storeId: `m${storeId}`,
      profileId,
      // Through JSON, so that there is no -0 and __proto__ is a member like any other.
      attributes: {
        ...(JSON.parse(JSON.stringify(Object.fromEntries(attributes))) as object),
        reason,
      },
    }));

  test("it is read as it was written, on a call and in messaging, with its attributes in order", () => {
    fc.assert(
      fc.property(payloads, (any) => {
        const text = JSON.stringify(any);

        expect(JSON.stringify(parseVoiceEndFrame(voiceEndFrame(any)))).toBe(text);
        expect(JSON.stringify(parseHandoffData(handoffData(any)))).toBe(text);
        expect(JSON.stringify(parseHandoffData(JSON.parse(text)))).toBe(text);
        expect(JSON.stringify(parseExecutionParameters(executionParameters(any)))).toBe(text);
      }),
    );
  });

  test("a form preserves it and the addresses, also as a string", () => {
    const address = fc.string({ unit: "grapheme" });
    fc.assert(
      fc.property(payloads, address, address, (any, to, from) => {
        const form = executionForm({ to, from, payload: any });

        expect(parseExecutionForm(form)).toEqual({ to, from, payload: any });
        expect(parseExecutionForm(form.toString())).toEqual({ to, from, payload: any });
      }),
    );
  });

  test("it can be read from the output of Python's json.dumps", () => {
    fc.assert(
      fc.property(payloads, (any) => {
        expect(parseExecutionParameters(asPythonWrites({ HandoffData: any }))).toEqual(any);
      }),
    );
  });
});

describe("anything that is not a hand-off is rejected:", () => {
  test("a payload, naming every wrong key", () => {
    expect(
      messageOf(() =>
        parseHandoffData({ conversationId: "c", storeId: 1, profileId: null, attributes: { reason: "r" } }),
      ),
    ).toBe(
      "HandoffData: storeId: Invalid input: expected string, received number; profileId: Invalid input: expected string, received null",
    );
    expect(messageOf(() => parseHandoffData("sesame"))).toBe(
      "HandoffData: expected JSON text, found 6 characters that are not JSON",
    );
    // @ts-expect-error: not a string
    expect(messageOf(() => parseVoiceEndFrame(undefined))).toBe(
      "end frame: expected JSON text, found undefined",
    );
    expect(messageOf(() => parseHandoffData(undefined))).toBe(
      "HandoffData: (root): Invalid input: expected object, received undefined",
    );
  });

  test("a frame that ends without data, or does not end", () => {
    expect(messageOf(() => parseVoiceEndFrame('{"type":"end"}'))).toBe(
      "end frame: handoffData: Invalid input: expected string, received undefined",
    );
    expect(messageOf(() => parseVoiceEndFrame('{"type":"text","handoffData":"{}"}'))).toBe(
      'end frame: type: Invalid input: expected "end"',
    );
    expect(messageOf(() => parseVoiceEndFrame('{"type":"end","handoffData":"{}"}'))).toMatch(
      /^end frame: handoffData: conversationId: /,
    );
  });

  test("with a code and the problems as data", () => {
    expect(errorOf(() => parseHandoffData({}))).toMatchObject({
      code: "invalid_payload",
      problems: [
        { path: "conversationId" },
        { path: "storeId" },
        { path: "profileId" },
        { path: "attributes" },
      ],
    });
    expect(errorOf(() => parseHandoffData('{"attributes":{"score":NaN}}'))).toMatchObject({
      code: "invalid_payload",
      problems: [{ path: "attributes.score" }],
    });
    expect(errorOf(() => parseExecutionForm("From=x"))).toMatchObject({
      code: "invalid_payload",
      problems: [
        { path: "To", message: "missing" },
        { path: "Parameters", message: "missing" },
      ],
    });
  });

  test("a form without its fields", () => {
    expect(messageOf(() => parseExecutionForm("From=%2B15551234567"))).toBe(
      "execution form: To, Parameters missing",
    );
    expect(messageOf(() => parseExecutionForm("To=&From=&Parameters=%7B%7D"))).toBe(
      "Parameters: HandoffData: (root): Invalid input: expected object, received undefined",
    );
  });

  test.each([
    [
      '{"HandoffData": {"attributes": {"score": NaN, "reason": "NaN: 1"}}}',
      "HandoffData.attributes.score is NaN",
    ],
    [
      '{"HandoffData": {"attributes": {"a": {"b": 1}, "c": [1, -Infinity]}}}',
      "HandoffData.attributes.c.1 is -Infinity",
    ],
    ['[1, "a", Infinity]', "2 is Infinity"],
  ])("%s, with the number that only Python's JSON has", (text, found) => {
    expect(messageOf(() => parseExecutionParameters(text))).toBe(
      `Parameters: ${found}, which is not JSON. Python's json.dumps writes it for a float that is not a number: send None instead, or omit the attribute.`,
    );
  });
});

/** Python's `json.dumps`: a space after each comma and colon, and only ASCII. */
function asPythonWrites(value: unknown): string {
  if (typeof value === "string") {
    return JSON.stringify(value).replaceAll(
      /[^ -~]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
  }
  if (Array.isArray(value)) return `[${value.map(asPythonWrites).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, member]) => `${asPythonWrites(name)}: ${asPythonWrites(member)}`,
  );
  return `{${members.join(", ")}}`;
}
