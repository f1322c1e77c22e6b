import { expect, test } from "vitest";
import { type FlowIssue, formatPath, sortIssues } from "./issue.ts";

const at = (path: string, message = ""): FlowIssue => ({
  code: "missing",
  severity: "error",
  path,
  message,
});

test("a path is written as in JavaScript", () => {
  expect(formatPath(["states", 3, "properties", "a-b", "x"])).toBe('states[3].properties["a-b"].x');
});

test("issues of the flow come first, then widget by widget, each in the order of paths", () => {
  const ordered = [
    "",
    "initial_state",
    "states",
    "states[1]",
    "states[1].name",
    "states[1].transitions[2].next",
    "states[1].transitions[10].next",
    'states[2].properties["a.b[7]"]',
    "states[10]",
  ];
  expect(sortIssues(ordered.toReversed().map((path) => at(path))).map(({ path }) => path)).toEqual(ordered);
});

test("an issue found twice is reported once", () => {
  expect(sortIssues([at("states", "b"), at("states", "a"), at("states", "b")])).toEqual([
    at("states", "a"),
    at("states", "b"),
  ]);
});
