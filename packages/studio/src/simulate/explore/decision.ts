// Where a run could have gone another way: what Twilio, a service or a customer decides, not the flow.

import { isObject } from "../../definition/json.ts";
import { type Path, valueAt, withValue } from "./paths.ts";

/** What is decided: by which event the widget goes on, and with which data. */
export interface Choice {
  option: string;
  /** Members of the data that differ from the sample, or from what the scenario says. */
  set: readonly Assignment[];
  /** What the scenario says; the sample where there is none. */
  base?: unknown;
}

export interface Assignment {
  path: Path;
  /** Within JSON in a text. */
  json?: Path;
  value: unknown;
}

export interface Decision {
  /** Widget, its how-many-th run, and what is asked: the same question of another run has the same key. */
  key: string;
  widget: string;
  widgetType: string;
  /** What is asked; a widget may ask twice in one run, whether its message is sent and what is replied. */
  question: string;
  /** Runs of the widget before, from 0. */
  turn: number;
  /** What could have been chosen. */
  options: readonly string[];
  choice: Choice;
}

/** The data with what was assigned. */
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

/** The same choice with one more assignment, in place of an earlier one to the same member. */
export function withAssignment({ set, ...choice }: Choice, assignment: Assignment): Choice {
  return { ...choice, set: [...set.filter((each) => placeOf(each) !== placeOf(assignment)), assignment] };
}

export function placeOf({ path, json = [] }: Pick<Assignment, "path" | "json">): string {
  return [...path, ...(json.length > 0 ? ["(json)", ...json] : [])].join(".");
}

/** In words, for instance `ask: incomingMessage, inbound.Body = "sales"`. */
export function describeDecision({ widget, choice: { option, set } }: Decision): string {
  const values = set.map((each) => `${placeOf(each)} = ${shortenValue(each.value)}`);
  return [`${widget}: ${option}`, ...values].join(", ");
}

function shortenValue(value: unknown): string {
  // Texts made to be too long are tried by the thousand: none is written out whole.
  if (typeof value === "string" && value.length > 60)
    return `${JSON.stringify(value.slice(0, 40)).slice(0, 40)}… (${value.length} characters)`;
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 40)}… (${text.length} characters)` : text;
}

/** Tells whether a question is of a service or of Twilio, which may refuse; the last option then is the refusal. */
export function isRefusable(question: string): boolean {
  return question !== "start" && question !== "event";
}
