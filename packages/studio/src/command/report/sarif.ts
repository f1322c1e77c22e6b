// The report as SARIF 2.1.0, which GitHub's code scanning and other tools read.
// Source: docs.oasis-open.org/sarif/sarif/v2.1.0

import { isAbsolute, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { Location, Log, Notification, ReportingDescriptor, Result } from "sarif";
import { issueCodes } from "../../check/codes/codes.ts";
import type { Unreadable } from "../input/readFlows.ts";
import { stdinName } from "../input/readText.ts";
import type { Region } from "../input/textPlace.ts";
import type { CheckReport, Issue } from "./report.ts";

/**
 * @param cwd directory to which file names refer; files below it get a relative URI, which code scanning needs
 * @param version version of the program
 */
export function sarifReport(
  { flows, unreadable }: CheckReport,
  { cwd, version }: { cwd: string; version: string },
): string {
  const issues = flows.flatMap(({ file, issues }) => issues.map((issue) => ({ file, issue })));
  const log: Log = {
    version: "2.1.0",
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    runs: [
      {
        tool: { driver: { name: "tac-studio", semanticVersion: version, rules: [...rules] } },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: unreadable.length === 0,
            toolExecutionNotifications: unreadable.map((each) => notification(each, cwd)),
          },
        ],
        results: issues.map(({ file, issue }) =>
          result(issue, ruleIndexes.get(issue.code) ?? -1, uriOf(file, cwd)),
        ),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** All codes, found or not, so that a reader of the results sees which rules were checked. */
const rules: readonly ReportingDescriptor[] = Object.entries(issueCodes).map(
  ([id, { severity, title, explanation, remedy }]) => ({
    id,
    shortDescription: { text: `${title}.` },
    fullDescription: { text: explanation, markdown: explanation },
    help: { text: `${explanation}\n\n${remedy}`, markdown: `${explanation}\n\n${remedy}` },
    defaultConfiguration: { level: severity === "either" ? "warning" : severity },
  }),
);

const ruleIndexes = new Map(rules.map(({ id }, index) => [id, index]));

function result(issue: Issue, ruleIndex: number, uri: string): Result {
  const { code, severity, message, path, widget } = issue;
  const place = { fullyQualifiedName: path, ...(widget === undefined ? {} : { name: widget }) };
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text: message },
    locations: [{ ...location(uri, issue), ...(path === "" ? {} : { logicalLocations: [place] }) }],
  };
}

function notification({ file, message, place }: Unreadable, cwd: string): Notification {
  const region = place ? { startLine: place.line, startColumn: place.column } : undefined;
  return {
    level: "error",
    message: { text: message },
    locations: [
      { physicalLocation: { artifactLocation: { uri: uriOf(file, cwd) }, ...(region ? { region } : {}) } },
    ],
  };
}

function location(uri: string, { line, column, endLine, endColumn }: Region): Location {
  const region = { startLine: line, startColumn: column, endLine, endColumn };
  return { physicalLocation: { artifactLocation: { uri }, region } };
}

function uriOf(file: string, cwd: string): string {
  if (file === stdinName) return "stdin";
  const path = relative(cwd, resolve(cwd, file));
  if (isAbsolute(path) || path.startsWith("..")) return pathToFileURL(resolve(cwd, file)).href;
  return path.split(sep).map(encodeURIComponent).join("/");
}
