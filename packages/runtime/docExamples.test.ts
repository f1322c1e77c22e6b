// Runs the examples in the doc comments of the package's exports.

import { join } from "node:path";
import { expect, test } from "vitest";
import * as zod from "zod";
import { findTypeErrors, readExamples, runExample } from "../../test/docExamples.ts";
import * as runtime from "./src/index.ts";

const examples = readExamples(join(import.meta.dirname, "src"));
const modules = { "@tac-handoff/runtime": runtime, zod };

test("every function of the package has an example", () => {
  const functions = Object.entries(runtime)
    .filter(([name, value]) => typeof value === "function" && name !== "HandoffError")
    .map(([name]) => name);

  expect(examples.map(({ name }) => name)).toEqual(expect.arrayContaining(functions));
});

test("the examples compile", async () => {
  expect(await findTypeErrors(examples)).toEqual([]);
});

test.each(examples)("the example of $name returns the values it shows", async ({ code }) => {
  const results = await runExample(code, modules);

  expect(results.length).toBeGreaterThan(0);
  expect(results.map(({ actual }) => actual)).toEqual(results.map(({ expected }) => expected));
});
