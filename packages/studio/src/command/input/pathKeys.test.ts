import fc from "fast-check";
import { expect, test } from "vitest";
import { formatPath } from "../../check/widget/issue.ts";
import { pathKeys } from "./pathKeys.ts";

test("a path is split into its keys", () => {
  expect(pathKeys('states[3].properties["x-y"].$schema')).toEqual([
    "states",
    3,
    "properties",
    "x-y",
    "$schema",
  ]);
  expect(pathKeys("")).toEqual([]);
});

test("any keys can be read back from their path", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.string({ unit: "binary-ascii" }),
          fc.constantFrom("é", "\u2028", "\ud800", "__proto__"),
          fc.nat(),
        ),
      ),
      (keys) => {
        expect(pathKeys(formatPath(keys))).toEqual(keys);
      },
    ),
  );
});
