// Where an execution gets a call from, and what a call widget does without one.

import type { Widget } from "../../definition/definition.ts";
import { findWidgetType } from "../../widgets/table.ts";
import type { Execution } from "../step/execution.ts";
import type { StepResult, StepRun } from "../step/step.ts";

/** A call that the flow has made and that was answered is the execution's call from then on. */
export function attachCall(
  execution: Execution,
  { type }: Widget,
  event: string,
  outputs: Record<string, unknown>,
): void {
  const gives = findWidgetType(type)?.gives ?? {};
  if (!Object.hasOwn(gives, event) || gives[event] !== "incomingCall") return;
  const { From = "", To = "", CallSid } = outputs;
  execution.call = { From, To, ...(CallSid === undefined ? {} : { CallSid }) };
}

/** A widget of calls leaves with 81020 when there is none; by which event Twilio does not say. */
export function failWithoutCall(step: StepRun, event: string, what: string): StepResult {
  const reason = `there is no call to ${what}`;
  step.warn(81020, reason);
  return { event, reason };
}
