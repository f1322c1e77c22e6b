import { expect, test } from "vitest";
import { findNearAddress } from "./nearAddress.ts";

const known = ["webchat", "whatsapp:+15551230101", "+15551230100"];

test.each([
  ["web-chat", "webchat"],
  ["WebChat", "webchat"],
  ["webchatt", "webchat"],
  ["ebchat", "webchat"],
  ["wechbat", undefined],
  ["webcaht", "webchat"],
  ["support", undefined],
  ["chat", undefined],
  ["+15551230101", "whatsapp:+15551230101"],
  ["whatsapp:+15551230110", "whatsapp:+15551230101"],
  ["+15551230190", "+15551230100"],
  ["+15559990000", undefined],
])("%s may be a typo of %s", (wanted, meant) => {
  expect(findNearAddress(wanted, known)).toBe(meant);
});

test("an address is not a typo of itself, and short names that differ are not typos", () => {
  expect(findNearAddress("webchat", ["webchat"])).toBeUndefined();
  expect(findNearAddress("abc", ["abd"])).toBeUndefined();
});
