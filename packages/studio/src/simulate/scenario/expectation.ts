// The expectations of a scenario about its run.

import * as z from "zod";

const texts = z.array(z.string());
const partial = z.record(z.string(), z.unknown());

/** Schema of `expect` in a scenario file. */
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

/** The expected result of a run. Omitted members are not compared. */
export interface Expectation {
  /** Names of the widgets in order; `"..."` matches any number of them. */
  path?: readonly string[] | undefined;
  ends?: "ended" | "waiting" | "limit" | undefined;
  /** The widget where it ended or waits. */
  at?: string | undefined;
  /** Variables of the flow; there may be others. Objects are compared partially, lists as a whole. */
  variables?: Record<string, unknown> | undefined;
  /** Everything the caller hears, in order; each entry is a part of the text. */
  said?: readonly string[] | undefined;
  /** All messages sent, in order; a string is a part of the body, an object a part of the message. */
  messages?: readonly (string | Record<string, unknown>)[] | undefined;
  /** All requests made, in order; a string is a part of `GET https://…`, an object a part of the request. */
  requests?: readonly (string | Record<string, unknown>)[] | undefined;
  /** All tasks created (Send to Flex, Enqueue Call), in order, compared partially, for example `{ attributes: { reason: "refund" } }`. */
  tasks?: readonly Record<string, unknown>[] | undefined;
  /** Codes of all warnings in order; `[]` for none. */
  warnings?: readonly number[] | undefined;
}

/** A value of the run that differs from the expected one. */
export interface Difference {
  /** For example `tasks[0].attributes.reason`. */
  path: string;
  expected: unknown;
  /** Undefined if there is no value. */
  actual: unknown;
}
