// The report for the terminal: one line for each issue, blank lines between files, the totals at the end.

import type { Colors } from "../io/io.ts";
import { counted, oneLine } from "../io/terminal.ts";
import type { CheckedFlow, CheckReport, Issue } from "./report.ts";

/** `flow.json:120:9  error  unknown_target  …`, which editors and terminals turn into a link. */
export function textReport({ flows, counts }: CheckReport, colors: Colors): string {
  const blocks = flows.filter(({ issues }) => issues.length > 0).map((flow) => flowText(flow, colors));
  const shown = flows.flatMap(({ issues }) => issues).length;
  const hidden = counts.error + counts.warning - shown;
  const found = [
    counts.error && counted(counts.error, "error"),
    counts.warning && counted(counts.warning, "warning"),
  ]
    .filter(Boolean)
    .join(", ");
  const paint = counts.error > 0 ? colors.red : counts.warning > 0 ? colors.yellow : colors.green;
  const sum = `${counted(flows.length, "flow")} checked: ${paint(found || "no issues")}${hidden > 0 ? ` (${hidden} not shown)` : ""}`;
  return [...blocks, sum].map((block) => `${block}\n`).join("\n");
}

function flowText({ file, issues }: CheckedFlow, colors: Colors): string {
  const rows = issues.map((issue) => ({ issue, place: `${oneLine(file)}:${issue.line}:${issue.column}` }));
  const width = {
    place: Math.max(...rows.map(({ place }) => place.length)),
    code: Math.max(...issues.map(({ code }) => code.length)),
  };
  return rows
    .map(({ issue: { severity, code, message }, place }) =>
      [
        place.padEnd(width.place),
        painted(severity, colors),
        colors.dim(code.padEnd(width.code)),
        oneLine(message),
      ].join("  "),
    )
    .join("\n");
}

function painted(severity: Issue["severity"], colors: Colors): string {
  const text = severity.padEnd("warning".length);
  return severity === "error" ? colors.red(text) : colors.yellow(text);
}
