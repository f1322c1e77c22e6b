// Set Variables, and values that can be parsed. Source: twilio.com/docs/studio/widget-library/set-variables, error 81027

import { isObject } from "../../definition/json.ts";
import { reasonOf, type StepResult, type StepRun } from "../step/step.ts";

export function runSetVariables(step: StepRun): StepResult {
  const variables = Object.fromEntries(
    Object.entries(readTypedValues(step, "variables", "variable")).map(([key, value]) => [
      key,
      typeof value === "string" ? asNumber(value) : value,
    ]),
  );
  const { flow } = step.context;
  flow.variables = { ...(isObject(flow.variables) ? flow.variables : {}), ...variables };
  return { event: "next", outputs: variables };
}

/**
 * Twilio's support: a number is numeric "if you do not enclose it in quotation marks". One that would be written differently,
 * such as a ZIP code with a leading zero or a phone number with +, stays a string.
 */
function asNumber(text: string): string | number {
  const [, quoted] = /^"(-?\d+(?:\.\d+)?)"$/.exec(text) ?? [];
  if (quoted !== undefined) return quoted;
  return /^-?\d+(\.\d+)?$/.test(text) && String(Number(text)) === text ? Number(text) : text;
}

/** Returns keys and rendered values. A `json_object` is parsed, and empty with 81027 if it is not an object or a list. */
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
    step.warn(81027, `${what} ${key}: not valid JSON (${reasonOf(error)})`);
  }
  return "";
}
