// The report as workflow commands for GitHub's runner: each issue becomes an annotation on its line in the pull
// request.
// Source: docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands

import { oneLine } from "../io/terminal.ts";
import type { CheckReport } from "./report.ts";

export function githubReport({ flows, unreadable }: CheckReport): string {
  const issues = flows.flatMap(({ file, issues }) =>
    issues.map(({ severity, code, message, line, column, endLine, endColumn }) => {
      // GitHub rejects columns for a region that spans several lines.
      const end = endLine === line ? { endColumn } : { endLine };
      return command(severity, { file, line, col: column, ...end, title: code }, message);
    }),
  );
  const files = unreadable.map(({ file, message, place }) =>
    command(
      "error",
      { file, ...(place ? { line: place.line, col: place.column } : {}), title: "unreadable" },
      message,
    ),
  );
  return [...issues, ...files].join("");
}

function command(name: string, properties: Record<string, string | number>, message: string): string {
  const list = Object.entries(properties).map(
    ([key, value]) => `${key}=${escaped(String(value)).replaceAll(":", "%3A").replaceAll(",", "%2C")}`,
  );
  return `::${name} ${list.join(",")}::${escaped(oneLine(message))}\n`;
}

function escaped(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
