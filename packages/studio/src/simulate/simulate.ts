// Runs a flow as Studio would, widget by widget, against a World.
// Source: twilio.com/docs/studio (limits, warnings); assumptions are explained in comments.

import type { FlowDefinition, Transition, Widget } from "../definition/definition.ts";
import { findBehaviour, waitForListed } from "./behaviours.ts";
import { attachCall } from "./calls/call.ts";
import type { Execution, Trigger } from "./step/execution.ts";
import { newContext, newExecution } from "./step/start.ts";
import { type Frame, fullName, type StepResult, StepRun } from "./step/step.ts";
import type { World } from "./step/world.ts";

/** Maximum steps of one execution, including the trigger and subflows. Source: twilio.com/docs/api/errors/81000 */
const maxSteps = 1_000;
/** Maximum runs of one widget in a row. Source: twilio.com/docs/api/errors/81001 */
export const maxRunsInARow = 10;

/** Thrown for a widget of a type that the table does not have, if the world refuses unknown types. */
export class UnsupportedWidget extends Error {
  readonly widget: string;
  readonly type: string;

  constructor(widget: string, type: string) {
    super(`widget "${widget}": type ${type} is unknown, so it cannot be simulated`);
    this.name = "UnsupportedWidget";
    this.widget = widget;
    this.type = type;
  }
}

/**
 * Starts an execution and runs it until it ends or waits for an outside event.
 *
 * @param definition one that Studio accepts
 * @throws UnsupportedWidget at the first widget of an unknown type, unless the world accepts them (`unknownTypes`)
 * @throws Error if `initial_state` does not name a widget
 *
 * @example
 * ```ts
 * import { defineFlow, sayPlay, startExecution, toTwiml, type World } from "@tac-handoff/studio";
 *
 * const flow = defineFlow({ trigger: { incomingCall: "hello" }, widgets: { hello: sayPlay({ say: "Hello." }) } });
 * const refuse = () => Promise.reject(new Error("not available"));
 * const world: World = {
 *   sids: { execution: "FN1", flow: "FW1", account: "AC1" },
 *   now: () => new Date(),
 *   request: refuse,
 *   resumeConversation: refuse,
 *   sendMessage: refuse,
 *   sendToFlex: refuse,
 * };
 * const call = { From: "+12025550143", To: "+12025550100" };
 * const { status, twiml } = await startExecution(flow, { event: "incomingCall", call }, world);
 *
 * status; // → "ended"
 * toTwiml(twiml); // → '<?xml version="1.0" encoding="UTF-8"?><Response><Say>Hello.</Say></Response>'
 * ```
 */
export async function startExecution(
  definition: FlowDefinition,
  trigger: Trigger,
  world: World,
): Promise<Execution> {
  const execution = newExecution(trigger, world);
  const frame = { definition, context: execution.context };
  const first = leaveWidget(execution, frame, firstWidget(definition), { event: trigger.event }, world);
  return runFrom(frame, execution, first, world);
}

/**
 * Resumes a waiting execution with an outside event, until it ends or waits again. Returns the new execution; the given one
 * is not changed.
 *
 * `outputs` are merged with the outputs that the widget already has. New TwiML is appended, so the response to the caller is
 * what follows `execution.twiml.length`. An event that the execution does not wait for is ignored, with warning 81002.
 */
export async function resumeExecution(
  definition: FlowDefinition,
  execution: Execution,
  { event, outputs = {} }: { event: string; outputs?: Record<string, unknown> },
  world: World,
): Promise<Execution> {
  const { waiting, ...rest } = copyExecution(execution);
  const frame: Frame = rest.subflow
    ? { definition: rest.subflow.definition, context: rest.subflow.context, subflow: rest.subflow.widget }
    : { definition, context: rest.context };
  const widget = frame.definition.states.find(({ name }) => fullName(frame, name) === waiting?.widget);
  if (!widget || !waiting?.events.includes(event)) {
    const last = waiting?.widget ?? execution.steps.at(-1)?.widget ?? definition.initial_state;
    const message = waiting
      ? `event "${event}" arrived, but the widget waits for ${waiting.events.join(", ")}`
      : `event "${event}" arrived, but the execution does not wait for any`;
    return {
      ...rest,
      ...(waiting ? { waiting } : {}),
      warnings: [...rest.warnings, { code: 81002, widget: last, message }],
    };
  }
  const joined = { ...frame.context.widgets[widget.name], ...outputs };
  const result = await runFrom(
    frame,
    rest,
    leaveWidget(rest, frame, widget, { event, outputs: joined }, world),
    world,
  );
  return rest.subflow && result.status === "ended" ? resumeParent(definition, result, world) : result;
}

function firstWidget({ states, initial_state }: FlowDefinition): Widget {
  const first = states.find(({ name }) => name === initial_state);
  if (!first) throw new Error(`initial_state "${initial_state}" is not a widget of this flow`);
  return first;
}

/** Copies as deep as a run changes it. */
function copyExecution(execution: Execution): Execution {
  const { steps, warnings, twiml, context, subflow } = execution;
  const contextCopy = ({ flow, ...others }: Execution["context"]) => ({ ...others, flow: { ...flow } });
  return {
    ...execution,
    steps: [...steps],
    warnings: [...warnings],
    twiml: [...twiml],
    context: contextCopy(context),
    ...(subflow ? { subflow: { ...subflow, context: contextCopy(subflow.context) } } : {}),
  };
}

/** Runs from a widget. Only a definition that Studio has not validated names a missing widget. */
async function runFrom(
  frame: Frame,
  execution: Execution,
  next: string | undefined,
  world: World,
): Promise<Execution> {
  const widgets = new Map(frame.definition.states.map((widget) => [widget.name, widget]));
  for (let name = next; name !== undefined; ) {
    const widget = widgets.get(name);
    const stop = widget
      ? findLimit(execution, fullName(frame, widget.name))
      : { code: 81002, message: `there is no widget "${name}"` };
    if (!widget || stop) {
      const last = execution.steps.at(-1);
      if (stop) execution.warnings.push({ ...stop, widget: last?.widget ?? name });
      if (last) delete last.to;
      break;
    }
    const behaviour = behaviourOf(widget, world);
    const outcome = await behaviour(new StepRun(widget, frame, execution, world));
    if ("waitFor" in outcome) {
      storeOutputs(frame, widget, outcome.outputs);
      const { waitFor, timeoutSeconds } = outcome;
      const limit = timeoutSeconds === undefined ? {} : { timeoutSeconds };
      const waiting = { widget: fullName(frame, widget.name), events: [...waitFor], ...limit };
      return { ...execution, waiting };
    }
    if ("run" in outcome) {
      const { run, trigger, flowSid } = outcome;
      const context = newContext(trigger, { execution: world.sids.execution, flow: flowSid });
      execution.subflow = { widget: widget.name, definition: run, context };
      const inside = { definition: run, context, subflow: widget.name };
      const first = leaveWidget(execution, inside, firstWidget(run), { event: trigger.event }, world);
      const result = await runFrom(inside, execution, first, world);
      return result.status === "ended" ? resumeParent(frame.definition, result, world) : result;
    }
    name = leaveWidget(execution, frame, widget, outcome, world);
  }
  return { ...execution, status: "ended" };
}

/** Resumes the parent flow after a subflow has ended. A limit ends both. */
async function resumeParent(definition: FlowDefinition, ended: Execution, world: World): Promise<Execution> {
  const { subflow, ...execution } = ended;
  const widget = definition.states.find(({ name }) => name === subflow?.widget);
  if (!subflow || !widget || isEndedByLimit(execution)) return { ...execution };
  const frame = { definition, context: execution.context };
  const outputs = { ...(subflow.context.flow.variables as Record<string, unknown>) };
  const next = leaveWidget(execution, frame, widget, { event: "completed", outputs }, world);
  return runFrom(frame, { ...execution, status: "active" }, next, world);
}

/** Returns whether a limit ended the execution. */
export function isEndedByLimit({ status, warnings }: Execution): boolean {
  const { code } = warnings.at(-1) ?? {};
  return status === "ended" && (code === 81000 || code === 81001);
}

function behaviourOf({ name, type }: Widget, { unknownTypes }: World) {
  const behaviour = findBehaviour(type);
  if (behaviour) return behaviour;
  if (unknownTypes !== "wait") throw new UnsupportedWidget(name, type);
  return waitForListed;
}

/** Returns the limit that prevents another run, if any. */
function findLimit({ steps }: Execution, name: string): { code: number; message: string } | undefined {
  if (steps.length >= maxSteps) return { code: 81000, message: `the execution has taken ${maxSteps} steps` };
  const isLoop =
    steps.length >= maxRunsInARow && steps.slice(-maxRunsInARow).every(({ widget }) => widget === name);
  return isLoop ? { code: 81001, message: `the widget has run ${maxRunsInARow} times in a row` } : undefined;
}

/** Ends a step: records its outputs and event, and returns the next widget's name. */
function leaveWidget(
  execution: Execution,
  frame: Frame,
  widget: Widget,
  { event, outputs = {}, reason, transition }: StepResult,
  { watch }: World,
): string | undefined {
  storeOutputs(frame, widget, outputs);
  attachCall(execution, widget, event, outputs);
  const listed = widget.transitions.findIndex((each) => each.event === event);
  const taken = transition ?? (listed < 0 ? undefined : listed);
  const wire: Transition | undefined = taken === undefined ? undefined : widget.transitions[taken];
  const name = fullName(frame, widget.name);
  // A listed event without `next` ends the flow; Twilio warns about events that are not listed.
  if (!wire)
    execution.warnings.push({
      code: event === "noMatch" ? 81005 : 81002,
      widget: name,
      message: `event "${event}" has no transition`,
    });
  const to = wire?.next || undefined;
  const step = {
    widget: name,
    type: widget.type,
    event,
    ...(to === undefined ? {} : { to: fullName(frame, to) }),
    ...(reason === undefined ? {} : { reason }),
  };
  execution.steps.push(step);
  watch?.left?.(step, {
    ...(taken === undefined ? {} : { transition: taken }),
    outputs,
    verbs: execution.twiml.length,
    context: frame.context,
  });
  return to;
}

/** A run replaces the outputs of earlier runs. The trigger's data is not in `widgets`. */
function storeOutputs(
  { context }: Frame,
  { name, type }: Widget,
  outputs: Record<string, unknown> = {},
): void {
  if (type !== "trigger") context.widgets = { ...context.widgets, [name]: outputs };
}
