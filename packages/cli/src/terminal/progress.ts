// Shows the progress of long operations.

/** Shows what is being done for as long as the work takes. */
export type Progress = <T>(doing: string, work: () => Promise<T>) => Promise<T>;

/** Interval between lines without a terminal: short enough that a CI job does not appear to hang. */
const lineEveryMs = 20_000;

/** In a terminal, shows a spinner with the elapsed time; elsewhere (CI, a pipe), a line at intervals. On stderr. */
export const showProgress: Progress = (doing, work) => {
  // In a terminal without a width, as in `script` and some containers, ora would clear lines forever.
  const hasTerminal = process.stderr.isTTY && process.stderr.columns > 0 && !process.env.CI;
  return hasTerminal ? withSpinner(doing, work) : withLines(doing, work);
};

const withSpinner: Progress = async (doing, work) => {
  const { default: ora } = await import("ora"); // slow to load, and rarely needed
  const since = Date.now();
  // If input were discarded, Ctrl-C would no longer send the terminal's signal.
  const spinner = ora({ text: doing, discardStdin: false }).start();
  const timer = setInterval(() => (spinner.text = `${doing} (${elapsed(since)})`), 1000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    spinner.stop();
  }
};

const withLines: Progress = async (doing, work) => {
  const since = Date.now();
  console.error(doing);
  const timer = setInterval(() => console.error(`${doing} (${elapsed(since)})`), lineEveryMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
};

function elapsed(since: number): string {
  const seconds = Math.round((Date.now() - since) / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
