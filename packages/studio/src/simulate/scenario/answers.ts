// The answers of a scenario: their forms, and which widget types accept them.

import * as z from "zod";
import type { FlowDefinition, Widget } from "../../definition/definition.ts";
import { isObject } from "../../definition/json.ts";
import { suggestInstead } from "../../definition/nearName.ts";
import { findWidgetType, isWidgetTypeName, type WidgetTypeName } from "../../widgets/table.ts";
import { asText } from "../step/step.ts";
import type { StubResponse } from "./http/stubs.ts";

/**
 * What happens at a widget. A string is an event, for example `"timeout"`, with sample outputs; `{ event, outputs }` sets the
 * outputs. `{ reply }` is for Send & Wait For Reply, `{ digits }` and `{ speech }` are for Gather Input On Call, a response or
 * `{ fails }` (no response) is for HTTP requests and Functions, `{ refused }` is for what Twilio or Flex may refuse.
 */
export type ScenarioAnswer =
  | string
  | { event: string; outputs?: Record<string, unknown> | undefined }
  | { reply: string; outputs?: Record<string, unknown> | undefined }
  | { digits: string }
  | { speech: string; confidence?: number | undefined }
  | { fails: string }
  | { refused: string }
  | StubResponse;

const text = z.string({ error: (issue) => `expected a string, found ${describeKind(issue.input)}` });
const outputs = z.record(z.string(), z.unknown()).optional();
/** YAML reads `1` as a number. */
const textOrNumber = z.union([z.string(), z.number().transform(String)], {
  error: (issue) => `expected a string, found ${describeKind(issue.input)}`,
});

const forms = {
  event: z.strictObject({ event: text, outputs }),
  reply: z.strictObject({ reply: textOrNumber, outputs }),
  digits: z.strictObject({ digits: textOrNumber }),
  speech: z.strictObject({ speech: textOrNumber, confidence: z.number().min(0).max(1).optional() }),
  response: z.strictObject({
    status: z.int().min(100).max(599).optional(),
    body: z.union([text, z.looseObject({}), z.array(z.unknown())]).optional(),
    contentType: text.optional(),
    headers: z.record(z.string(), z.string()).optional(),
  }),
  fails: z.strictObject({ fails: text }),
  refused: z.strictObject({ refused: text }),
} as const;

type Form = keyof typeof forms;

const formTexts: Record<Form, string> = {
  event: "",
  reply: "{ reply }",
  digits: "{ digits }",
  speech: "{ speech, confidence }",
  response: "{ status, body }",
  fails: "{ fails }",
  refused: "{ refused }",
};

const formsByType: Partial<Record<WidgetTypeName, readonly Form[]>> = {
  "send-and-wait-for-reply": ["reply", "refused"],
  "gather-input-on-call": ["digits", "speech"],
  "make-http-request": ["response", "fails"],
  "run-function": ["response", "fails"],
  "send-message": ["refused"],
  "send-to-flex": ["refused"],
  "enqueue-call": ["refused"],
  "start-conversation": ["refused"],
  "resume-conversation": ["refused"],
  "make-outgoing-call-v1": ["refused"],
  "make-outgoing-call-v2": ["refused"],
  "record-call": ["refused"],
};

/** Widgets that do not depend on anything outside the flow. */
const unanswerable: readonly string[] = [
  "trigger",
  "split-based-on",
  "set-variables",
  "say-play",
  "fork-stream",
];

/** An issue of a scenario. */
export interface ScenarioIssue {
  /** For example `["answers", "menu", 0, "digits"]`. */
  path: (string | number)[];
  message: string;
}

/**
 * Checks a scenario's `answers` against the flow.
 *
 * @param answers as read, of any shape
 */
export function findAnswerIssues(
  answers: Record<string, unknown>,
  definition: FlowDefinition,
  subflows: Readonly<Record<string, FlowDefinition>> = {},
): ScenarioIssue[] {
  const widgets = answerableWidgets(definition, subflows);
  return Object.entries(answers).flatMap(([name, given]) => {
    const widget = widgets.get(name);
    if (!widget) {
      const message = `there is no widget "${name}" in this flow${suggestInstead(name, widgets.keys())}`;
      return [{ path: ["answers", name], message }];
    }
    if (unanswerable.includes(widget.type)) {
      const message = `widget "${name}" (${widget.type}): nothing outside the flow decides here, so it takes no answer`;
      return [{ path: ["answers", name], message }];
    }
    return listAnswers(given).flatMap((answer, index) => {
      const path = Array.isArray(given) ? ["answers", name, index] : ["answers", name];
      return findIssues(answer, widget).map((issue) => ({
        path: [...path, ...issue.path],
        message: `widget "${name}" (${widget.type}): ${issue.message}`,
      }));
    });
  });
}

/** Parses an answer that has been validated before. */
export function parseAnswer(answer: unknown): ScenarioAnswer {
  if (typeof answer === "string") return answer;
  const form = formOf(answer);
  return form === undefined ? String(answer) : forms[form].parse(answer);
}

/** Returns the event that an answer names, if any. */
export function eventOf(answer: ScenarioAnswer | undefined): string | undefined {
  if (typeof answer === "string") return answer;
  return typeof answer === "object" && "event" in answer ? answer.event : undefined;
}

export function listAnswers(given: unknown): unknown[] {
  return Array.isArray(given) ? given : [given];
}

function answerableWidgets(
  definition: FlowDefinition,
  subflows: Readonly<Record<string, FlowDefinition>>,
): Map<string, Widget> {
  const own = definition.states.map((widget): [string, Widget] => [widget.name, widget]);
  const inside = definition.states.flatMap(({ name, type, properties }) => {
    const sid = type === "run-subflow" ? asText(properties.flow_sid) : "";
    const subflow = Object.hasOwn(subflows, sid) ? subflows[sid] : undefined;
    return (subflow?.states ?? []).map((widget): [string, Widget] => [`${name}/${widget.name}`, widget]);
  });
  return new Map([...own, ...inside]);
}

function findIssues(answer: unknown, widget: Widget): ScenarioIssue[] {
  const events = eventsOf(widget);
  const objects = fittingForms(widget)
    .map((form) => `${formTexts[form]}, `)
    .join("");
  const fits = `expected ${objects.replace(/, $/, " or ")}one of its events (${events.join(", ")})`;
  const form = formOf(answer);
  if (typeof answer !== "string" && (form === undefined || !isFitting(form, widget)))
    return [{ path: [], message: `${fits}; found ${describeKind(answer)}` }];
  if (form !== undefined) {
    const { error } = forms[form].safeParse(answer);
    if (error) return error.issues.map((issue) => ({ path: keysOf(issue.path), message: issue.message }));
  }
  const event = typeof answer === "string" ? answer : isObject(answer) ? answer.event : undefined;
  return typeof event === "string" && !events.includes(event)
    ? [{ path: [], message: `${fits}; found "${event}"` }]
    : [];
}

/** For a type that is not in the table: the events that the widget lists. */
function eventsOf({ type, transitions }: Widget): readonly string[] {
  return findWidgetType(type)?.events ?? [...new Set(transitions.map(({ event }) => event))];
}

function fittingForms({ type }: Widget): readonly Form[] {
  return isWidgetTypeName(type) ? (formsByType[type] ?? []) : [];
}

function isFitting(form: Form, widget: Widget): boolean {
  return form === "event" || fittingForms(widget).includes(form);
}

function formOf(answer: unknown): Form | undefined {
  if (!isObject(answer)) return undefined;
  for (const form of ["event", "reply", "digits", "speech", "fails", "refused"] as const)
    if (form in answer) return form;
  return ["status", "body", "contentType", "headers"].some((key) => key in answer) ? "response" : undefined;
}

function keysOf(path: readonly PropertyKey[]): (string | number)[] {
  return path.map((key) => (typeof key === "symbol" ? String(key) : key));
}

function describeKind(value: unknown): string {
  if (isObject(value)) return `{ ${Object.keys(value).join(", ")} }`;
  return value === undefined ? "nothing" : JSON.stringify(value);
}
