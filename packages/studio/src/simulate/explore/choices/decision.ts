// Decisions in a run that are not made by the flow but by Twilio, a service or a customer.

import { isObject } from "../../../definition/json.ts";
import { type Path, valueAt, withValue } from "./paths.ts";

/** The event that the widget takes, and its data. */
export interface Choice {
  option: string;
  /** Members of the data that differ from the sample, or from the scenario. */
  set: readonly Assignment[];
  /** The scenario's data; the sample if there is none. */
  base?: unknown;
}

export interface Assignment {
  path: Path;
  /** Path within JSON in a string. */
  json?: Path;
  value: unknown;
}

export interface Decision {
  /** Widget, number of its run, and question: the same question in another run of the exploration has the same key. */
  key: string;
  widget: string;
  widgetType: string;
  /** A widget can have two questions in one run: whether its message is sent, and what the reply is. */
  question: string;
  /** Number of earlier runs of the widget. */
  turn: number;
  /** The options to choose from. */
  options: readonly string[];
  choice: Choice;
}

/** Returns the data with the assignments applied. */
export function applyAssignments(data: unknown, set: readonly Assignment[]): unknown {
  return set.reduce<unknown>((result, { path, json, value }) => {
    if (!json) return withValue(result, path, value);
    const present = valueAt(result, path);
    const parsed = typeof present === "string" ? parseObject(present) : present;
    const changed = withValue(parsed, json, value);
    return withValue(result, path, typeof present === "string" ? JSON.stringify(changed) : changed);
  }, data);
}

function parseObject(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** Returns the choice with one more assignment, which replaces an earlier one to the same member. */
export function withAssignment({ set, ...choice }: Choice, assignment: Assignment): Choice {
  return { ...choice, set: [...set.filter((each) => placeOf(each) !== placeOf(assignment)), assignment] };
}

function placeOf({ path, json = [] }: Pick<Assignment, "path" | "json">): string {
  return [...path, ...(json.length > 0 ? ["(json)", ...json] : [])].join(".");
}

/** Describes a decision, for example `ask: incomingMessage, inbound.Body = "sales"`. */
export function describeDecision({ widget, choice: { option, set } }: Decision): string {
  const values = set.map((each) => `${placeOf(each)} = ${shortenValue(each.value)}`);
  return [`${widget}: ${option}`, ...values].join(", ");
}

function shortenValue(value: unknown): string {
  // Thousands of overlong values are tried: none is written in full.
  if (typeof value === "string" && value.length > 60)
    return `${JSON.stringify(value.slice(0, 40)).slice(0, 40)}… (${value.length} characters)`;
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 40)}… (${text.length} characters)` : text;
}

/** Returns whether a service or Twilio may refuse; the last option is then the refusal. */
export function isRefusable(question: string): boolean {
  return question !== "start" && question !== "event";
}
