import { expect, test } from "vitest";
import { plainUrl } from "./plainUrl.ts";

test.each([
  ["https://user:pass@a.example.com:8443/in?token=pass#pass", "https://a.example.com:8443/in?…"],
  ["https://a.example.com", "https://a.example.com/"],
  ["pass word", "(not a URL)"],
  ["", ""],
])("%s is shown as %s", (url, shown) => {
  expect(plainUrl(url)).toBe(shown);
});

test("null and undefined are returned unchanged", () => {
  expect(plainUrl(null)).toBeNull();
  expect(plainUrl(undefined)).toBeUndefined();
});
