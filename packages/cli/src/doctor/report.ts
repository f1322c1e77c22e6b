// How an examination reads in a terminal: one line a check, three more for what is wrong, one that sums up.

import { oneLine } from "@tac-handoff/studio/terminal";
import { colors } from "../terminal/colors.ts";
import type { Examination } from "./examine.ts";
import type { Check, Status } from "./facts/check.ts";

const marks: Record<Status, string> = {
  ok: colors.green("✓"),
  wrong: colors.red("✗"),
  unknown: colors.yellow("?"),
  "by-hand": colors.cyan("☐ by hand:"),
  skipped: colors.dim("–"),
};

/** Names that people gave at Twilio may hold anything: none of it reaches the terminal but as one line. */
export function describeCheck({ status, title, assumption, confirmed, ...said }: Check): string {
  const [found, expected, mend] = [said.found, said.expected, said.mend].map((text) => text && oneLine(text));
  if (status === "skipped") return colors.dim(`– ${title}: not looked at, ${found}`);
  const confirms = confirmed ? colors.dim(` (confirms docs/assumptions.md#${assumption})`) : "";
  if (status === "ok") return `${marks.ok} ${title}: ${found}${confirms}`;
  const rows = [
    ["found", found],
    ["expected", expected],
    ["mend", mend],
    ["assumes", assumption === undefined ? undefined : `docs/assumptions.md#${assumption}`],
  ] as const;
  const lines = rows.flatMap(([name, text]) => (text === undefined ? [] : [`    ${name.padEnd(9)} ${text}`]));
  return [`${marks[status]} ${title}`, ...lines].join("\n");
}

/** @param options.problemsOnly leaves out checks that passed or were skipped */
export function describeExamination(examination: Examination, { problemsOnly = false } = {}): string {
  const shown = examination.checks.filter(
    ({ status }) => !problemsOnly || status === "wrong" || status === "unknown",
  );
  return [...shown.map(describeCheck), "", summary(examination)].join("\n");
}

/** `ready`, or `not ready: 3 of 17 checks failed`; then what was left to a person. */
export function summary({ ready, checks, blind }: Examination): string {
  if (blind !== undefined) return colors.red(`could not look: ${blind}`);
  const count = (...statuses: Status[]) => checks.filter(({ status }) => statuses.includes(status)).length;
  const looked = count("ok", "wrong", "unknown");
  const parts = [
    ...(count("wrong") > 0 ? [`${count("wrong")} of ${looked} checks failed`] : []),
    ...(count("unknown") > 0 ? [`${count("unknown")} of ${looked} could not be looked at`] : []),
  ];
  const byHand = count("by-hand") > 0 ? `; by hand: ${count("by-hand")}` : "";
  return ready
    ? `${colors.green("ready")}: ${looked} checks passed${byHand}`
    : `${colors.red("not ready")}: ${parts.join(", ")}${byHand}`;
}

/** What changed since the last look: a line a check, in the words of the report. */
export function describeChanges(before: Examination, now: Examination): string[] {
  const old = new Map(before.checks.map((check) => [check.id, JSON.stringify(check)]));
  return now.checks.filter((check) => old.get(check.id) !== JSON.stringify(check)).map(describeCheck);
}

/** The one object of `--json`. */
export function toJson({ ready, checks }: Examination, more: object = {}): string {
  return JSON.stringify({ ready, checks, ...more }, null, 2);
}
