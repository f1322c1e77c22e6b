import { expect, test } from "vitest";
import { gatherInputOnCall } from "../../build/build.ts";
import { run } from "../testing/aloneWidget.ts";

const digits = async (pressed: string, properties: object) => {
  const it = gatherInputOnCall({ say: "PIN?", ...properties, on: { keypress: undefined } });
  const { steps } = await run(it, { answers: { it: { digits: pressed } } });
  return steps.at(-1)?.outputs.Digits;
};

test.each([
  ["12345", { number_of_digits: 4 }, "1234"],
  ["12", { number_of_digits: 4 }, "12"],
  ["12#34", {}, "12"],
  ["#", {}, ""],
  ["12#34", { finish_on_key: "" }, "12#34"],
  ["1*2#", { finish_on_key: "*" }, "1"],
  ["12#34", { stop_gather: false }, "12#34"],
  ["1234#", { number_of_digits: 2 }, "12"],
])("of the keys %s with %j Gather collects %s", async (pressed, properties, collected) => {
  expect(await digits(pressed, properties)).toBe(collected);
});
