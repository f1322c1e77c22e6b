import { expect, test } from "vitest";
import { mayColor } from "./terminalColors.ts";

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
