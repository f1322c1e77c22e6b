// Repeats the examination until the account is ready, and prints only what changed.

import { colors } from "../terminal/colors.ts";
import type { Examination } from "./examine.ts";
import { describeChanges, describeExamination, summary } from "./report.ts";

export interface Watch {
  look(): Promise<Examination>;
  print(text: string): void;
  pause(ms: number): Promise<void>;
  now(): number;
  everyMs: number;
  /** Default: until ready. */
  timeoutMs?: number | undefined;
  /** Omits passed checks from the first report. */
  problemsOnly?: boolean;
}

/**
 * Returns the last examination: ready, or the one at the timeout. While the account cannot be read it keeps trying, and
 * then compares with the last examination that could read it.
 */
export async function watch({
  look,
  print,
  pause,
  now,
  everyMs,
  timeoutMs,
  problemsOnly = false,
}: Watch): Promise<Examination> {
  const startedAt = now();
  let last = await look();
  let seen = last.blind === undefined ? last : undefined;
  print(seen ? describeExamination(seen, { problemsOnly }) : summary(last));
  if (!last.ready)
    print(colors.dim(`\nChecking again every ${everyMs / 1_000} s until ready. Ctrl-C stops it.`));
  while (!last.ready) {
    if (timeoutMs !== undefined && now() + everyMs - startedAt > timeoutMs) {
      print(colors.dim(`\nStill not ready after ${timeoutMs / 1_000} s.`));
      return last;
    }
    await pause(everyMs);
    const next = await look();
    if (next.blind === undefined) {
      const changes = seen ? describeChanges(seen, next) : [describeExamination(next, { problemsOnly })];
      if (changes.length > 0 || last.blind !== undefined) {
        print(["", ...changes, ...(seen ? [summary(next)] : [])].join("\n"));
      }
      seen = next;
    } else if (next.blind !== last.blind) print(`\n${summary(next)}`);
    last = next;
  }
  return last;
}
