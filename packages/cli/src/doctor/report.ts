// How an examination reads in a terminal: a line for each check that passed, then what is wrong, then one that sums up.

import { oneLine } from "@tac-handoff/studio/terminal";
import { colors } from "../terminal/colors.ts";
import { terminalWidth, wrapWords } from "../terminal/wrapWords.ts";
import type { Examination } from "./examine.ts";
import type { Check, Status } from "./facts/check.ts";

const marks: Record<Status, string> = {
  ok: colors.green("✓"),
  wrong: colors.red("✗"),
  unknown: colors.yellow("?"),
  "by-hand": colors.cyan("☐ by hand:"),
  skipped: "–",
};

export interface ReportOptions {
  /** Only what is wrong or could not be checked, and the line that sums up. Default: every check. */
  problemsOnly?: boolean;
  /** Columns of a line. Default: those of the terminal. */
  width?: number;
}

/** Names in the account are written by people and may contain anything; none of it reaches the terminal unescaped. */
export function describeCheck(check: Check, { width = terminalWidth() }: ReportOptions = {}): string {
  const { status, title, assumption, confirmed } = check;
  const [found, expected, fix] = [check.found, check.expected, check.fix].map(
    (text) => text && oneLine(text),
  );
  const first = `${marks[status]} `;
  if (status === "skipped") {
    return colors.dim(wrapWords(first, `${title}: not checked (${found})`, { width, indent: 2 }));
  }
  if (status === "ok") {
    const confirms = confirmed ? ` ${dimWords(`(confirms docs/assumptions.md#${assumption})`)}` : "";
    return wrapWords(first, `${title}: ${found}${confirms}`, { width, indent: 2 });
  }
  const rows = [
    ["found", found],
    ["expected", expected],
    ["fix", fix],
    ["assumes", assumption === undefined ? undefined : `docs/assumptions.md#${assumption}`],
  ] as const;
  const lines = rows.flatMap(([name, text]) =>
    text === undefined ? [] : [wrapWords(`    ${name.padEnd(9)} `, text, { width, indent: 14 })],
  );
  return [wrapWords(first, title, { width, indent: 2 }), ...lines].join("\n");
}

/** Each word by itself, since a line may end between any two. */
function dimWords(text: string): string {
  return text
    .split(" ")
    .map((word) => colors.dim(word))
    .join(" ");
}

/** Problems come last, after a blank line, where the terminal's prompt leaves them in sight. */
export function describeExamination(examination: Examination, options: ReportOptions = {}): string {
  const select = (...statuses: Status[]) =>
    examination.checks.filter(({ status }) => statuses.includes(status));
  const problems = select("wrong", "unknown");
  const groups = options.problemsOnly ? [problems] : [select("ok", "skipped"), select("by-hand"), problems];
  const parts = groups.filter((group) => group.length > 0).map((group) => describeChecks(group, options));
  return [...parts, summary(examination)].join("\n\n");
}

function describeChecks(checks: readonly Check[], options: ReportOptions): string {
  return checks.map((check) => describeCheck(check, options)).join("\n");
}

/** `ready`, or `not ready: 3 of 17 checks failed`; then what was left to a person. */
export function summary({ ready, checks, blind }: Examination): string {
  if (blind !== undefined) return colors.red(`could not read the account: ${blind}`);
  const count = (...statuses: Status[]) => checks.filter(({ status }) => statuses.includes(status)).length;
  const made = count("ok", "wrong", "unknown");
  const parts = [
    ...(count("wrong") > 0 ? [`${count("wrong")} of ${made} checks failed`] : []),
    ...(count("unknown") > 0 ? [`${count("unknown")} of ${made} could not be checked`] : []),
  ];
  const byHand = count("by-hand") > 0 ? `; by hand: ${count("by-hand")}` : "";
  return ready
    ? `${colors.green("ready")}: ${made} checks passed${byHand}`
    : `${colors.red("not ready")}: ${parts.join(", ")}${byHand}`;
}

/** What changed since the examination before: one line for each check that passes now, problems in full. */
export function describeChanges(before: Examination, now: Examination): string[] {
  const old = new Map(before.checks.map((check) => [check.id, JSON.stringify(check)]));
  const changed = now.checks.filter((check) => old.get(check.id) !== JSON.stringify(check));
  return changed.map((check) => describeCheck(check));
}

/** The one object of `--json`. */
export function toJson({ ready, checks }: Examination, more: object = {}): string {
  return JSON.stringify({ ready, checks, ...more }, null, 2);
}
