// How a run differs from what its scenario expects.

import { isDeepStrictEqual } from "node:util";
import { isObject } from "../../definition/json.ts";
import type { Difference, Expectation } from "./expectation.ts";
import type { SimulatedRun } from "./simulatedRun.ts";

/** Everything in which a run is not as expected; empty when it is. */
export function findDifferences(
  run: Omit<SimulatedRun, "differences">,
  { path, ends, at, variables, said, messages, requests, tasks, warnings }: Expectation,
): Difference[] {
  const codes = run.warnings.map(({ code }) => code);
  const made = [...run.tasks, ...run.queued];
  return [
    ...(path && !pathFits(path, run.path) ? [{ path: "path", expected: path, actual: run.path }] : []),
    ...(ends && ends !== run.end.how ? [{ path: "ends", expected: ends, actual: run.end.how }] : []),
    ...(at && at !== run.end.at ? [{ path: "at", expected: at, actual: run.end.at }] : []),
    ...(variables ? inPart("variables", variables, run.variables) : []),
    ...(said ? each("said", said, run.said, textFits) : []),
    ...(messages ? each("messages", messages, run.messages, withText("body")) : []),
    ...(requests
      ? each(
          "requests",
          requests,
          run.requests.map((request) => ({ ...request, line: `${request.method} ${request.url}` })),
          withText("line"),
        )
      : []),
    ...(tasks ? each("tasks", tasks, made, inPart) : []),
    ...(warnings && !isDeepStrictEqual([...warnings], codes)
      ? [{ path: "warnings", expected: warnings, actual: codes }]
      : []),
  ];
}

function pathFits(expected: readonly string[], actual: readonly string[]): boolean {
  const [first, ...rest] = expected;
  if (first === undefined) return actual.length === 0;
  if (first === "...")
    return actual.some((_, index) => pathFits(rest, actual.slice(index))) || pathFits(rest, []);
  return first === actual[0] && pathFits(rest, actual.slice(1));
}

type Compare<Expected, Actual> = (path: string, expected: Expected, actual: Actual) => Difference[];

/** Lists of one length, entry by entry. */
function each<Expected, Actual>(
  path: string,
  expected: readonly Expected[],
  actual: readonly Actual[],
  compare: Compare<Expected, Actual>,
): Difference[] {
  if (expected.length !== actual.length) return [{ path, expected, actual }];
  return expected.flatMap((entry, index) => compare(`${path}[${index}]`, entry, actual[index] as Actual));
}

function textFits(path: string, expected: string, actual: string): Difference[] {
  return actual.includes(expected) ? [] : [{ path, expected, actual }];
}

/** A text is looked for in one member. */
function withText<Key extends string>(
  key: Key,
): Compare<string | Record<string, unknown>, { [name in Key]: string }> {
  return (path, expected, actual) =>
    typeof expected === "string"
      ? textFits(`${path}.${key}`, expected, actual[key])
      : inPart(path, expected, actual);
}

/** What the expected object has; lists and simple values must be equal. */
function inPart(path: string, expected: unknown, actual: unknown): Difference[] {
  if (isObject(expected) && isObject(actual))
    return Object.entries(expected).flatMap(([key, value]) =>
      inPart(`${path}.${key}`, value, Object.hasOwn(actual, key) ? actual[key] : undefined),
    );
  return isDeepStrictEqual(expected, actual) ? [] : [{ path, expected, actual }];
}
