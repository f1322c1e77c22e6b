import { expect, test } from "vitest";
import { shellWord } from "./shellWord.ts";

test.each([
  ["../agent/.env", "../agent/.env"],
  ["my agent/.env", "'my agent/.env'"],
  ["it's", `'it'\\''s'`],
  ["", "''"],
])("the word %j is pasted as %s", (word, pasted) => {
  expect(shellWord(word)).toBe(pasted);
});
