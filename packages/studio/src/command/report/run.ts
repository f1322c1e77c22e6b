// A simulated run, for the terminal and for programs.

import type { Scenario } from "../../simulate/scenario/scenario.ts";
import type { SimulatedRun } from "../../simulate/scenario/simulatedRun.ts";
import type { OutboundMessage } from "../../simulate/step/world.ts";
import type { Colors } from "../io/io.ts";
import { oneLine } from "../io/terminal.ts";

interface Ran {
  scenario: Scenario;
  run: SimulatedRun;
}

/** One kind of result of a run: a title, its lines, and their colour. */
type Section = [title: string, lines: string[], paint?: (text: string) => string];

/** The runs as one JSON list. */
export function runJson(runs: readonly Ran[]): string {
  const list = runs.map(({ scenario, run: { execution, ...run } }) => ({
    scenario: scenario.name,
    ...run,
    context: execution.context,
  }));
  return `${JSON.stringify(list, null, 2)}\n`;
}

/** The path step by step, then the results. Empty sections are omitted. */
export function runText({ scenario, run }: Ran, colors: Colors): string {
  const { said, messages, requests, tasks, queued, calls, warnings, emptied, unused, differences } = run;
  const sections: Section[] = [
    ["said", said.map((text) => JSON.stringify(text))],
    ["sent", messages.map(messageText)],
    ["requested", requests.map(({ method, url, body }) => [method, url, body ?? ""].join(" "))],
    ["called", calls.map(({ from, to }) => `${to} from ${from}`)],
    ["queued", queued.map(({ attributes, ...queue }) => `${list(queue)} ${JSON.stringify(attributes)}`)],
    [
      "to Flex",
      tasks.map(
        ({ attributes, kind, workflowSid, taskChannelSid }) =>
          `${kind}, workflow ${workflowSid}, task channel ${taskChannelSid}: ${JSON.stringify(attributes)}`,
      ),
    ],
    [
      "variables",
      Object.entries(run.variables ?? {}).map(([name, value]) => `${name} = ${JSON.stringify(value)}`),
    ],
    ["warning", warnings.map(({ code, widget, message }) => `${code} ${widget}: ${message}`), colors.yellow],
    ["empty", emptied.map(({ widget, property, template }) => `${widget}.${property}: ${template}`)],
    ["not used", unused.map((widget) => `the answers for ${widget}`)],
    [
      "unexpected",
      differences.map(
        ({ path, expected, actual }) =>
          `${path}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(actual) ?? "nothing"}`,
      ),
      colors.red,
    ],
  ];
  const width = Math.max(...sections.map(([title]) => title.length));
  const rows = sections.flatMap(([title, lines, paint = String]) =>
    lines.map(
      (line, index) => `  ${colors.dim((index === 0 ? title : "").padEnd(width))}  ${paint(oneLine(line))}`,
    ),
  );
  const title = colors.bold(oneLine(scenario.name ?? "scenario"));
  return [title, ...wayText(run, colors), ...rows, `  ${endText(run, colors)}`]
    .map((line) => `${line}\n`)
    .join("");
}

/** The result of several runs in one line; nothing for a single run. */
export function runsText(runs: readonly Ran[], failed: readonly Ran[], colors: Colors): string[] {
  if (runs.length === 1) return [];
  if (failed.length === 0) return [`${runs.length} runs: ${colors.green("all as expected")}\n`];
  const names = failed.map(({ scenario }) => oneLine(scenario.name ?? "scenario")).join(", ");
  return [`${runs.length} runs: ${colors.red(`${failed.length} not as expected`)}: ${names}\n`];
}

function wayText({ steps, end }: SimulatedRun, colors: Colors): string[] {
  const names = [...steps.map(({ widget }) => widget), ...(end.how === "waiting" ? [end.at] : [])];
  const width = Math.max(...names.map((name) => name.length));
  const digits = String(names.length).length;
  const number = (index: number) => colors.dim(String(index + 1).padStart(digits));
  return names.map((name, index) => {
    const step = steps[index];
    const event = step ? step.event : `waits for ${end.events?.join(", ")}`;
    const reason = step?.reason === undefined ? "" : colors.yellow(`  ${oneLine(step.reason)}`);
    return `  ${number(index)}  ${oneLine(name).padEnd(width)}  ${oneLine(event)}${reason}`;
  });
}

function endText({ end: { how, at, code } }: SimulatedRun, colors: Colors): string {
  if (how === "limit") return colors.red(`stopped at ${oneLine(at)} by a Studio limit (${code})`);
  return how === "waiting" ? `still waiting at ${oneLine(at)}` : `ended at ${oneLine(at)}`;
}

function messageText({ to, body, mediaUrl, contentSid, conversationSid }: OutboundMessage): string {
  const what = [body === "" ? "" : JSON.stringify(body), mediaUrl, contentSid].filter(Boolean).join(" ");
  return `${what} to ${conversationSid ?? to}`;
}

function list(values: object): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}
