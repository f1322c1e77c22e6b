// tac-studio check: what is wrong with flows, found without asking Twilio.

import { checkFlow } from "../check/check.ts";
import { pathKeys } from "./input/pathKeys.ts";
import { type ReadFlow, readFlows, unreadableText } from "./input/readFlows.ts";
import type { Io } from "./io/io.ts";
import { UsageError } from "./io/mistake.ts";
import { readArguments, wholeNumber } from "./io/readArguments.ts";
import { oneLine } from "./io/terminal.ts";
import { githubReport } from "./report/github.ts";
import { jsonReport, jsonShape } from "./report/json.ts";
import type { CheckReport } from "./report/report.ts";
import { sarifReport } from "./report/sarif.ts";
import { textReport } from "./report/text.ts";

export const usage = (
  program: string,
) => `${program} check FILE… [--json | --sarif | --github] [--quiet] [--max-warnings N]

Finds what is wrong with flows without asking Twilio, and says where: file, line and column.

  FILE              a flow's JSON: its definition, the API's flow or revision with its definition, or a list of these as
                    Twilio's CLI prints it; a folder, for all *.json below it that are flows; - for standard input
  --json            print one JSON object (shape below)
  --sarif           print SARIF 2.1.0, for code scanning
  --github          print workflow commands, which GitHub shows beside the lines of a pull request
  --quiet           show errors only
  --max-warnings N  exit with 1 when there are more warnings

Exit code: 0 no errors, 1 errors or too many warnings, 2 wrong usage or a file that could not be read. The other files
are checked all the same.

--json
${jsonShape.replaceAll(/^/gm, "  ")}

Examples
  ${program} check flow.json
  ${program} check flows/ --max-warnings 0
  ${program} check --sarif flows/ > flows.sarif
  twilio api:studio:v2:flows:fetch --sid FW… -o json | ${program} check -`;

const options = {
  json: { type: "boolean", default: false },
  sarif: { type: "boolean", default: false },
  github: { type: "boolean", default: false },
  quiet: { type: "boolean", default: false },
  "max-warnings": { type: "string" },
} as const;

/** @throws UsageError */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readArguments(args, options);
  const { json, sarif, github, quiet } = values;
  const maxWarnings = wholeNumber("--max-warnings", values["max-warnings"], { from: 0 });
  if ([json, sarif, github].filter(Boolean).length > 1)
    throw new UsageError("--json, --sarif and --github exclude each other: name one of them.");
  if (positionals.length === 0)
    throw new UsageError("Name the flows to check: files, folders, or - for standard input.");

  const { flows, unreadable, skipped } = await readFlows(positionals, io);
  const report = checked(flows, { unreadable, skipped, quiet });
  if (json) io.stdout(jsonReport(report));
  else if (sarif) io.stdout(sarifReport(report, io.cwd));
  else if (github) io.stdout(githubReport(report));
  else if (flows.length > 0) io.stdout(textReport(report, io.colors));
  io.stderr(notes(report));

  const { error, warning } = report.counts;
  if (unreadable.length > 0) return 2;
  return error > 0 || warning > (maxWarnings ?? Number.POSITIVE_INFINITY) ? 1 : 0;
}

function checked(
  flows: readonly ReadFlow[],
  { quiet, ...rest }: Pick<CheckReport, "unreadable" | "skipped"> & { quiet: boolean },
): CheckReport {
  const counts = { error: 0, warning: 0 };
  const checkedFlows = flows.map(({ file, title, definition, locate }) => {
    const problems = checkFlow(definition);
    for (const { severity } of problems) counts[severity] += 1;
    const shown = problems.filter(({ severity }) => !quiet || severity === "error");
    const issues = shown.map((problem) => ({ ...problem, ...locate(pathKeys(problem.path)) }));
    return { file, ...(title === undefined ? {} : { title }), issues };
  });
  return { flows: checkedFlows, counts, ...rest };
}

/** What a person has to know beside the report. */
function notes({ unreadable, skipped }: CheckReport): string {
  if (skipped.length === 0) return unreadable.map(unreadableText).join("");
  const what =
    skipped.length === 1 ? "1 JSON file that is no flow" : `${skipped.length} JSON files that are no flows`;
  const more = skipped.length > 5 ? ` and ${skipped.length - 5} more` : "";
  const skippedNote = `Skipped ${what}: ${skipped.slice(0, 5).map(oneLine).join(", ")}${more}.\n`;
  return unreadable.map(unreadableText).join("") + skippedNote;
}
