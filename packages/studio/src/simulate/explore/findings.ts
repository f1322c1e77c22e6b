// What the runs of an exploration show about a flow, each with an example.

import { described } from "./decision.ts";
import { stoppedBy, type Trace } from "./run.ts";

/** How to come there. */
export interface Example {
  /** Names of the widgets in order. */
  path: string[];
  /** What was decided on the way, in words: `menu: keypress, Digits = "2"`. */
  choices: string[];
}

export interface UnansweredEnd {
  /** Where the path ends. */
  at: string;
  /** The customer's last words: the widget and its event. */
  after: { widget: string; event: string };
  example: Example;
}

export interface EmptiedPlace {
  widget: string;
  property: string;
  template: string;
  /** Paths without a value, as `trigger.From`. */
  paths: string[];
  /** In no run did the text come out whole. */
  always: boolean;
  example: Example;
}

export interface MetWarning {
  code: number;
  widget: string;
  message: string;
  example: Example;
}

export interface FoundLoop {
  widget: string;
  code: number;
  example: Example;
}

export interface Findings {
  add(trace: Trace): void;
  unanswered(): UnansweredEnd[];
  emptied(): EmptiedPlace[];
  warnings(): MetWarning[];
  loops(): FoundLoop[];
  /** Widgets at which paths were cut. */
  cut(): string[];
}

/** Events by which the customer says or does something that wants an answer. */
const words: readonly string[] = [
  "incomingCall",
  "incomingMessage",
  "incomingConversationMessage",
  "keypress",
  "speech",
  "answered",
  "live-agent-handoff",
];
/** Call statuses of a call that is over. Source: twilio.com/docs/voice/api/call-resource */
const over: readonly unknown[] = ["completed", "busy", "failed", "no-answer", "canceled"];

export function newFindings(): Findings {
  const unanswered = new Map<string, UnansweredEnd>();
  const emptied = new Map<string, EmptiedPlace>();
  const warnings = new Map<string, MetWarning>();
  const loops = new Map<string, FoundLoop>();
  const cut = new Set<string>();
  /** Runs of a widget, and of them those in which a text lacked something. */
  const runs = new Map<string, number>();
  const lacking = new Map<string, number>();

  return {
    add(trace) {
      const example = { path: trace.path, choices: trace.decisions.map(described) };
      if (trace.cutAt !== undefined) cut.add(trace.cutAt);
      for (const { widget } of trace.visits) runs.set(widget.name, (runs.get(widget.name) ?? 0) + 1);
      for (const { isChosen, ...place } of trace.emptied) {
        const key = `${place.widget} ${place.property}`;
        lacking.set(key, (lacking.get(key) ?? 0) + 1);
        if (isChosen) continue;
        const known = emptied.get(key);
        const paths = [...new Set([...(known?.paths ?? []), ...place.paths])];
        emptied.set(key, { ...place, paths, always: false, example: known?.example ?? example });
      }
      for (const { code, widget, message } of trace.execution?.warnings ?? []) {
        const key = `${code} ${widget} ${code === 81016 || code === 81010 ? "" : message}`;
        if (!warnings.has(key)) warnings.set(key, { code, widget, message, example });
      }
      const stop = stoppedBy(trace);
      if (stop && !loops.has(stop.widget)) loops.set(stop.widget, { ...stop, example });
      const end = unansweredEnd(trace);
      if (end) {
        const key = `${end.at} ${end.after.widget} ${end.after.event}`;
        if (!unanswered.has(key)) unanswered.set(key, { ...end, example });
      }
    },
    unanswered: () => [...unanswered.values()],
    emptied: () =>
      [...emptied.entries()].flatMap(([key, place]) => {
        const always = lacking.get(key) === runs.get(place.widget);
        // A split that finds nothing now and then is there for that.
        return place.property === "input" && !always ? [] : [{ ...place, always }];
      }),
    warnings: () => [...warnings.values()],
    loops: () => [...loops.values()],
    cut: () => [...cut],
  };
}

/** Where a path ended without a word to the customer since the customer's last one. */
function unansweredEnd(trace: Trace): Omit<UnansweredEnd, "example"> | undefined {
  const { visits, execution, cutAt } = trace;
  if (cutAt !== undefined || execution?.status !== "ended" || stoppedBy(trace)) return undefined;
  const asked = visits.findLastIndex(({ step }) => words.includes(step.event));
  const [last, since] = [visits[asked], visits.slice(asked + 1)];
  const end = visits.at(-1);
  if (!last || !end || end.effects > last.effects) return undefined;
  const { call } = execution.context.trigger as { call?: { CallStatus?: unknown } };
  const hasLeft = over.includes(call?.CallStatus) || since.some(({ step }) => step.event === "hangup");
  return hasLeft
    ? undefined
    : { at: end.widget.name, after: { widget: last.widget.name, event: last.step.event } };
}
