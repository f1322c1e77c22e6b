// What starts a simulated run, how the world around it responds, and what is expected of it.

import type { FlowDefinition } from "../../definition/definition.ts";
import type { Conversation, FlexRequest, FlexTask, HttpRequest, OutboundMessage } from "../step/world.ts";
import type { ScenarioAnswer, ScenarioIssue, StubResponse } from "./answers.ts";
import type { Expectation } from "./expectation.ts";
import type { HttpStub } from "./httpStubs.ts";
import type { RealRequests } from "./realRequest.ts";
import type { RecordedResponse } from "./recording.ts";
import type { ScenarioTrigger } from "./scenarioTrigger.ts";

export interface Scenario {
  name?: string | undefined;
  trigger: ScenarioTrigger;
  /**
   * What happens at a widget, by its name; a list is taken turn by turn, one entry for each run of the widget. Widgets of a
   * subflow are named `<run-subflow widget>/<its widget>`.
   */
  answers?: Readonly<Record<string, ScenarioAnswer | readonly ScenarioAnswer[]>> | undefined;
  /**
   * Answers requests of Make HTTP Request and Run Function that have no answer of their own: a function, that throws for a
   * lost connection, or stubs by method and URL. Default: every request is lost.
   */
  http?:
    | ((request: HttpRequest, widget: string) => StubResponse | Promise<StubResponse>)
    | readonly HttpStub[]
    | undefined;
  /** Answers given again to requests that nothing above answers. */
  recorded?: readonly RecordedResponse[] | undefined;
  /** Hosts that are really asked where nothing above answers. Default none. What they say comes back in `recorded` of the run. */
  real?: RealRequests | undefined;
  /** Classic conversations that can be resumed. Default none. */
  conversations?: readonly Conversation[] | undefined;
  /** Takes tasks; throw for a refusal. Default: every task is taken. */
  flex?: ((request: FlexRequest) => FlexTask) | undefined;
  /** Throw for a message Twilio refuses. Default: every message is sent. */
  message?: ((message: OutboundMessage) => Record<string, unknown>) | undefined;
  /** What happens where the flow waits and `answers` says nothing, in order, e.g. `[{ event: "callComplete" }]`. */
  events?: readonly { event: string; outputs?: Record<string, unknown> | undefined }[] | undefined;
  /**
   * What happens where nothing is said: "wait" leaves the execution waiting, "default" takes the first event of the widget's
   * type (a reply, a key, the end of a call) with sample outputs. Default "wait".
   */
  unanswered?: "wait" | "default" | undefined;
  /** Flows that Run Subflow finds, by SID. Without one its end is an event from outside. */
  subflows?: Readonly<Record<string, FlowDefinition>> | undefined;
  /** The present. Default Thursday 15 January 2026, 10:00 in US Pacific time: the same in every run. */
  now?: Date | undefined;
  expect?: Expectation | undefined;
}

/** A scenario that does not fit its flow. */
export class ScenarioError extends Error {
  readonly issues: readonly ScenarioIssue[];

  constructor(issues: readonly ScenarioIssue[]) {
    super(issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("\n"));
    this.name = "ScenarioError";
    this.issues = issues;
  }
}
