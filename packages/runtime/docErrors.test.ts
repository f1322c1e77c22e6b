// The errors that docs/agent.md shows for a misspelt attribute are those of the compiler and of this package.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";
import { typeErrors } from "../../test/typecheck.ts";
import { defineAttributes } from "./src/index.ts";
import { messageOf } from "./src/testing/refusal.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/agent.md"), "utf8");
const [, call = "", compileError, thrown] =
  /^ {2}attributes: (contract\.attributes\(.*\)),\n.*?it does not compile:\n\n```\n(.*?)\n```.*?\n\n```\n(.*?)\n```/ms.exec(
    page,
  ) ?? [];
const [, contractText = ""] = /^export const attributes = (defineAttributes\(.*?^\));$/ms.exec(page) ?? [];

test("the compiler prints the error that the page shows for a misspelt attribute, and nothing for the page's own", async () => {
  const source = (attributes: string) => `
import { defineAttributes } from "@tac-handoff/runtime";
import * as z from "zod";
const contract = ${contractText};
${attributes};
`;

  const [correct, misspelt] = await typeErrors([
    source(call),
    source(call.replace("department", "departmnet")),
  ]);

  expect(correct).toEqual([]);
  expect(misspelt?.map((error) => `error ${error}`)).toEqual([compileError]);
});

test("the page shows what is thrown for a misspelt attribute", () => {
  const contract = defineAttributes(
    z.object({
      department: z.string().max(40).optional(),
      priority: z.enum(["low", "normal", "high"]).optional(),
    }),
  );

  // @ts-expect-error: no such attribute
  expect(messageOf(() => contract.attributes({ departmnet: "support", priority: "normal" }))).toBe(thrown);
});
