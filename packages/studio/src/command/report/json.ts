// The report for programs. Its shape is a promise: keys may be added, none goes or changes its meaning.

import type { CheckReport } from "./report.ts";

/** The shape, as `--help` tells it. */
export const jsonShape = `{ "flows":      [{ "file", "title"?, "issues": [{ "severity": "error" | "warning", "code", "path", "message",
                  "line", "column", "endLine", "endColumn", "widget"?, "event"?, "target"? }] }],
  "unreadable": [{ "file", "message", "line"?, "column"? }],
  "skipped":    ["file", …],
  "counts":     { "flows", "errors", "warnings" } }`;

export function jsonReport({ flows, unreadable, skipped, counts }: CheckReport): string {
  const report = {
    flows,
    unreadable: unreadable.map(({ file, message, place }) => ({ file, message, ...place })),
    skipped,
    counts: { flows: flows.length, errors: counts.error, warnings: counts.warning },
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
