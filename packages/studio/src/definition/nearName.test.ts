import fc from "fast-check";
import { expect, test } from "vitest";
import { editDistance, findNearest, findTypo, joinNames, suggestInstead } from "./nearName.ts";

test("a name is similar if at most a third of its letters differ, and the most similar one wins", () => {
  expect(findNearest("sory", ["story", "sorry", "flex"])).toBe("story");
  expect(findNearest("SORRY", ["story", "sorry"])).toBe("sorry");
  expect(findNearest("abc", ["xyz"])).toBeUndefined();
});

test("a message ends with the most similar name, or with the existing names", () => {
  expect(suggestInstead("sory", ["sorry", "flex"])).toBe('; did you mean "sorry"?');
  expect(suggestInstead("x", ["one", "two", "one"])).toBe("; available: one, two");
  expect(
    suggestInstead(
      "x",
      Array.from({ length: 14 }, (_, index) => `name${index}`),
    ),
  ).toMatch(/name11 and 2 more$/);
  expect(suggestInstead("x", [])).toBe("");
});

test.each(["body", "Bdy", "Bodyy", "Bpdy", "Boyd"])("%s is a typo of Body", (wanted) => {
  expect(findTypo(wanted, ["To", "Body"])).toBe("Body");
});

test("not a typo: the name itself, one shorter than four letters, one with other digits, one too different", () => {
  expect(findTypo("Body", ["body", "Body"])).toBeUndefined();
  expect(findTypo("Tp", ["To"])).toBeUndefined();
  expect(findTypo("MediaUrl1", ["MediaUrl0", "MediaUrl"])).toBeUndefined();
  expect(findTypo("CallSid", ["DialCallSid", "CallStatus"])).toBeUndefined();
});

test("names are listed as in a sentence", () => {
  expect(joinNames(["a"])).toBe('"a"');
  expect(joinNames(["a", "b", "c"], "or")).toBe('"a", "b" or "c"');
});

test("the edit distance is a metric", () => {
  const word = fc.string({ maxLength: 8 });
  fc.assert(
    fc.property(word, word, word, (a, b, c) => {
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, b) === 0).toBe(a === b);
      expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
    }),
  );
});
