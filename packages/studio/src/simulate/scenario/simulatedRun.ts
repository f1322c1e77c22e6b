// The result of a simulated run.

import type { Execution, Step, Warning } from "../step/execution.ts";
import type {
  EmptiedText,
  FlexRequest,
  HttpRequest,
  OutboundMessage,
  OutgoingCall,
  QueueRequest,
} from "../step/world.ts";
import type { Difference } from "./expectation.ts";
import type { RecordedResponse } from "./http/recording.ts";

/** The result of a simulated run. */
export interface SimulatedRun {
  /** Names of the widgets in the order they ran; the last may still be waiting. A subflow's widgets follow its Run Subflow. */
  path: string[];
  /** The same with the event of each widget and its outputs, as in `widgets.<name>`. */
  steps: RunStep[];
  /** `flow.variables` at the end. */
  variables: unknown;
  /** What the caller heard: spoken texts, played files and DTMF tones. */
  said: string[];
  messages: OutboundMessage[];
  requests: HttpRequest[];
  /** Tasks created by Send to Flex. */
  tasks: FlexRequest[];
  /** Calls that Enqueue Call put into a queue. */
  queued: QueueRequest[];
  /** Calls that Make Outgoing Call made. */
  calls: OutgoingCall[];
  warnings: Warning[];
  /** Strings in which an output (`{{ … }}`) rendered nothing. */
  emptied: EmptiedText[];
  /** `limit`: too many steps (81000) or runs of one widget (81001). */
  end: { how: "ended" | "waiting" | "limit"; at: string; events?: string[]; code?: number };
  /** Responses to real requests, without credentials. */
  recorded: RecordedResponse[];
  /** Widgets whose answers were not used. */
  unused: string[];
  /** Differences from `expect`; empty if there are none, or nothing is expected. */
  differences: Difference[];
  execution: Execution;
}

/** A step with its transition and outputs. */
export interface RunStep extends Step {
  /** Index of the widget's transition that was taken; absent if the event is not listed. */
  transition?: number;
  outputs: Record<string, unknown>;
}
