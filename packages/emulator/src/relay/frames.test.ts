import fc from "fast-check";
import { expect, test } from "vitest";
import { readFrame } from "./frames.ts";

test("the frames that TAC sends are valid", () => {
  expect(readFrame('{"type": "text", "token": "caf\\u00e9", "last": true}')).toEqual({
    type: "text",
    token: "café",
    last: true,
  });
  expect(readFrame('{"type":"end","handoffData":"{\\"a\\":1}"}')).toEqual({
    type: "end",
    handoffData: '{"a":1}',
  });
  expect(readFrame('{"type":"end"}')).toEqual({ type: "end" });
});

test.each([
  ["hello", "not JSON"],
  ['{"type":"text"}', "token: Invalid input: expected string, received undefined"],
  ['{"type":"end","handoffData":{"a":1}}', "handoffData: Invalid input: expected string, received object"],
  [
    '{"foo":"bar"}',
    "type: Invalid discriminator value. Expected 'text' | 'play' | 'sendDigits' | 'language' | 'end'",
  ],
  ["[]", "Invalid input: expected object, received array"],
])("%s is refused: %s", (text, problem) => {
  expect(readFrame(text)).toEqual({ problem });
});

test("the parser never throws, whatever the string", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(typeof readFrame(text)).toBe("object");
    }),
  );
});
