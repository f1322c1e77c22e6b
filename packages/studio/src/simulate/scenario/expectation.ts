// What a scenario expects of its run, and how the run differs from it.

import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import { isObject } from "../../definition/json.ts";
import type { SimulatedRun } from "./scenario.ts";

const texts = z.array(z.string());
const partial = z.record(z.string(), z.unknown());

/** As a scenario file has it. */
export const expectation = z.strictObject({
  path: texts.optional(),
  ends: z.enum(["ended", "waiting", "limit"]).optional(),
  at: z.string().optional(),
  variables: partial.optional(),
  said: texts.optional(),
  messages: z.array(z.union([z.string(), partial])).optional(),
  requests: z.array(z.union([z.string(), partial])).optional(),
  tasks: z.array(partial).optional(),
  warnings: z.array(z.int()).optional(),
});

/** What is left out is not looked at. */
export interface Expectation {
  /** Names of the widgets in order; `"..."` stands for any number of them. */
  path?: readonly string[] | undefined;
  ends?: SimulatedRun["end"]["how"] | undefined;
  /** The widget where it ended or waits. */
  at?: string | undefined;
  /** Variables of the flow; others may be there. Objects in part, lists as a whole. */
  variables?: Record<string, unknown> | undefined;
  /** What the caller hears, all of it in order; of each text a part is enough. */
  said?: readonly string[] | undefined;
  /** Messages sent, all of them in order; a text is part of the body, an object part of the message. */
  messages?: readonly (string | Record<string, unknown>)[] | undefined;
  /** Requests made, all of them in order; a text is part of `GET https://…`, an object part of the request. */
  requests?: readonly (string | Record<string, unknown>)[] | undefined;
  /** Tasks made (Send to Flex, Enqueue Call), all of them in order; in part, for instance `{ attributes: { reason: "refund" } }`. */
  tasks?: readonly Record<string, unknown>[] | undefined;
  /** Codes of all warnings in order; `[]` for none. */
  warnings?: readonly number[] | undefined;
}

export interface Difference {
  /** For instance `tasks[0].attributes.reason`. */
  path: string;
  expected: unknown;
  /** Undefined where there is nothing. */
  actual: unknown;
}

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
