import { expect, test } from "vitest";
import { counted, mayColor, oneLine } from "./terminal.ts";

test.each([
  { env: {}, isTerminal: true, colour: true },
  { env: {}, isTerminal: false, colour: false },
  { env: { CI: "true" }, isTerminal: false, colour: false },
  { env: { NO_COLOR: "1" }, isTerminal: true, colour: false },
  { env: { NO_COLOR: "" }, isTerminal: true, colour: true },
  { env: { TERM: "dumb" }, isTerminal: true, colour: false },
  { env: { FORCE_COLOR: "1" }, isTerminal: false, colour: true },
  { env: { FORCE_COLOR: "1", NO_COLOR: "1" }, isTerminal: true, colour: false },
])("with $env and a terminal: $isTerminal, colour is $colour", ({ env, isTerminal, colour }) => {
  expect(mayColor(env, isTerminal)).toBe(colour);
});

test("a name with line breaks and escape sequences becomes one line without them", () => {
  expect(oneLine("\u001b[31mred\r\nsecond\u2028third ")).toBe("[31mred second third");
});

test("one flow, two flows", () => {
  expect([counted(1, "flow"), counted(2, "flow"), counted(0, "flow")]).toEqual([
    "1 flow",
    "2 flows",
    "0 flows",
  ]);
});
