// Progress of an exploration at a terminal, on one line: how far it is, and an estimate of the time left.

import { counted } from "../io/terminal.ts";

const clear = "\r\u001b[K";
/** Often enough to be seen in the first second, rarely enough to cost nothing. */
const intervalMs = 200;

export interface Progress {
  show(paths: number, atMost: number): void;
  end(): void;
}

/** @param now milliseconds, for tests */
export function newProgress(
  write: (text: string) => void,
  now: () => number = () => performance.now(),
): Progress {
  const start = now();
  let next = start;
  return {
    show(paths, atMost) {
      const time = now();
      if (time < next) return;
      next = time + intervalMs;
      write(`${clear}${progressText({ paths, atMost }, time - start)}`);
    },
    end: () => write(clear),
  };
}

/** Writes for example `120 of at most 1000 paths followed, about 4 s left`. */
export function progressText(
  { paths, atMost }: { paths: number; atMost: number },
  elapsedMs: number,
): string {
  const followed = `${paths} of at most ${counted(atMost, "path")} followed`;
  const seconds = Math.ceil(((elapsedMs / paths) * (atMost - paths)) / 1_000);
  if (elapsedMs <= 0 || seconds <= 0) return followed;
  return `${followed}, at most ${seconds >= 120 ? `${Math.ceil(seconds / 60)} min` : `${seconds} s`} left`;
}
