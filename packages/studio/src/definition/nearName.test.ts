import fc from "fast-check";
import { expect, test } from "vitest";
import { enumerated, instead, letters, nearest, slipOf } from "./nearName.ts";

test("a name is near when a third of its letters differ at most, and the nearest wins", () => {
  expect(nearest("sory", ["story", "sorry", "flex"])).toBe("story");
  expect(nearest("SORRY", ["story", "sorry"])).toBe("sorry");
  expect(nearest("abc", ["xyz"])).toBeUndefined();
});

test("a message ends with what was meant, or with what there is", () => {
  expect(instead("sory", ["sorry", "flex"])).toBe('; did you mean "sorry"?');
  expect(instead("x", ["one", "two", "one"])).toBe("; there is one, two");
  expect(
    instead(
      "x",
      Array.from({ length: 14 }, (_, index) => `name${index}`),
    ),
  ).toMatch(/name11 and 2 more$/);
  expect(instead("x", [])).toBe("");
});

test.each(["body", "Bdy", "Bodyy", "Bpdy", "Boyd"])("%s is a slip of Body", (wanted) => {
  expect(slipOf(wanted, ["To", "Body"])).toBe("Body");
});

test("another name is no slip: itself, one shorter than four letters, one with other digits, one too far", () => {
  expect(slipOf("Body", ["body", "Body"])).toBeUndefined();
  expect(slipOf("Tp", ["To"])).toBeUndefined();
  expect(slipOf("MediaUrl1", ["MediaUrl0", "MediaUrl"])).toBeUndefined();
  expect(slipOf("CallSid", ["DialCallSid", "CallStatus"])).toBeUndefined();
});

test("names are listed as in a sentence", () => {
  expect(enumerated(["a"])).toBe('"a"');
  expect(enumerated(["a", "b", "c"], "or")).toBe('"a", "b" or "c"');
});

test("the distance of two words is a distance", () => {
  const word = fc.string({ maxLength: 8 });
  fc.assert(
    fc.property(word, word, word, (a, b, c) => {
      expect(letters(a, b)).toBe(letters(b, a));
      expect(letters(a, b) === 0).toBe(a === b);
      expect(letters(a, c)).toBeLessThanOrEqual(letters(a, b) + letters(b, c));
    }),
  );
});
