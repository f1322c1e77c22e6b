import { expect, test } from "vitest";
import { passes } from "./checks.ts";

test.each([
  { code: 0, passed: true },
  { code: 1, passed: false },
])("a command that exits with $code has passed: $passed", async ({ code, passed }) => {
  expect(await passes([process.execPath, "-e", `process.exit(${code})`])).toBe(passed);
});

test("a command that is not installed has not passed", async () => {
  expect(await passes(["no-such-command-of-any-machine"])).toBe(false);
});

test("a function returns whether it has passed", async () => {
  expect(await passes(async () => false)).toBe(false);
  expect(await passes(async () => true)).toBe(true);
});
