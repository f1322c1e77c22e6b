// The result of an exploration, for the terminal.

import type { Exploration } from "../../simulate/explore/explore.ts";
import type { Colors } from "../io/io.ts";
import { counted, oneLine } from "../io/terminal.ts";

type Transition = Exploration["transitions"]["unreachedByScenarios"][number];
type Example = Exploration["unanswered"][number]["example"];

/** One finding: a line, with details below it. */
type Finding = [line: string, ...below: string[]];

/** @param options.scenarios number of given scenarios */
export function explorationText(
  { paths, transitions, unanswered, emptied, warnings, loops, bounds }: Exploration,
  { colors, scenarios }: { colors: Colors; scenarios: number },
): string {
  const { total, reached, unreached, impossible, unreachedByScenarios } = transitions;
  const uncovered = unreachedByScenarios.length;
  const byScenarios = scenarios === 0 ? "" : `, ${total - uncovered} by ${counted(scenarios, "scenario")}`;
  const paint = reached < total ? colors.yellow : colors.green;
  const summary = `${counted(paths, "path")} followed: ${paint(`${reached} of ${counted(total, "transition")} reached`)}${byScenarios}`;
  const sections: [title: string, findings: Finding[]][] = [
    ["Not reached", unreached.map((each) => [transitionText(each), each.reason])],
    ["Cannot happen", impossible.map((each) => [transitionText(each), each.reason])],
    [
      "Not covered by a scenario",
      scenarios === 0 ? [] : unreachedByScenarios.map((each) => [transitionText(each)]),
    ],
    [
      "Ends without a response to the customer",
      unanswered.map(({ at, after, example }) => [
        `at ${at}, after ${after.widget} ${after.event}`,
        wayText(example),
      ]),
    ],
    [
      "Renders empty",
      emptied.map(({ widget, property, template, always, paths: missing, example }) => [
        `${widget}.${property}${always ? ", always" : ""}: ${template}`,
        ...(missing.length > 0 ? [`without a value: ${missing.join(", ")}`] : []),
        wayText(example),
      ]),
    ],
    [
      "Ended only by a Studio limit",
      loops.map(({ widget, code, example }) => [`${widget} (${code})`, wayText(example)]),
    ],
    [
      "Studio warnings",
      warnings.map(({ code, widget, message, example }) => [
        `${code} ${widget}: ${message}`,
        wayText(example),
      ]),
    ],
    ["Not explored", boundTexts(bounds)],
  ];
  const blocks = sections
    .filter(([, findings]) => findings.length > 0)
    .map(([title, findings]) => [
      colors.bold(title),
      ...findings.flatMap((finding) => findingLines(finding, colors)),
    ]);
  return [[summary], ...blocks].map((lines) => lines.map((line) => `${line}\n`).join("")).join("\n");
}

function findingLines([line, ...below]: Finding, colors: Colors): string[] {
  return [`  ${oneLine(line)}`, ...below.map((text) => `    ${colors.dim(oneLine(text))}`)];
}

function transitionText({ widget, event, condition, to }: Transition): string {
  const end = to === undefined ? "and ends" : `to ${to}`;
  return [widget, event, condition, end].filter(Boolean).join(" ");
}

/** The decisions are more informative than the widgets that the path passes. */
function wayText({ path, choices }: Example): string {
  return choices.length > 0 ? choices.join("; ") : path.join(", ");
}

function boundTexts({ maxPaths, maxVisits, isIncomplete, cut }: Exploration["bounds"]): Finding[] {
  const more: Finding[] = isIncomplete
    ? [[`the flow has more than ${counted(maxPaths, "path")}; raise --max-paths to include them`]]
    : [];
  return cut.length === 0
    ? more
    : [...more, [`paths on which one of these ran ${maxVisits} times: ${cut.join(", ")}`]];
}
