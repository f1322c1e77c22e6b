// What a scenario expects of its run.

import * as z from "zod";

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
  ends?: "ended" | "waiting" | "limit" | undefined;
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

/** A value of the run that is not the expected one. */
export interface Difference {
  /** For instance `tasks[0].attributes.reason`. */
  path: string;
  expected: unknown;
  /** Undefined where there is nothing. */
  actual: unknown;
}
