// tac-studio check: finds issues in flows without calling Twilio.

import { checkFlow } from "../check/check.ts";
import { payloadAttributes } from "../check/handoff/payloadAttributes.ts";
import { defineCommand } from "./base/defineCommand.ts";
import { flag, text, wholeNumber } from "./base/options.ts";
import { pathKeys } from "./input/pathKeys.ts";
import { type ReadFlow, readFlows, unreadableText } from "./input/readFlows.ts";
import { readText } from "./input/readText.ts";
import { InputError, UsageError } from "./io/errors.ts";
import type { Io } from "./io/io.ts";
import { oneLine } from "./io/terminal.ts";
import { githubReport } from "./report/github.ts";
import { jsonReport, jsonShape } from "./report/json.ts";
import type { CheckReport } from "./report/report.ts";
import { sarifReport } from "./report/sarif.ts";
import { textReport } from "./report/text.ts";

export const check = defineCommand({
  name: "check",
  summary: "find issues in flows",
  description: [
    "Finds issues in flows without calling Twilio, and shows where they are: file, line and column.",
    "If a file cannot be read, the others are still checked.",
  ],
  arguments: [
    {
      name: "FILE…",
      description:
        "a flow's JSON: its definition, a flow or revision resource of the API that contains it, or a list of these as printed by Twilio's CLI; a folder, for all *.json files below it that are flows; - for standard input",
    },
  ],
  options: {
    json: flag("print one JSON object, described below"),
    sarif: flag("print SARIF 2.1.0, for code scanning"),
    github: flag("print workflow commands, which GitHub shows as annotations on a pull request"),
    quiet: flag("show errors only"),
    payload: text(
      "FILE",
      "JSON Schema of the hand-off's payload, for instance studio-flows/handoff.schema.json: attributes that it does not have, and values that they cannot have, are errors",
    ),
    maxWarnings: wholeNumber("N", "exit with 1 if there are more than N warnings", { from: 0 }),
  },
  sections: [{ title: "The object of --json", text: jsonShape }],
  exitCodes: {
    0: "no errors",
    1: "errors, or more warnings than --max-warnings allows",
    2: "wrong usage, or a file that could not be read",
  },
  examples: [
    "{} flow.json",
    "{} flows/ --max-warnings 0",
    "{} flows/ --payload studio-flows/handoff.schema.json",
    "{} --sarif flows/ > flows.sarif",
    "twilio api:studio:v2:flows:fetch --sid FW… -o json | {} -",
  ],
  run: checkFiles,
});

interface Input {
  options: {
    json: boolean;
    sarif: boolean;
    github: boolean;
    quiet: boolean;
    payload: string | undefined;
    maxWarnings: number | undefined;
  };
  args: readonly string[];
}

async function checkFiles({ options, args: files }: Input, io: Io): Promise<number> {
  const { json, sarif, github, quiet, maxWarnings = Number.POSITIVE_INFINITY } = options;
  if ([json, sarif, github].filter(Boolean).length > 1)
    throw new UsageError("--json, --sarif and --github cannot be combined: use only one of them.");
  if (files.length === 0)
    throw new UsageError("Specify the flows to check: files, folders, or - for standard input.");

  const payload = options.payload === undefined ? undefined : await readPayload(options.payload, io);
  const { flows, unreadable, skipped } = await readFlows(files, io);
  const report = checked(flows, { unreadable, skipped, quiet, payload });
  if (json) io.stdout(jsonReport(report));
  else if (sarif) io.stdout(sarifReport(report, io));
  else if (github) io.stdout(githubReport(report));
  else if (flows.length > 0) io.stdout(textReport(report, io.colors));
  io.stderr(notes(report));

  const { error, warning } = report.counts;
  if (unreadable.length > 0) return 2;
  return error > 0 || warning > maxWarnings ? 1 : 0;
}

function checked(
  flows: readonly ReadFlow[],
  {
    quiet,
    payload,
    ...rest
  }: Pick<CheckReport, "unreadable" | "skipped"> & { quiet: boolean; payload: unknown },
): CheckReport {
  const counts = { error: 0, warning: 0 };
  const checkedFlows = flows.map(({ file, title, definition, locate }) => {
    const problems = checkFlow(definition, { payload });
    for (const { severity } of problems) counts[severity] += 1;
    const shown = problems.filter(({ severity }) => !quiet || severity === "error");
    const issues = shown.map((problem) => ({ ...problem, ...locate(pathKeys(problem.path)) }));
    return { file, ...(title === undefined ? {} : { title }), issues };
  });
  return { flows: checkedFlows, counts, ...rest };
}

/** @throws InputError if the file is not a payload's JSON Schema */
async function readPayload(name: string, io: Io): Promise<unknown> {
  const { file, text } = await readText(name, io);
  const schema = parseJson(text);
  if (payloadAttributes(schema)) return schema;
  throw new InputError(
    `--payload: ${oneLine(file)} is not the JSON Schema of a hand-off's payload: it has no properties.attributes.properties.`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Notes for the user that are not part of the report. */
function notes({ unreadable, skipped }: CheckReport): string {
  if (skipped.length === 0) return unreadable.map(unreadableText).join("");
  const what =
    skipped.length === 1
      ? "1 JSON file that is not a flow"
      : `${skipped.length} JSON files that are not flows`;
  const more = skipped.length > 5 ? ` and ${skipped.length - 5} more` : "";
  const skippedNote = `Skipped ${what}: ${skipped.slice(0, 5).map(oneLine).join(", ")}${more}.\n`;
  return unreadable.map(unreadableText).join("") + skippedNote;
}
