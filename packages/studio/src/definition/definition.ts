// A Studio flow as Studio exports and accepts it: plain JSON data.
// Source: Twilio's published flow schema and exports of deployed flows.

/** The definition of a flow. */
export interface FlowDefinition {
  description?: string;
  /** Widgets, 1 to 1,000. Their order has no effect at run time. */
  states: Widget[];
  /** Name of the widget of type `trigger`. */
  initial_state: string;
  flags?: { allow_concurrent_calls: boolean };
}

/** One box on the canvas. Studio's JSON calls it a state, its Console and documentation a widget. */
export interface Widget {
  /** Unique in the flow; letters, digits, `_` and `-`, starting with a letter. Liquid reads it as `widgets.<name>`. */
  name: string;
  /** For example `split-based-on`. */
  type: string;
  transitions: Transition[];
  properties: Record<string, unknown>;
}

/** Where one event of a widget leads. */
export interface Transition {
  /** One of the widget type's events. */
  event: string;
  /** Name of the next widget. Absent or empty ends the execution, and on a call hangs up. */
  next?: string;
  /** Exactly one condition, only on `match` of `split-based-on`. The first `match` whose condition is true is taken. */
  conditions?: Condition[];
}

/** The condition of a `match` transition. */
export interface Condition {
  friendly_name: string;
  /** Repeats the split's `input`. */
  arguments: string[];
  /** For example `contains`. */
  type: string;
  /** Always a string; may contain Liquid. */
  value: string;
}

/**
 * Names of widgets that Liquid can read as `widgets.<name>`. Twilio's own pattern also accepts `+` and `,`.
 * Source: deployed flows, and reports of Twilio's validator.
 */
export const widgetNamePattern = /^[A-Za-z][A-Za-z0-9_-]*$/;
