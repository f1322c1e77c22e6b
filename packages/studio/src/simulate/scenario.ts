// A flow run against stubs: what a flow author's test needs.

import type { FlowDefinition } from "../definition.ts";
import type {
  Conversation,
  Execution,
  FlexRequest,
  FlexTask,
  HttpRequest,
  OutboundMessage,
  Trigger,
  Warning,
  World,
} from "./execution.ts";
import { resumeExecution, startExecution } from "./simulate.ts";

/** What a stub answers to a request. An object is sent as JSON. */
export interface StubResponse {
  /** Default 200. */
  status?: number;
  /** Default `application/json` for an object, `text/plain` for a text. */
  contentType?: string;
  body?: string | object;
}

export interface Scenario {
  trigger: Trigger;
  /** Answers HTTP requests; throw for a lost connection. Default: every request is lost. */
  http?: (request: HttpRequest) => StubResponse;
  /** Classic conversations that can be resumed. Default none. */
  conversations?: readonly Conversation[];
  /** Takes tasks; throw for a refusal. Default: every task is taken. */
  flex?: (request: FlexRequest) => FlexTask;
  /** Throw for a message Twilio refuses. Default: every message is sent. */
  message?: (message: OutboundMessage) => Record<string, unknown>;
  /** What happens while the flow waits, in order, e.g. `[{ event: "callComplete" }]`. Default nothing: it keeps waiting. */
  events?: readonly { event: string; outputs?: Record<string, unknown> }[];
  /** Default now. */
  now?: Date;
}

export interface SimulatedRun {
  /** Names of the widgets in the order they ran; the last may still be waiting. */
  path: string[];
  /** `flow.variables` at the end. */
  variables: unknown;
  requests: HttpRequest[];
  /** What Flex took. */
  tasks: FlexRequest[];
  messages: OutboundMessage[];
  warnings: Warning[];
  execution: Execution;
}

/**
 * Runs a flow against stubs.
 *
 * @throws UnsupportedWidget at the first widget of a type that is not simulated
 */
export async function simulate(definition: FlowDefinition, scenario: Scenario): Promise<SimulatedRun> {
  const { events = [], trigger } = scenario;
  const requests: HttpRequest[] = [];
  const tasks: FlexRequest[] = [];
  const messages: OutboundMessage[] = [];
  const world = stubbed(scenario, { requests, tasks, messages });
  let execution = await startExecution(definition, trigger, world);
  for (const event of events) execution = await resumeExecution(definition, execution, event, world);
  const { steps, waiting, context, warnings } = execution;
  return {
    path: [...steps.map(({ widget }) => widget), ...(waiting ? [waiting.widget] : [])],
    variables: context.flow.variables,
    requests,
    tasks,
    messages,
    warnings,
    execution,
  };
}

function stubbed(
  { http, conversations = [], flex, message, now = new Date() }: Scenario,
  seen: Pick<SimulatedRun, "requests" | "tasks" | "messages">,
): World {
  const sid = (prefix: string, number: number) => `${prefix}${number.toString(16).padStart(32, "0")}`;
  return {
    sids: { execution: sid("FN", 1), flow: sid("FW", 1), account: sid("AC", 1) },
    now: () => now,
    async request(request) {
      seen.requests.push(request);
      if (!http) throw new Error("the scenario answers no requests");
      const { status = 200, contentType, body = "" } = http(request);
      const [type, text] =
        typeof body === "string" ? ["text/plain", body] : ["application/json", JSON.stringify(body)];
      return { status, contentType: contentType ?? type, body: text };
    },
    async resumeConversation({ conversationSid, serviceSid }) {
      return conversations.find(
        (each) => each.sid === conversationSid && each.chat_service_sid === serviceSid,
      );
    },
    async sendMessage(outbound) {
      const sent = message?.(outbound) ?? { Sid: sid("SM", seen.messages.length + 1), Body: outbound.body };
      seen.messages.push(outbound);
      return sent;
    },
    async sendToFlex(request) {
      const task = flex?.(request) ?? {
        sid: sid(request.kind === "call" ? "WT" : "KD", seen.tasks.length + 1),
      };
      seen.tasks.push(request);
      return task;
    },
  };
}
