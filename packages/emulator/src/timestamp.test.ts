import { expect, test } from "vitest";
import { timestamp } from "./timestamp.ts";

test("a date is written in whole seconds, the rest is cut off", () => {
  expect(timestamp(new Date("2026-12-31T23:59:59.999Z"))).toBe("2026-12-31T23:59:59Z");
});
