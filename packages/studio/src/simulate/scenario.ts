// A flow run against a scenario: what a flow author's test needs.

import type { FlowDefinition, Widget } from "../definition.ts";
import { isObject } from "../json.ts";
import { type Answer, type AnswerProblem, answerProblems, type StubResponse } from "./answers.ts";
import type { Execution, Step, Warning } from "./execution.ts";
import { type Difference, type Expectation, findDifferences } from "./expectation.ts";
import type { HttpStub } from "./httpStubs.ts";
import { readable } from "./readable.ts";
import type { RealRequests } from "./realRequest.ts";
import type { RecordedResponse } from "./recording.ts";
import { sampleOutputs } from "./sampleOutputs.ts";
import { type ScenarioTrigger, toTrigger } from "./scenarioTrigger.ts";
import { hasStopped, resumeExecution, startExecution } from "./simulate.ts";
import { eventOf, type Noted, stubbedWorld } from "./stubbedWorld.ts";
import { type Turns, takeTurns } from "./turns.ts";
import { heard } from "./twiml.ts";
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
} from "./world.ts";

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
 * Runs a flow against a scenario. A definition that Studio would refuse is run as far as it goes. Nothing is reached outside, unless the scenario has `real`.
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
  const noted: Noted = {
    requests: [],
    tasks: [],
    queued: [],
    messages: [],
    calls: [],
    emptied: [],
    recorded: [],
  };
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
  const later = [...events];
  let answered = -1;
  while (execution.waiting) {
    const { length } = execution.steps;
    // An answer that the widget did not wait for is not given twice.
    const own = answered === length ? undefined : outsideEvent(definition, execution, turns);
    const event =
      own ?? later.shift() ?? (unanswered === "default" ? usual(definition, execution) : undefined);
    if (!event) break;
    if (own) answered = length;
    execution = await resumeExecution(definition, execution, withOutputs(event), world);
  }
  for (const event of later)
    execution = await resumeExecution(definition, execution, withOutputs(event), world);
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

export interface OutsideEvent {
  event: string;
  outputs?: Record<string, unknown> | undefined;
}

function withOutputs({ event, outputs = {} }: OutsideEvent): {
  event: string;
  outputs: Record<string, unknown>;
} {
  return { event, outputs };
}

/** What the scenario's answer says the waiting widget is told. */
export function outsideEvent(
  definition: FlowDefinition,
  execution: Execution,
  turns: Turns,
): OutsideEvent | undefined {
  const answer = turns.answer(execution.waiting?.widget ?? "");
  if (answer === undefined) return undefined;
  const { event, outputs } = said(answer);
  return event === undefined ? undefined : sampled(definition, execution, event, outputs);
}

function said(answer: Answer): { event?: string; outputs?: Record<string, unknown> } {
  const event = eventOf(answer);
  if (typeof answer === "string") return { event: answer };
  if ("reply" in answer)
    return { event: "incomingMessage", outputs: { inbound: { Body: answer.reply }, ...answer.outputs } };
  if ("digits" in answer) return { event: "keypress", outputs: { Digits: answer.digits } };
  if ("speech" in answer) {
    const { speech, confidence = 0.9 } = answer;
    return { event: "speech", outputs: { SpeechResult: speech, Confidence: String(confidence) } };
  }
  if (event === undefined) return {};
  return { event, ...("outputs" in answer && answer.outputs ? { outputs: answer.outputs } : {}) };
}

/** The first event of the widget's type. */
function usual(definition: FlowDefinition, execution: Execution): OutsideEvent | undefined {
  const [event] = execution.waiting?.events ?? [];
  return event === undefined ? undefined : sampled(definition, execution, event);
}

/** An event with sample outputs, and those given in their place. */
function sampled(
  definition: FlowDefinition,
  execution: Execution,
  event: string,
  given: Record<string, unknown> = {},
): OutsideEvent {
  const { context, call } = execution;
  const { channel } = context.flow;
  const { call: started } = context.trigger;
  const samples = sampleOutputs(waitingWidget(definition, execution)?.type ?? "", event, {
    customer: context.contact.channel.address,
    twilio: isObject(channel) && typeof channel.address === "string" ? channel.address : "",
    call: call ?? (isObject(started) ? started : undefined),
  });
  const inbound = isObject(given.inbound)
    ? { inbound: { ...(samples.inbound as object), ...given.inbound } }
    : {};
  return { event, outputs: { ...samples, ...given, ...inbound } };
}

function waitingWidget(definition: FlowDefinition, { waiting, subflow }: Execution): Widget | undefined {
  const name = waiting?.widget;
  return subflow
    ? subflow.definition.states.find((widget) => `${subflow.widget}/${widget.name}` === name)
    : definition.states.find((widget) => widget.name === name);
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
