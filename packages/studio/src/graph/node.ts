// A widget as a node of the graph, and the ways in which executions reach it.

import type { TriggerEvent } from "../widgets/widgetType.ts";

/** The parts of a widget that are needed to follow its transitions. */
export interface Node {
  name: string;
  type: string;
  transitions: readonly {
    event: string;
    next?: string | undefined;
    conditions?: readonly unknown[] | undefined;
  }[];
  properties?: Readonly<Record<string, unknown>> | undefined;
}

/** One way in which executions reach a widget. */
export interface Arrival {
  /** What started the execution. */
  start: TriggerEvent;
  /** What it has acquired since, named by the trigger: a resumed conversation, an answered call. */
  gained: readonly TriggerEvent[];
  /** Set after a subflow or a widget of an undocumented type, which may have acquired anything. */
  anything: boolean;
}
