import { expect, test } from "vitest";
import { setVariables } from "../../build/build.ts";
import { request, run } from "../testing/aloneWidget.ts";

test.each([
  ["5", 5],
  ["-2.5", -2.5],
  ["{{flow.data.n | plus: 1}}", 4],
  ['"5"', "5"],
  ["05", "05"],
  ["1.50", "1.50"],
  ["+12025550143", "+12025550143"],
  ["12345678901234567890", "12345678901234567890"],
  ["1e3", "1e3"],
  [" 5", " 5"],
  ["", ""],
  ["true", "true"],
])("a variable set to %s is %j", async (value, variable) => {
  const { variables } = await run(setVariables({ variables: { a: value } }), {
    trigger: request({ n: "3" }),
  });

  expect(variables).toEqual({ a: variable });
});
