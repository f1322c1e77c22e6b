// One check of doctor, as data. Only the report turns it into text.

import { type CheckId, entries } from "./catalogue.ts";
import type { Reading } from "./reading.ts";

/**
 * "warning": a hand-off works, but not always, or not all of it could be shown. "unknown": could not be read. "by-hand": no
 * API shows it. "skipped": not requested, or not in use.
 */
export type Status = "ok" | "warning" | "wrong" | "unknown" | "by-hand" | "skipped";

export interface Check {
  id: CheckId;
  title: string;
  status: Status;
  /** What the account has, or why the check was not performed. Never a secret. */
  found?: string;
  expected?: string;
  /** How to fix it: a command, or a place in the Console. In `--json` its key is `mend`. */
  fix?: string;
  /** Anchor in docs/assumptions.md of what the check assumes. */
  assumption?: string;
  /** The account shows that the assumption is right. */
  confirmed?: true;
}

export function makeCheck(
  id: CheckId,
  status: Status,
  parts: Pick<Check, "found" | "expected" | "fix">,
): Check {
  const { title, assumption, settles } = entries[id];
  return {
    id,
    title,
    status,
    ...parts,
    ...(assumption !== undefined && { assumption }),
    ...(settles && status === "ok" && { confirmed: true }),
  };
}

export function pass(id: CheckId, found: string): Check {
  return makeCheck(id, "ok", { found });
}

export function skip(id: CheckId, found: string): Check {
  return makeCheck(id, "skipped", { found });
}

export function markUnknown(id: CheckId, found: string): Check {
  return makeCheck(id, "unknown", { found });
}

export interface Difference {
  found: string;
  expected: string;
  fix: string;
}

export function fail(id: CheckId, difference: Difference): Check {
  return makeCheck(id, "wrong", difference);
}

export function warn(id: CheckId, difference: Difference): Check {
  return makeCheck(id, "warning", difference);
}

/**
 * A check that collects problems: it passes if there are none.
 *
 * @param parts.as what it is otherwise: `fail`, the default, or `warn`
 */
export function judgeProblems(
  id: CheckId,
  problems: readonly string[],
  { fine, expected, fix, as = fail }: { fine: string; expected: string; fix: string; as?: typeof warn },
): Check {
  return problems.length === 0 ? pass(id, fine) : as(id, { found: problems.join("; "), expected, fix });
}

/** A check of something that was read. If the read was refused, the check is unknown, with Twilio's message. */
export function judgeReading<T>(reading: Reading<T>, id: CheckId, judge: (value: T) => Check): Check {
  return reading.refused === undefined ? judge(reading.value as T) : markUnknown(id, reading.refused);
}
