// Runs a flow as Studio would, one widget after the other, against a World.
// Source: twilio.com/docs/studio (limits, warnings); where Twilio is silent, the choice is said beside the code.

import type { FlowDefinition, Transition, Widget } from "../definition.ts";
import { findBehaviour } from "./behaviours.ts";
import type { Execution, Trigger, World } from "./execution.ts";
import { type Outcome, StepRun } from "./step.ts";

/** Steps of one execution, the trigger included. Source: twilio.com/docs/api/errors/81000 */
const maxSteps = 1_000;
/** Runs of one widget in a row. Source: twilio.com/docs/api/errors/81001 */
const maxRunsInARow = 10;

/** Thrown for a widget of a type that is not simulated yet. */
export class UnsupportedWidget extends Error {
  readonly widget: string;
  readonly type: string;

  constructor(widget: string, type: string) {
    super(`widget "${widget}": type ${type} cannot be simulated yet`);
    this.name = "UnsupportedWidget";
    this.widget = widget;
    this.type = type;
  }
}

/**
 * Starts an execution and runs it until it ends or waits for an outside event.
 *
 * @param definition one that Studio accepts
 * @throws UnsupportedWidget at the first widget of a type that is not simulated
 * @throws Error when `initial_state` names no widget
 */
export async function startExecution(
  definition: FlowDefinition,
  trigger: Trigger,
  world: World,
): Promise<Execution> {
  const first = definition.states.find(({ name }) => name === definition.initial_state);
  if (!first) throw new Error(`initial_state "${definition.initial_state}" is not a widget of this flow`);
  const execution = newExecution(trigger, world);
  return go(definition, execution, leave(execution, first, { event: trigger.event }), world);
}

/**
 * Takes a waiting execution on with an event from outside, and returns how far it comes; the given one is not changed.
 *
 * `outputs` join what the widget has left already. New TwiML follows the old, so that the answer to the caller is what is
 * beyond `execution.twiml.length`. An event nobody waits for is ignored, with warning 81002.
 */
export async function resumeExecution(
  definition: FlowDefinition,
  execution: Execution,
  { event, outputs = {} }: { event: string; outputs?: Record<string, unknown> },
  world: World,
): Promise<Execution> {
  const { waiting, ...rest } = structuredClone(execution);
  const widget = definition.states.find(({ name }) => name === waiting?.widget);
  if (!widget || !waiting?.events.includes(event)) {
    const last = waiting?.widget ?? execution.steps.at(-1)?.widget ?? definition.initial_state;
    const message = waiting
      ? `event "${event}" came, awaited: ${waiting.events.join(", ")}`
      : `event "${event}" came, none is awaited`;
    return {
      ...rest,
      ...(waiting ? { waiting } : {}),
      warnings: [...rest.warnings, { code: 81002, widget: last, message }],
    };
  }
  return go(
    definition,
    rest,
    leave(rest, widget, { event, outputs: { ...rest.context.widgets[widget.name], ...outputs } }),
    world,
  );
}

function newExecution(trigger: Trigger, { sids }: World): Execution {
  const flow = { sid: sids.execution, flow_sid: sids.flow, variables: {} };
  const run = { status: "active" as const, steps: [], warnings: [], twiml: [] };
  if (trigger.event === "incomingCall") {
    const call = structuredClone(trigger.call);
    const { From = "", To = "" } = call;
    return {
      ...run,
      context: {
        trigger: { call: { ...call, ...addOns(call.AddOns) } },
        flow: { ...flow, channel: { address: To } },
        contact: { channel: { address: From } },
        widgets: {},
      },
    };
  }
  const { to, from, parameters } = structuredClone(trigger);
  return {
    ...run,
    context: {
      trigger: { request: { to, from, parameters } },
      flow: { ...flow, channel: { address: from }, data: parameters },
      contact: { channel: { address: to } },
      widgets: {},
    },
  };
}

function addOns(text: string | undefined): { AddOns?: unknown } {
  try {
    return text === undefined ? {} : { AddOns: JSON.parse(text) };
  } catch {
    return {};
  }
}

/** Runs from a widget on. A name that is not there can only be in a definition that Studio has never seen. */
async function go(
  definition: FlowDefinition,
  execution: Execution,
  next: string | undefined,
  world: World,
): Promise<Execution> {
  const widgets = new Map(definition.states.map((widget) => [widget.name, widget]));
  for (let name = next; name !== undefined; ) {
    const widget = widgets.get(name);
    const stop = widget
      ? limitReached(execution, widget)
      : { code: 81002, message: `there is no widget "${name}"` };
    if (!widget || stop) {
      const last = execution.steps.at(-1);
      if (stop) execution.warnings.push({ ...stop, widget: last?.widget ?? name });
      if (last) delete last.to;
      break;
    }
    const behaviour = findBehaviour(widget.type);
    if (!behaviour) throw new UnsupportedWidget(widget.name, widget.type);
    const outcome = await behaviour(new StepRun(widget, execution, world));
    if ("waitFor" in outcome) {
      keep(execution, widget, outcome.outputs);
      return { ...execution, waiting: { widget: widget.name, events: [...outcome.waitFor] } };
    }
    name = leave(execution, widget, outcome);
  }
  return { ...execution, status: "ended" };
}

/** The limit that forbids one more run, if any. */
function limitReached({ steps }: Execution, { name }: Widget): { code: number; message: string } | undefined {
  if (steps.length >= maxSteps) return { code: 81000, message: `the execution has taken ${maxSteps} steps` };
  const isLoop =
    steps.length >= maxRunsInARow && steps.slice(-maxRunsInARow).every(({ widget }) => widget === name);
  return isLoop ? { code: 81001, message: `the widget has run ${maxRunsInARow} times in a row` } : undefined;
}

/** Ends a step: notes its outputs and its event, and returns the next widget's name. */
function leave(
  execution: Execution,
  widget: Widget,
  { event, outputs, reason, transition }: Exclude<Outcome, { waitFor: readonly string[] }>,
): string | undefined {
  keep(execution, widget, outputs);
  const wire: Transition | undefined =
    transition === undefined
      ? widget.transitions.find((each) => each.event === event)
      : widget.transitions[transition];
  // A listed event without next is a way to end a flow; Twilio warns of events that are not listed.
  if (!wire)
    execution.warnings.push({
      code: event === "noMatch" ? 81005 : 81002,
      widget: widget.name,
      message: `event "${event}" has no transition`,
    });
  const to = wire?.next || undefined;
  execution.steps.push({
    widget: widget.name,
    type: widget.type,
    event,
    ...(to === undefined ? {} : { to }),
    ...(reason === undefined ? {} : { reason }),
  });
  return to;
}

/** A run replaces what an earlier one left. The trigger's data is not in `widgets`. */
function keep({ context }: Execution, { name, type }: Widget, outputs: Record<string, unknown> = {}): void {
  if (type !== "trigger") context.widgets = { ...context.widgets, [name]: outputs };
}
