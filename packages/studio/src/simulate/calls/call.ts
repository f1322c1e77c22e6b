// The call of an execution, and what a call widget does without one.

import type { Widget } from "../../definition/definition.ts";
import { findWidgetType } from "../../widgets/table.ts";
import type { Execution } from "../step/execution.ts";
import type { StepResult, StepRun } from "../step/step.ts";

/** Once a call made by the flow is answered, it is the execution's call. */
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

/** A call widget ends with 81020 if there is no call; the event it takes is not documented. */
export function failWithoutCall(step: StepRun, event: string, what: string): StepResult {
  const reason = `there is no call to ${what}`;
  step.warn(81020, reason);
  return { event, reason };
}
