// A flow run against a scenario: what a flow author's test needs.

import type { FlowDefinition } from "../../definition/definition.ts";
import { hasStopped, resumeExecution, startExecution } from "../simulate.ts";
import type { Execution, Step, Warning } from "../step/execution.ts";
import { readable } from "../step/readDefinition.ts";
import { heard } from "../step/twiml.ts";
import type {
  Conversation,
  EmptiedText,
  FlexRequest,
  FlexTask,
  HttpRequest,
  OutboundMessage,
  OutgoingCall,
  QueueRequest,
  World,
} from "../step/world.ts";
import { type Answer, type AnswerProblem, answerProblems, type StubResponse } from "./answers.ts";
import { type Difference, type Expectation, findDifferences } from "./expectation.ts";
import type { HttpStub } from "./httpStubs.ts";
import { outsideEvent, usualEvent } from "./outsideEvent.ts";
import type { RealRequests } from "./realRequest.ts";
import type { RecordedResponse } from "./recording.ts";
import { type ScenarioTrigger, toTrigger } from "./scenarioTrigger.ts";
import { nothingNoted, stubbedWorld } from "./stubbedWorld.ts";
import { takeTurns } from "./turns.ts";

export interface Scenario {
  name?: string | undefined;
  trigger: ScenarioTrigger;
  /**
   * What happens at a widget, by its name; a list is taken turn by turn, one entry for each run of the widget. Widgets of a
   * subflow are named `<run-subflow widget>/<its widget>`.
   */
  answers?: Readonly<Record<string, Answer | readonly Answer[]>> | undefined;
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

/** A scenario that does not fit its flow. */
export class ScenarioError extends Error {
  readonly problems: readonly AnswerProblem[];

  constructor(problems: readonly AnswerProblem[]) {
    super(problems.map(({ path, message }) => `${path.join(".")}: ${message}`).join("\n"));
    this.name = "ScenarioError";
    this.problems = problems;
  }
}

/**
 * Runs a flow against a scenario. A definition that Studio would refuse is run as far as it goes. Nothing outside is
 * reached, unless the scenario has `real`.
 *
 * @throws ScenarioError when `answers` names widgets that are not there, or says what cannot happen at them
 * @throws Error when `initial_state` names no widget
 */
export async function simulate(flow: FlowDefinition, scenario: Scenario): Promise<SimulatedRun> {
  const definition = readable(flow);
  const { answers = {}, subflows, events = [], unanswered, trigger, expect = {} } = scenario;
  const problems = answerProblems(answers, definition, subflows);
  if (problems.length > 0) throw new ScenarioError(problems);
  const turns = takeTurns(answers);
  const noted = nothingNoted();
  const left: { step: Step; end: Pick<RunStep, "transition" | "outputs"> }[] = [];
  const world: World = {
    ...stubbedWorld(scenario, turns, noted),
    watch: {
      left(step, { transition, outputs }) {
        left.push({ step, end: { ...(transition === undefined ? {} : { transition }), outputs } });
        turns.left(step.widget);
      },
      emptied: (text) => noted.emptied.push(text),
    },
  };
  let execution = await startExecution(definition, toTrigger(trigger), world);
  const later = events.map(({ event, outputs = {} }) => ({ event, outputs }));
  let answered = -1;
  while (execution.waiting) {
    const { length } = execution.steps;
    // An answer that the widget did not wait for is not given twice.
    const own = answered === length ? undefined : outsideEvent(definition, execution, turns);
    const usual = unanswered === "default" ? usualEvent(definition, execution) : undefined;
    const event = own ?? later.shift() ?? usual;
    if (!event) break;
    if (own) answered = length;
    execution = await resumeExecution(definition, execution, event, world);
  }
  for (const event of later) execution = await resumeExecution(definition, execution, event, world);
  const run = {
    path: pathOf(execution),
    steps: left.map(({ step, end }) => ({ ...step, ...end })),
    variables: execution.context.flow.variables,
    said: heard(execution.twiml),
    ...noted,
    warnings: execution.warnings,
    end: endOf(execution, definition),
    unused: turns.unused(),
    execution,
  };
  return { ...run, differences: findDifferences(run, expect) };
}

/** A Run Subflow leaves after its widgets have; here it stands before them. */
function pathOf({ steps, waiting }: Execution): string[] {
  const path: string[] = [];
  let inside: string | undefined;
  for (const widget of [...steps.map((step) => step.widget), ...(waiting ? [waiting.widget] : [])]) {
    const [outer = "", isInner] = [widget.split("/")[0], widget.includes("/")];
    if (isInner && inside !== outer) path.push(outer);
    if (isInner || widget !== inside) path.push(widget);
    inside = isInner ? outer : undefined;
  }
  return path;
}

function endOf(execution: Execution, { initial_state }: FlowDefinition): SimulatedRun["end"] {
  const { waiting, steps, warnings } = execution;
  if (waiting) return { how: "waiting", at: waiting.widget, events: waiting.events };
  const at = steps.at(-1)?.widget ?? initial_state;
  const code = warnings.at(-1)?.code;
  return hasStopped(execution) && code !== undefined ? { how: "limit", at, code } : { how: "ended", at };
}
