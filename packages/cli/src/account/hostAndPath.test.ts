import { expect, test } from "vitest";
import { hostAndPath } from "./hostAndPath.ts";

test("host and path identify the program that a URL reaches", () => {
  expect(hostAndPath("https://user:pass@a.example.com/twiml?x=1")).toEqual({
    host: "a.example.com",
    path: "/twiml",
  });
  expect(hostAndPath("nowhere")).toBeUndefined();
});
