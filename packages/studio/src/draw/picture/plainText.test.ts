import fc from "fast-check";
import { expect, test } from "vitest";
import { wildText } from "../testing/testFlows.ts";
import { fit, oneLine, shorten, textWidth } from "./plainText.ts";

test("line breaks and runs of whitespace become a space", () => {
  expect(oneLine(" a\r\n\tb\u2028c\u00a0 d ")).toBe("a b c d");
});

test("characters that XML does not allow and direction marks are removed, emoji and accents are kept", () => {
  expect(oneLine("a\ud800b\u202egnirts\uffff")).toBe("abgnirts");
  expect(oneLine("👩‍👩‍👧 e\u0301 名前")).toBe("👩‍👩‍👧 e\u0301 名前");
});

test("a string is cut between graphemes", () => {
  expect(shorten("Welcome", 7)).toBe("Welcome");
  expect(shorten("Welcome!", 7)).toBe("Welcom…");
  expect(shorten("Hello there", 7)).toBe("Hello…");
  expect(shorten("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 2)).toBe("👩‍👩‍👧…");
});

test("no text is wider than its space, and one that fits is unchanged", () => {
  fc.assert(
    fc.property(wildText.map(oneLine), fc.integer({ min: 30, max: 300 }), (text, room) => {
      const shown = fit(text, room, 12);

      expect(textWidth(shown, 12)).toBeLessThanOrEqual(room);
      if (textWidth(text, 12) < room) expect(shown).toBe(text);
    }),
  );
});
