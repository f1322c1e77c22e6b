// How a run differs from what its scenario expects.

import { isDeepStrictEqual } from "node:util";
import { isObject } from "../../definition/json.ts";
import type { Difference, Expectation } from "./expectation.ts";
import type { SimulatedRun } from "./simulatedRun.ts";

/** Lists the differences between a run and its expectation; empty if there are none. */
export function findDifferences(
  run: Omit<SimulatedRun, "differences">,
  { path, ends, at, variables, said, messages, requests, tasks, warnings }: Expectation,
): Difference[] {
  const codes = run.warnings.map(({ code }) => code);
  const made = [...run.tasks, ...run.queued];
  return [
    ...(path && !matchesPath(path, run.path) ? [{ path: "path", expected: path, actual: run.path }] : []),
    ...(ends && ends !== run.end.how ? [{ path: "ends", expected: ends, actual: run.end.how }] : []),
    ...(at && at !== run.end.at ? [{ path: "at", expected: at, actual: run.end.at }] : []),
    ...(variables ? compareInPart("variables", variables, run.variables) : []),
    ...(said ? compareLists("said", said, run.said, compareText) : []),
    ...(messages ? compareLists("messages", messages, run.messages, compareByText("body")) : []),
    ...(requests
      ? compareLists(
          "requests",
          requests,
          run.requests.map((request) => ({ ...request, line: `${request.method} ${request.url}` })),
          compareByText("line"),
        )
      : []),
    ...(tasks ? compareLists("tasks", tasks, made, compareInPart) : []),
    ...(warnings && !isDeepStrictEqual([...warnings], codes)
      ? [{ path: "warnings", expected: warnings, actual: codes }]
      : []),
  ];
}

function matchesPath(expected: readonly string[], actual: readonly string[]): boolean {
  const [first, ...rest] = expected;
  if (first === undefined) return actual.length === 0;
  if (first === "...")
    return actual.some((_, index) => matchesPath(rest, actual.slice(index))) || matchesPath(rest, []);
  return first === actual[0] && matchesPath(rest, actual.slice(1));
}

type Compare<Expected, Actual> = (path: string, expected: Expected, actual: Actual) => Difference[];

/** Compares lists of the same length, entry by entry. */
function compareLists<Expected, Actual>(
  path: string,
  expected: readonly Expected[],
  actual: readonly Actual[],
  compare: Compare<Expected, Actual>,
): Difference[] {
  if (expected.length !== actual.length) return [{ path, expected, actual }];
  return expected.flatMap((entry, index) => compare(`${path}[${index}]`, entry, actual[index] as Actual));
}

function compareText(path: string, expected: string, actual: string): Difference[] {
  return actual.includes(expected) ? [] : [{ path, expected, actual }];
}

/** Searches a string in one member, and compares an object partially. */
function compareByText<Key extends string>(
  key: Key,
): Compare<string | Record<string, unknown>, { [name in Key]: string }> {
  return (path, expected, actual) =>
    typeof expected === "string"
      ? compareText(`${path}.${key}`, expected, actual[key])
      : compareInPart(path, expected, actual);
}

/** Compares the members of the expected object; lists and simple values must be equal. */
function compareInPart(path: string, expected: unknown, actual: unknown): Difference[] {
  if (isObject(expected) && isObject(actual))
    return Object.entries(expected).flatMap(([key, value]) =>
      compareInPart(`${path}.${key}`, value, Object.hasOwn(actual, key) ? actual[key] : undefined),
    );
  return isDeepStrictEqual(expected, actual) ? [] : [{ path, expected, actual }];
}
