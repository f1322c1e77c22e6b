import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const read = (file: string) => readFileSync(join(import.meta.dirname, "..", file), "utf8");

test.each([
  ["ts", "examples/supportMenu.ts"],
  ["yaml", "examples/order.yaml"],
])("the %s shown in the README is in %s", (language, file) => {
  const shown = new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "s").exec(read("README.md"))?.[1] ?? "";
  const lines = shown.split("\n").filter((line) => line.trim() !== "" && !line.includes("…"));

  expect(lines.length).toBeGreaterThan(5);
  expect(read(file).split("\n")).toEqual(expect.arrayContaining(lines));
});
