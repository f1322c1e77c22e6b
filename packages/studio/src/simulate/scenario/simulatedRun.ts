// What a simulated run leaves behind.

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
import type { RecordedResponse } from "./recording.ts";

export interface SimulatedRun {
  /** Names of the widgets in the order they ran; the last may still be waiting. Those of a subflow stand behind its own. */
  path: string[];
  /** The same with the event of each, and what it left under `widgets.<name>`. */
  steps: RunStep[];
  /** `flow.variables` at the end. */
  variables: unknown;
  /** What the caller heard: texts spoken, files and keys played. */
  said: string[];
  messages: OutboundMessage[];
  requests: HttpRequest[];
  /** What Flex took. */
  tasks: FlexRequest[];
  /** Calls that Enqueue Call put into a queue. */
  queued: QueueRequest[];
  /** Calls that Make Outgoing Call made. */
  calls: OutgoingCall[];
  warnings: Warning[];
  /** Texts in which an output (`{{ … }}`) wrote nothing. */
  emptied: EmptiedText[];
  /** `limit`: too many steps (81000) or runs of one widget (81001). */
  end: { how: "ended" | "waiting" | "limit"; at: string; events?: string[]; code?: number };
  /** Answers of real requests, without credentials. */
  recorded: RecordedResponse[];
  /** Widgets whose answers were never asked for. */
  unused: string[];
  /** How the run differs from `expect`; empty when it does not, or nothing is expected. */
  differences: Difference[];
  execution: Execution;
}

export interface RunStep extends Step {
  /** Place of the transition taken among the widget's; absent when the event is not listed. */
  transition?: number;
  outputs: Record<string, unknown>;
}
