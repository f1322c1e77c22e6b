// The report for programs. Its shape is stable: keys may be added, but none is removed or changes its meaning.

import type { CheckReport } from "./report.ts";

/** The shape, as shown by `--help`. */
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
