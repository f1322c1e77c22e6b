import { expect, test } from "vitest";
import { hasUnknown, isUnknownAt, markSecret, removeSecretMarks, unknownValue } from "./unknown.ts";

test("a secret is marked as the engine marks it", () => {
  expect(markSecret("hunter2")).toEqual({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    value: "hunter2",
  });
});

test("secret marks are removed at every depth, also inside each other", () => {
  const marked = { a: markSecret({ b: [markSecret("x"), 1] }), c: [markSecret(null)], d: { value: "plain" } };
  expect(removeSecretMarks(marked)).toEqual({ a: { b: ["x", 1] }, c: [null], d: { value: "plain" } });
});

test("a value with a different signature, such as an asset, is unchanged", () => {
  const asset = { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", text: "x" };
  expect(removeSecretMarks({ asset })).toEqual({ asset });
});

test("a path is unknown where its value, or a value that contains it, is unknown", () => {
  const root = { a: unknownValue, b: { c: [unknownValue, 1] } };
  expect(isUnknownAt(root, ["a"])).toBe(true);
  expect(isUnknownAt(root, ["a", "deep", 0])).toBe(true);
  expect(isUnknownAt(root, ["b", "c", 0])).toBe(true);
  expect(isUnknownAt(root, ["b", "c", 1])).toBe(false);
  expect(isUnknownAt(root, ["b", "missing", "deep"])).toBe(false);
  expect(isUnknownAt(root, ["b"])).toBe(false);
});

test("an unknown value is found at any depth", () => {
  expect(hasUnknown(unknownValue)).toBe(true);
  expect(hasUnknown({ a: [{ b: unknownValue }] })).toBe(true);
  expect(hasUnknown({ a: [{ b: `x${unknownValue}` }, null, undefined, 0] })).toBe(false);
});
