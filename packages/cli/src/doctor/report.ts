// Formats an examination for a terminal: a line for each check that passed, then the problems, then a summary.

import { oneLine } from "@tac-handoff/studio/terminal";
import { colors } from "../terminal/colors.ts";
import { terminalWidth, wrapWords } from "../terminal/wrapWords.ts";
import type { Examination } from "./examine.ts";
import type { Check, Status } from "./facts/check.ts";

const marks: Record<Status, string> = {
  ok: colors.green("✓"),
  warning: colors.yellow("!"),
  wrong: colors.red("✗"),
  unknown: colors.yellow("?"),
  "by-hand": colors.cyan("☐ by hand:"),
  skipped: "–",
};

export interface ReportOptions {
  /** Only problems, warnings, checks that could not be performed, and the summary. Default: every check. */
  problemsOnly?: boolean;
  /** Maximum columns of a line. Default: the terminal's width. */
  width?: number;
}

/** Names in the account may contain anything; nothing of them reaches the terminal unescaped. */
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

/** Each word separately, because a line may break between any two. */
function dimWords(text: string): string {
  return text
    .split(" ")
    .map((word) => colors.dim(word))
    .join(" ");
}

/** Problems come last, after a blank line, so that they remain visible above the terminal's prompt. */
export function describeExamination(examination: Examination, options: ReportOptions = {}): string {
  const select = (...statuses: Status[]) =>
    examination.checks.filter(({ status }) => statuses.includes(status));
  const problems = select("wrong", "unknown");
  const warnings = select("warning");
  const groups = options.problemsOnly
    ? [warnings, problems]
    : [select("ok", "skipped"), select("by-hand"), warnings, problems];
  const parts = groups.filter((group) => group.length > 0).map((group) => describeChecks(group, options));
  return [...parts, summary(examination)].join("\n\n");
}

function describeChecks(checks: readonly Check[], options: ReportOptions): string {
  return checks.map((check) => describeCheck(check, options)).join("\n");
}

/** `ready`, or `not ready: 3 of 17 checks failed`; then the numbers of warnings and manual checks. */
export function summary({ ready, checks, blind }: Examination): string {
  if (blind !== undefined) return colors.red(`could not read the account: ${blind}`);
  const count = (...statuses: Status[]) => checks.filter(({ status }) => statuses.includes(status)).length;
  const made = count("ok", "wrong", "unknown");
  const parts = [
    ...(count("wrong") > 0 ? [`${count("wrong")} of ${made} checks failed`] : []),
    ...(count("unknown") > 0 ? [`${count("unknown")} of ${made} could not be checked`] : []),
  ];
  const more = [
    ...(count("warning") > 0 ? [`; warnings: ${count("warning")}`] : []),
    ...(count("by-hand") > 0 ? [`; by hand: ${count("by-hand")}`] : []),
  ].join("");
  return ready
    ? `${colors.green("ready")}: ${made} ${made === 1 ? "check" : "checks"} passed${more}`
    : `${colors.red("not ready")}: ${parts.join(", ")}${more}`;
}

/** What changed since the previous examination: one line for each check that now passes, problems in full. */
export function describeChanges(before: Examination, now: Examination): string[] {
  const old = new Map(before.checks.map((check) => [check.id, JSON.stringify(check)]));
  const changed = now.checks.filter((check) => old.get(check.id) !== JSON.stringify(check));
  return changed.map((check) => describeCheck(check));
}

/** The single object of `--json`. The key of a fix is `mend`, which programs already read (docs/decisions.md). */
export function toJson({ ready, checks, localTwilio }: Examination, more: object = {}): string {
  const rows = checks.map((check) =>
    Object.fromEntries(Object.entries(check).map(([key, value]) => [key === "fix" ? "mend" : key, value])),
  );
  return JSON.stringify({ ready, ...(localTwilio && { localTwilio }), checks: rows, ...more }, null, 2);
}
