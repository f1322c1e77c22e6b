import type * as z from "zod";
import { HandoffError, type HandoffErrorCode, type HandoffProblem } from "./handoffError.ts";

/**
 * Returns an error that lists every problem on one line, each with its path.
 *
 * @param place what the problems are in, for example "hand-off payload"
 * @param code default `invalid_payload`
 */
export function refusal(
  place: string,
  problems: readonly HandoffProblem[],
  code: HandoffErrorCode = "invalid_payload",
): HandoffError {
  const lines = problems.map(({ path, message }) => `${path || "(root)"}: ${message}`);
  return new HandoffError(`${place}: ${lines.join("; ")}`, { code, problems });
}

/**
 * Returns every problem that zod found.
 *
 * @param known names of the contract's attributes, listed if an attribute is not one of them
 */
export function problemsIn(error: z.ZodError, known: readonly string[] = []): HandoffProblem[] {
  return error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({ path: pathText([...issue.path, key]), message: unknown(known) }))
      : [{ path: pathText(issue.path), message: issue.message }],
  );
}

function unknown(known: readonly string[]): string {
  return known.length > 0
    ? `is not in the attribute contract, which has ${known.join(", ")}`
    : "is not in the attribute contract, which is empty";
}

function pathText(path: readonly PropertyKey[]): string {
  return path.map(String).join(".");
}
