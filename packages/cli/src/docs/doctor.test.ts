import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkIds, entries } from "../doctor/facts/catalogue.ts";
import { doctorPage } from "./doctor.ts";

test("the page has a row for every check, with its reason and its fix", () => {
  const rows = doctorPage(entries)
    .split("\n")
    .filter((line) => /^\| `[a-z-]+` \| .* \| .* \| .* \| .*\|$/.test(line))
    .map((line) => line.split("`")[1]);

  expect(rows).toEqual(checkIds);
});

test("every assumption that a check refers to is in docs/assumptions.md", () => {
  const page = readFileSync(join(import.meta.dirname, "../../../../docs/assumptions.md"), "utf8");
  const anchors = page.split("\n").flatMap((line) => (line.startsWith("### ") ? [line.slice(4)] : []));
  const named = Object.values(entries).flatMap(({ assumption }) => (assumption ? [assumption] : []));

  expect(named.filter((anchor) => !anchors.includes(anchor))).toEqual([]);
});
