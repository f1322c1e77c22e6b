// The outside events of a scenario for waiting widgets.

import type { FlowDefinition, Widget } from "../../definition/definition.ts";
import { isObject } from "../../definition/json.ts";
import type { Execution } from "../step/execution.ts";
import { eventOf, type ScenarioAnswer } from "./answers.ts";
import { sampleOutputs } from "./sampleOutputs.ts";
import type { Turns } from "./turns.ts";

export interface OutsideEvent {
  event: string;
  outputs: Record<string, unknown>;
}

/** Returns the event of the waiting widget's answer; undefined if it has no answer, or one that is not an event. */
export function readOutsideEvent(
  definition: FlowDefinition,
  execution: Execution,
  turns: Turns,
): OutsideEvent | undefined {
  const answer = turns.answer(execution.waiting?.widget ?? "");
  const event =
    answer === undefined ? undefined : toOutsideEvent(answer, waitingWidget(definition, execution));
  return event && withSamples(definition, execution, event);
}

/** Returns the first event that the waiting widget waits for. */
export function defaultEvent(definition: FlowDefinition, execution: Execution): OutsideEvent | undefined {
  const [event] = execution.waiting?.events ?? [];
  return event === undefined ? undefined : withSamples(definition, execution, { event, outputs: {} });
}

function toOutsideEvent(answer: ScenarioAnswer, widget: Widget | undefined): OutsideEvent | undefined {
  if (typeof answer === "string") return { event: answer, outputs: {} };
  if ("reply" in answer)
    return { event: "incomingMessage", outputs: { inbound: { Body: answer.reply }, ...answer.outputs } };
  if ("digits" in answer)
    return { event: "keypress", outputs: { Digits: digitsGathered(answer.digits, widget) } };
  if ("speech" in answer) {
    const { speech, confidence = 0.9 } = answer;
    return { event: "speech", outputs: { SpeechResult: speech, Confidence: String(confidence) } };
  }
  const event = eventOf(answer);
  return event === undefined ? undefined : { event, outputs: ("outputs" in answer && answer.outputs) || {} };
}

/**
 * Returns the digits that Gather collects of those that a caller presses: until the finish key, which is not one of them, or
 * the number of digits. Source: twilio.com/docs/voice/twiml/gather
 */
function digitsGathered(pressed: string, widget: Widget | undefined): string {
  const { finish_on_key, stop_gather, number_of_digits } = widget?.properties ?? {};
  const key = typeof finish_on_key === "string" ? finish_on_key : "#";
  const end = stop_gather === false || key === "" ? -1 : pressed.indexOf(key);
  const most = typeof number_of_digits === "number" && number_of_digits > 0 ? number_of_digits : Infinity;
  return pressed.slice(0, Math.min(end < 0 ? Infinity : end, most));
}

/** Adds sample outputs if there are none. */
function withSamples(
  definition: FlowDefinition,
  execution: Execution,
  { event, outputs }: OutsideEvent,
): OutsideEvent {
  const samples = sampleOutputs(waitingWidget(definition, execution)?.type ?? "", event, execution);
  const inbound =
    isObject(samples.inbound) && isObject(outputs.inbound)
      ? { inbound: { ...samples.inbound, ...outputs.inbound } }
      : {};
  return { event, outputs: { ...samples, ...outputs, ...inbound } };
}

function waitingWidget(definition: FlowDefinition, { waiting, subflow }: Execution): Widget | undefined {
  const name = waiting?.widget;
  return subflow
    ? subflow.definition.states.find((widget) => `${subflow.widget}/${widget.name}` === name)
    : definition.states.find((widget) => widget.name === name);
}
