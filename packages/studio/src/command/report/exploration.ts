// What an exploration found, for a person.

import type { Exploration } from "../../simulate/explore/explore.ts";
import type { Colors } from "../io/io.ts";
import { counted, oneLine } from "../io/terminal.ts";

type Transition = Exploration["transitions"]["unreachedByScenarios"][number];
type Example = Exploration["unanswered"][number]["example"];

/** One finding: a line, and what belongs to it below. */
type Finding = [line: string, ...below: string[]];

/** @param options.scenarios how many were given */
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
      "Taken by no scenario",
      scenarios === 0 ? [] : unreachedByScenarios.map((each) => [transitionText(each)]),
    ],
    [
      "Ends without an answer to the customer",
      unanswered.map(({ at, after, example }) => [
        `at ${at}, after ${after.widget} ${after.event}`,
        wayText(example),
      ]),
    ],
    [
      "Comes out empty",
      emptied.map(({ widget, property, template, always, paths: missing, example }) => [
        `${widget}.${property}${always ? ", always" : ""}: ${template}`,
        ...(missing.length > 0 ? [`without a value: ${missing.join(", ")}`] : []),
        wayText(example),
      ]),
    ],
    [
      "Ended by a limit of Studio only",
      loops.map(({ widget, code, example }) => [`${widget} (${code})`, wayText(example)]),
    ],
    [
      "Studio would warn",
      warnings.map(({ code, widget, message, example }) => [
        `${code} ${widget}: ${message}`,
        wayText(example),
      ]),
    ],
    ["Left out", boundTexts(bounds)],
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

/** What was decided says more than the widgets it led through. */
function wayText({ path, choices }: Example): string {
  return choices.length > 0 ? choices.join("; ") : path.join(", ");
}

function boundTexts({ maxPaths, maxVisits, isIncomplete, cut }: Exploration["bounds"]): Finding[] {
  const more: Finding[] = isIncomplete
    ? [[`what is beyond ${counted(maxPaths, "path")}: there are more; raise --max-paths to include them`]]
    : [];
  return cut.length === 0
    ? more
    : [...more, [`paths on which one of these ran ${maxVisits} times: ${cut.join(", ")}`]];
}
