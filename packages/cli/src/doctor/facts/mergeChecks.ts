// One check of several numbers or addresses: it passes if each of them does.

import type { CheckId } from "./catalogue.ts";
import { type Check, makeCheck, type Status } from "./check.ts";

/** Strongest first: what one of them is, all of them are. */
const order: readonly Status[] = ["wrong", "unknown", "warning", "by-hand", "ok", "skipped"];

/**
 * Merges the checks of each value under one id. What was found names the value; values that are fine are not listed beside
 * those that are not.
 *
 * @param checks of each value, at least one
 */
export function mergeChecks(id: CheckId, checks: readonly (readonly [value: string, check: Check])[]): Check {
  const [first] = checks;
  if (first && checks.length === 1) return first[1];
  const status = order.find((each) => checks.some(([, check]) => check.status === each)) ?? "skipped";
  const decisive = checks.filter(([, check]) => check.status === status);
  const merged = (key: "expected" | "fix") => {
    const parts = decisive.flatMap(([, check]) => check[key] ?? []);
    return parts.length === 0 ? undefined : [...new Set(parts)].join("; ");
  };
  const found = decisive.map(([value, check]) => withValue(value, check.found ?? ""));
  const [expected, fix] = [merged("expected"), merged("fix")];
  return makeCheck(id, status, {
    found: [...new Set(found)].join("; "),
    ...(expected !== undefined && { expected }),
    ...(fix !== undefined && { fix }),
  });
}

function withValue(value: string, found: string): string {
  return found.includes(value) ? found : `${value}: ${found}`;
}
