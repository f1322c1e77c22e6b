// Set Variables, and values that may be parsed. Source: twilio.com/docs/studio/widget-library/set-variables, error 81027

import { isObject } from "../../definition/json.ts";
import { reasonOf, type StepResult, type StepRun } from "../step/step.ts";

export function runSetVariables(step: StepRun): StepResult {
  const variables = readTypedValues(step, "variables", "variable");
  const { flow } = step.context;
  flow.variables = { ...(isObject(flow.variables) ? flow.variables : {}), ...variables };
  return { event: "next", outputs: variables };
}

/** Keys and rendered values; of type `json_object` parsed, where what is no object or list stays empty, with 81027. */
export function readTypedValues(step: StepRun, property: string, what: string): Record<string, unknown> {
  return Object.fromEntries(
    step
      .entries(property)
      .map(({ key, value, type }) => [
        key,
        type === "json_object" ? parseValue(step, what, key, value) : value,
      ]),
  );
}

function parseValue(step: StepRun, what: string, key: string, text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value;
    step.warn(81027, `${what} ${key}: ${text} is neither an object nor a list`);
  } catch (error) {
    step.warn(81027, `${what} ${key}: not JSON (${reasonOf(error)})`);
  }
  return "";
}
