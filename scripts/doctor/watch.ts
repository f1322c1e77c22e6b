// Looks again and again until the account is ready, and tells only what changed.

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
}

/** Answers with the last look: ready, or what it was when the time was over. */
export async function watch({ look, print, pause, now, everyMs, timeoutMs }: Watch): Promise<Examination> {
  const startedAt = now();
  let last = await look();
  print(describeExamination(last));
  while (!last.ready) {
    if (timeoutMs !== undefined && now() + everyMs - startedAt > timeoutMs) return last;
    await pause(everyMs);
    const next = await look();
    const changes = describeChanges(last, next);
    if (changes.length > 0) print(["", ...changes, summary(next)].join("\n"));
    last = next;
  }
  return last;
}
