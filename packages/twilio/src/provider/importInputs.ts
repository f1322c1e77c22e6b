// The inputs of an imported object, as a program can declare them.
//
// Twilio may have a value that this provider does not accept: from before a rule, from a form that it does not know yet, or
// against its own documents. Passed to the engine, the import would print "almost certainly a bug in the provider". Such an
// input is left out instead, with a warning: it does not change at Twilio, because undeclared inputs are not managed.

import { canonicalizeInputs, isError, type Live, type Problem, type Resource } from "../declare/resource.ts";
import { check } from "./check.ts";

type Values = Record<string, unknown>;

/**
 * Selects the inputs of a live object that a program can declare.
 *
 * @returns the inputs, and a warning for each problem because of which one was left out
 * @throws Error if the object cannot be managed without an input that was left out
 */
export function importInputs(
  resource: Resource,
  { id, inputs: found }: Live<Values, Values>,
): { inputs: Values; warnings?: Problem[] } {
  // An empty string or list means "cleared", which would only be noise in an import.
  const isSet = ([, value]: [string, unknown]) =>
    value !== "" && !(Array.isArray(value) && value.length === 0);
  let inputs: Values = canonicalizeInputs(resource, Object.fromEntries(Object.entries(found).filter(isSet)));
  const refused: Problem[] = [];
  for (;;) {
    const problems = errorsOf(resource, inputs).filter(
      ({ path: [key] }) => key !== undefined && key in inputs,
    );
    if (problems.length === 0) break;
    refused.push(...problems);
    const keys = new Set(problems.map(({ path: [key] }) => key));
    inputs = Object.fromEntries(Object.entries(inputs).filter(([key]) => !keys.has(key)));
  }
  // An adopted object has what a new one needs, whether or not the program can declare it.
  if (errorsOf(resource, inputs).length > 0 && resource.inputs.shape.adopt) inputs.adopt = id;
  if (errorsOf(resource, inputs).length > 0) {
    const reasons = refused.map(({ path, message }) => `${path.join(".")}: ${message}`);
    throw new Error(`${id} cannot be imported: this provider does not accept its ${reasons.join("; ")}.`);
  }
  if (refused.length === 0) return { inputs };
  const warnings = refused.map(
    ({ path, message }): Problem => ({
      path,
      message: `${message}. The provider does not accept this value of ${id}: ${String(path[0])} is left out of the import and stays unchanged at Twilio`,
      severity: "warning",
    }),
  );
  return { inputs, warnings };
}

function errorsOf(resource: Resource, inputs: Values): Problem[] {
  return check(resource, inputs).problems.filter(isError);
}
