// Findings of an exploration, each with an example.

import { joinNames } from "../../definition/nearName.ts";
import { tooLongReason } from "../../liquid/liquid.ts";
import { describeDecision, isRefusable } from "./choices/decision.ts";
import { findReachedLimit } from "./run.ts";
import type { Trace } from "./trace.ts";

/** How to reach a finding. */
export interface ExamplePath {
  /** Names of the widgets in order. */
  path: string[];
  /** The decisions on the path: `menu: keypress, Digits = "2"`. */
  choices: string[];
}

/** A path that ends without a response to the customer. */
export interface UnansweredFinding {
  /** Where the path ends. */
  at: string;
  /** The customer's last input: the widget and its event. */
  after: { widget: string; event: string };
  example: ExamplePath;
}

/** A string in which an output rendered nothing. */
export interface EmptyTextFinding {
  widget: string;
  property: string;
  template: string;
  /** Paths without a value, for example `trigger.From`: those that certainly never have one, otherwise those that had none on any path, or on some. */
  paths: string[];
  /** Whether it is certain that one of the paths never has a value. */
  always: boolean;
  example: ExamplePath;
}

/** A warning of Studio. */
export interface WarningFinding {
  code: number;
  widget: string;
  message: string;
  example: ExamplePath;
}

/** A loop that only a limit of Studio ended. */
export interface LoopFinding {
  widget: string;
  code: number;
  example: ExamplePath;
}

export interface Findings {
  add(trace: Trace): void;
  unanswered(): UnansweredFinding[];
  /** @param isProven whether a path that never had a value certainly has none */
  emptied(isProven: (path: string) => boolean): EmptyTextFinding[];
  warnings(): WarningFinding[];
  loops(): LoopFinding[];
  /** Widgets at which paths were stopped. */
  cut(): string[];
}

/** Events of a customer's input that requires a response. */
const inputEvents: readonly string[] = [
  "incomingCall",
  "incomingMessage",
  "incomingConversationMessage",
  "keypress",
  "speech",
  "answered",
  "live-agent-handoff",
];

/** Whether an event is a customer's input that requires a response. */
export const isCustomerInput = (event: string): boolean => inputEvents.includes(event);

/** Statuses of a call that has ended. Source: twilio.com/docs/voice/api/call-resource */
const endedStatuses: readonly unknown[] = ["completed", "busy", "failed", "no-answer", "canceled"];

/** Codes for a service without a response, and for a refused message, task or call. */
const refusalCodes: readonly number[] = [81008, 81010, 81011, 81015, 81016, 81017];

export function newFindings(): Findings {
  const unanswered = new Map<string, UnansweredFinding>();
  const emptied = new Map<string, EmptyTextFinding>();
  const warnings = new Map<string, WarningFinding>();
  /** By widget. */
  const tooLong = new Map<string, WarningFinding>();
  const loops = new Map<string, LoopFinding>();
  const cut = new Set<string>();
  /** Number of runs of each widget, and how often each path of a string had no value. */
  const runs = new Map<string, number>();
  const lacking = new Map<string, Map<string, number>>();

  return {
    add(trace) {
      if (trace.cutAt !== undefined) cut.add(trace.cutAt);
      // What the run has in common with an earlier one was counted there.
      const from = trace.shared.visits;
      for (const { widget } of trace.visits.slice(from))
        runs.set(widget.name, (runs.get(widget.name) ?? 0) + 1);
      for (const { isChosen, visits, ...place } of trace.emptied) {
        if (visits < from) continue;
        const key = `${place.widget} ${place.property}`;
        const lacks = lacking.get(key) ?? new Map<string, number>();
        for (const path of new Set(place.paths)) lacks.set(path, (lacks.get(path) ?? 0) + 1);
        lacking.set(key, lacks);
        if (isChosen) continue;
        const known = emptied.get(key);
        const paths = [...new Set([...(known?.paths ?? []), ...place.paths])];
        emptied.set(key, {
          ...place,
          paths,
          always: false,
          example: shorter(known?.example, trace, visits),
        });
      }
      const refused = findRefused(trace);
      for (const { code, widget, message } of trace.execution?.warnings ?? []) {
        if (refusalCodes.includes(code) && refused.has(widget)) continue;
        const here = trace.path.indexOf(widget);
        if (isTooLong(message)) {
          tooLong.set(widget, {
            code,
            widget,
            message,
            example: shorter(tooLong.get(widget)?.example, trace, here),
          });
          continue;
        }
        const key = `${code} ${widget} ${message}`;
        const known = warnings.get(key);
        warnings.set(key, {
          ...(known ?? { code, widget, message }),
          example: shorter(known?.example, trace, here),
        });
      }
      const stop = findReachedLimit(trace);
      if (stop) {
        const known = loops.get(stop.widget)?.example;
        loops.set(stop.widget, { ...stop, example: shorter(known, trace, trace.path.length) });
      }
      const end = findUnansweredEnd(trace);
      if (end) {
        const key = `${end.at} ${end.after.widget} ${end.after.event}`;
        const known = unanswered.get(key)?.example;
        unanswered.set(key, { ...end, example: shorter(known, trace, trace.path.length) });
      }
    },
    unanswered: () => [...unanswered.values()],
    emptied: (isProven) =>
      [...emptied.entries()].flatMap(([key, place]) => {
        const never = place.paths.filter((path) => lacking.get(key)?.get(path) === runs.get(place.widget));
        const proven = never.filter(isProven);
        // A split may well test whether a value exists.
        if (place.property === "input" && never.length === 0) return [];
        const paths = proven.length > 0 ? proven : never.length > 0 ? never : place.paths;
        return [{ ...place, paths, always: proven.length > 0 }];
      }),
    warnings: () => [...warnings.values(), ...mergeTooLong([...tooLong.values()])],
    loops: () => [...loops.values()],
    cut: () => [...cut],
  };
}

/** Whether a rendered value exceeds 16 KB. The exploration tries such values everywhere. */
function isTooLong(message: string): boolean {
  return message.endsWith(tooLongReason);
}

/** One finding for the flow, since any widget that writes what a customer wrote has it. */
function mergeTooLong([first, ...others]: readonly WarningFinding[]): WarningFinding[] {
  if (!first) return [];
  const [property = ""] = first.message.split(": ");
  const also =
    others.length > 0 ? `; the same applies to ${joinNames(others.map(({ widget }) => widget))}` : "";
  return [{ ...first, message: `${property}: empty if a value in it makes it longer than 16 KB${also}` }];
}

/** Returns the widgets that failed because the exploration chose so; warnings about these are not findings. */
function findRefused({ decisions }: Trace): Set<string> {
  return new Set(
    decisions
      .filter(({ question, options, choice }) => isRefusable(question) && choice.option === options.at(-1))
      .map(({ widget }) => widget),
  );
}

/** Returns a run up to one of its visits, or the known example if that is not longer. */
function shorter(
  known: ExamplePath | undefined,
  { path, visits, decisions }: Trace,
  visit: number,
): ExamplePath {
  const until = visit < 0 ? path.length : Math.min(visit + 1, path.length);
  if (known && known.path.length <= until) return known;
  const made = visits[until - 1]?.decisions ?? decisions.length;
  return { path: path.slice(0, until), choices: decisions.slice(0, made).map(describeDecision) };
}

/** Returns the end of a path without a response to the customer's last input; undefined if there was a response. */
function findUnansweredEnd(trace: Trace): Omit<UnansweredFinding, "example"> | undefined {
  const { visits, execution, cutAt } = trace;
  if (cutAt !== undefined || execution?.status !== "ended" || findReachedLimit(trace)) return undefined;
  // The parent of a subflow continues.
  if (visits[0]?.step.event === "incomingParent") return undefined;
  const asked = visits.findLastIndex(({ step }) => isCustomerInput(step.event));
  const [last, since] = [visits[asked], visits.slice(asked + 1)];
  const end = visits.at(-1);
  if (!last || !end || end.effects > last.effects) return undefined;
  const { call } = execution.context.trigger as { call?: { CallStatus?: unknown } };
  const hasLeft =
    endedStatuses.includes(call?.CallStatus) || since.some(({ step }) => step.event === "hangup");
  return hasLeft
    ? undefined
    : { at: end.widget.name, after: { widget: last.widget.name, event: last.step.event } };
}
