import type * as z from "zod";

/**
 * Returns every problem of a payload on one line, each with its path.
 *
 * @param known names of the contract's attributes, listed if an attribute is not one of them
 */
export function problemsIn(error: z.ZodError, known: readonly string[] = []): string {
  const problems = error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => `${pathText([...issue.path, key])}: ${unknown(known)}`)
      : [`${pathText(issue.path)}: ${issue.message}`],
  );
  return problems.join("; ");
}

function unknown(known: readonly string[]): string {
  return known.length > 0
    ? `is not in the attribute contract, which has ${known.join(", ")}`
    : "is not in the attribute contract, which is empty";
}

function pathText(path: readonly PropertyKey[]): string {
  return path.length > 0 ? path.map(String).join(".") : "(root)";
}
