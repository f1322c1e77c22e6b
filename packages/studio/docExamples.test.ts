// Runs the examples in the doc comments of the package's exports.

import { join } from "node:path";
import { expect, test } from "vitest";
import { findTypeErrors, readExamples, runExample } from "../../test/docExamples.ts";
import * as draw from "./src/draw/index.ts";
import * as studio from "./src/index.ts";
import * as scenario from "./src/simulate/scenario/readScenario.ts";

const examples = readExamples(join(import.meta.dirname, "src"));
const modules = {
  "@tac-handoff/studio": studio,
  "@tac-handoff/studio/draw": draw,
  "@tac-handoff/studio/scenario": scenario,
};

test("every commonly used function has an example", () => {
  const names = examples.map(({ name }) => name);
  const makers = [
    "sayPlay",
    "gatherInputOnCall",
    "sendMessage",
    "sendAndWaitForReply",
    "sendToFlex",
    "split",
  ];

  expect(names).toEqual(
    expect.arrayContaining([
      ...["defineFlow", ...makers, "setVariables", "makeHttpRequest", "runFunction", "otherWidget"],
      ...["importFlow", "checkFlow", "toCanonical", "sameDefinition"],
      ...["diffFlows", "diffText", "diffMarkdown", "simulate", "explore", "readScenario"],
      ...["drawSvg", "drawMermaid"],
    ]),
  );
});

test("the examples compile", async () => {
  expect(await findTypeErrors(examples)).toEqual([]);
});

test.each(examples)("the example of $name returns the values it shows", async ({ code }) => {
  const results = await runExample(code, modules);

  expect(results.length).toBeGreaterThan(0);
  expect(results.map(({ actual }) => actual)).toEqual(results.map(({ expected }) => expected));
});
