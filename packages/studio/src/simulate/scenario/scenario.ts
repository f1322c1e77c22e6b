// A simulated run: its trigger, the responses of the outside world, and the expected result.

import type { FlowDefinition } from "../../definition/definition.ts";
import type { Conversation, FlexRequest, FlexTask, HttpRequest, OutboundMessage } from "../step/world.ts";
import type { ScenarioAnswer, ScenarioIssue } from "./answers.ts";
import type { Expectation } from "./expectation.ts";
import type { RealRequests } from "./http/realRequest.ts";
import type { RecordedResponse } from "./http/recording.ts";
import type { HttpStub, StubResponse } from "./http/stubs.ts";
import type { ScenarioTrigger } from "./scenarioTrigger.ts";

/** A test of a flow: what starts it, how the outside world responds, and what is expected. */
export interface Scenario {
  name?: string | undefined;
  trigger: ScenarioTrigger;
  /**
   * What happens at a widget, by its name; a list has one entry for each run of the widget. Widgets of a subflow are named
   * `<run-subflow widget>/<its widget>`.
   */
  answers?: Readonly<Record<string, ScenarioAnswer | readonly ScenarioAnswer[]>> | undefined;
  /**
   * Responds to requests of Make HTTP Request and Run Function that have no entry in `answers`: a function, which throws for
   * a lost connection, or stubs by method and URL. Default: every request fails.
   */
  http?:
    | ((request: HttpRequest, widget: string) => StubResponse | Promise<StubResponse>)
    | readonly HttpStub[]
    | undefined;
  /** Replays responses to requests that nothing above responds to. */
  recorded?: readonly RecordedResponse[] | undefined;
  /** Hosts that receive real requests if nothing above responds. Default none. Their responses are in `recorded` of the run. */
  real?: RealRequests | undefined;
  /** Classic conversations that can be resumed. Default none. */
  conversations?: readonly Conversation[] | undefined;
  /** Creates tasks; throws to refuse one. Default: every task is created. */
  flex?: ((request: FlexRequest) => FlexTask) | undefined;
  /** Sends messages; throws if Twilio refuses one. Default: every message is sent. */
  message?: ((message: OutboundMessage) => Record<string, unknown>) | undefined;
  /** Events for waiting widgets without an entry in `answers`, in order, for example `[{ event: "callComplete" }]`. */
  events?: readonly { event: string; outputs?: Record<string, unknown> | undefined }[] | undefined;
  /**
   * What happens without an answer or event: "wait" leaves the execution waiting, "default" takes the first event of the
   * widget's type (a reply, a key, the end of a call) with sample outputs. Default "wait".
   */
  unanswered?: "wait" | "default" | undefined;
  /** Flows for Run Subflow, by SID. Without one the end of the subflow is an outside event. */
  subflows?: Readonly<Record<string, FlowDefinition>> | undefined;
  /** The current time. Default Thursday 15 January 2026, 10:00 in US Pacific time, the same in every run. */
  now?: Date | undefined;
  expect?: Expectation | undefined;
}

/** Thrown for a scenario that does not fit its flow. */
export class ScenarioError extends Error {
  readonly issues: readonly ScenarioIssue[];

  constructor(issues: readonly ScenarioIssue[]) {
    super(issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("\n"));
    this.name = "ScenarioError";
    this.issues = issues;
  }
}
