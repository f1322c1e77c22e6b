// Shows that something long is going on.

/** Shows what is being done for as long as the work takes. */
export type Progress = <T>(doing: string, work: () => Promise<T>) => Promise<T>;

/** Between two lines where there is no terminal: often enough for a CI job not to look dead. */
const lineEveryMs = 20_000;

/** In a terminal a spinner with the time that has passed, elsewhere (CI, a pipe) a line now and then. On stderr. */
export const showProgress: Progress = (doing, work) => {
  // A terminal without a width, as `script` and some containers make it, would keep ora clearing lines forever.
  const hasTerminal = process.stderr.isTTY && process.stderr.columns > 0 && !process.env.CI;
  return hasTerminal ? withSpinner(doing, work) : withLines(doing, work);
};

const withSpinner: Progress = async (doing, work) => {
  const { default: ora } = await import("ora"); // slow to load, and seldom needed
  const since = Date.now();
  // Without discarding input, Ctrl-C stays the terminal's own signal.
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
