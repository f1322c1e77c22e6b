// The documentation of a code: what it means, a flow that raises it, and how to fix it.

import type { TriggerEvent } from "../../widgets/widgetType.ts";

/** The documentation of one issue code. */
export interface IssueCode {
  /** `either`: an error where Twilio certainly refuses it or it certainly cannot work, otherwise a warning. */
  severity: "error" | "warning" | "either";
  /** One line. */
  title: string;
  /** What Twilio does with it, and when the issue is reported. */
  explanation: string;
  example: IssueExample;
  remedy: string;
}

/** A flow with this issue and no other: as a whole, or the widgets after the trigger. */
export type IssueExample =
  | { definition: unknown }
  | {
      widgets: readonly object[];
      /** The trigger event that leads to the first of the widgets. Default `incomingCall`. */
      startedBy?: TriggerEvent;
      /** JSON Schema of the hand-off's payload, for issues that are found with it only. */
      payload?: object;
    };

/** The whole definition of an example. */
export function exampleDefinition(example: IssueExample): unknown {
  if ("definition" in example) return example.definition;
  const { widgets, startedBy = "incomingCall" } = example;
  const [first] = widgets;
  const next = first && "name" in first ? String(first.name) : "";
  return {
    states: [widget("Trigger", "trigger", {}, { [startedBy]: next }), ...widgets],
    initial_state: "Trigger",
  };
}

/**
 * A widget of an example.
 *
 * @param on where its events lead; `null` for one that is listed and leads nowhere
 */
export function widget(
  name: string,
  type: string,
  properties: object,
  on: Readonly<Record<string, string | null>> = {},
): object {
  const transitions = Object.entries(on).map(([event, next]) =>
    next === null ? { event } : { event, next },
  );
  return { name, type, properties, transitions };
}

/** A split of an example, with a condition for each match. */
export function split(
  name: string,
  input: string,
  matches: readonly { type: string; value: string; next: string }[],
  noMatch?: string,
): object {
  const conditions = ({ type, value }: { type: string; value: string }) => [
    { friendly_name: `If value ${type} ${value}`, arguments: [input], type, value },
  ];
  return {
    name,
    type: "split-based-on",
    properties: { input },
    transitions: [
      noMatch === undefined ? { event: "noMatch" } : { event: "noMatch", next: noMatch },
      ...matches.map((match) => ({ event: "match", next: match.next, conditions: conditions(match) })),
    ],
  };
}

/** Speaks a sentence, then the call ends. */
export const goodbye = widget("goodbye", "say-play", { say: "Goodbye." }, { audioComplete: null });

export const workflow = `WW${"0".repeat(32)}`;
export const channel = `TC${"0".repeat(32)}`;
