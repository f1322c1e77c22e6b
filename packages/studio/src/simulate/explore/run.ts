// One run of an exploration: the flow is simulated, and every question that the flow does not answer itself is decided.

import type { FlowDefinition, Widget } from "../../definition.ts";
import { isObject } from "../../json.ts";
import { renderLiquid } from "../../liquid/liquid.ts";
import { findWidgetType } from "../../widgets/table.ts";
import type { TriggerEvent } from "../../widgets/widgetType.ts";
import type { Execution, Step, Trigger } from "../execution.ts";
import { sampleOutputs } from "../sampleOutputs.ts";
import { sampleSid } from "../sampleSids.ts";
import { hasStopped, resumeExecution, startExecution } from "../simulate.ts";
import { asText } from "../step.ts";
import { defaultNow } from "../stubbedWorld.ts";
import type { EmptiedText, HttpResponse, World } from "../world.ts";
import type { RenderedCondition } from "./candidates.ts";
import { assigned, type Choice, type Decision } from "./decision.ts";
import { startsWith } from "./paths.ts";
import { type TextReads, textsOf } from "./reads.ts";
import { type FlowReads, sampleFilled, sampleResponse, sampleTrigger } from "./samples.ts";
import { refused, type Seed } from "./seed.ts";
import { type Dependence, followValues } from "./sources.ts";

/** What does not change between runs. */
export interface Explored {
  definition: FlowDefinition;
  reads: FlowReads;
  read: (template: string) => TextReads;
  subflows: Readonly<Record<string, FlowDefinition>>;
  /** Events of the trigger that lead somewhere. */
  starts: readonly TriggerEvent[];
  /** Most runs of one widget in one path. */
  maxVisits: number;
}

export interface Plan {
  /** A scenario that answers what is not chosen. */
  seed?: Seed;
  /** By the decision's key. */
  choices: ReadonlyMap<string, Choice>;
}

export interface Trace {
  plan: Plan;
  decisions: Decision[];
  visits: Visit[];
  execution: Execution | undefined;
  /** Widgets in order, the waiting one at last. */
  path: string[];
  /** A widget ran more often than `maxVisits`, and the path was left there. */
  cutAt?: string;
  emptied: (EmptiedText & { isChosen: boolean; visits: number })[];
}

/** A widget of the flow itself (not of a subflow) that has run. */
export interface Visit {
  widget: Widget;
  step: Step;
  transition?: number;
  /** Of a split: what its input depends on, and its conditions. Of others: texts that compare something. */
  texts: Dependence[];
  conditions?: (RenderedCondition | undefined)[];
  /** Decisions so far. */
  decisions: number;
  /** TwiML verbs, messages, tasks and calls so far. */
  effects: number;
}

class Cut extends Error {}

export async function run(explored: Explored, plan: Plan): Promise<Trace> {
  const { definition, reads, read, subflows, maxVisits } = explored;
  const seed = plan.seed?.begin();
  const widgets = new Map(definition.states.map((widget) => [widget.name, widget]));
  const values = followValues(read);
  const trace: Trace = { plan, decisions: [], visits: [], execution: undefined, path: [], emptied: [] };
  const runs = new Map<string, number>();
  const sticky = new Map<string, Choice>();
  let effects = 0;

  const typeOf = (widget: string) => widgets.get(widget)?.type ?? "";
  const decide = (widget: string, question: string, options: readonly string[], said?: Choice): Choice => {
    const turn = runs.get(widget) ?? 0;
    const key = `${widget}#${turn}:${question}`;
    const [usual = ""] = options;
    const planned = plan.choices.get(key);
    const wanted = [planned, ofSeed(said, options), sticky.get(`${widget}:${question}`)].find(
      (choice) => choice && options.includes(choice.option),
    );
    const choice = wanted ?? { option: usual, set: [] };
    sticky.set(`${widget}:${question}`, choice);
    values.gave(widget, trace.decisions.length);
    trace.decisions.push({ key, widget, widgetType: typeOf(widget), question, turn, options, choice });
    return choice;
  };

  const start = startOf(
    explored,
    decide(definition.initial_state, "start", explored.starts, seed?.trigger()),
  );
  const nowDate = start.now;
  const outcome = (
    widget: string,
    question: string,
    [success, failure]: readonly [string, string],
    said?: Choice,
  ) => {
    const choice = decide(widget, question, [success, failure], said);
    if (choice.option === failure) throw new Error("refused, as chosen for this path");
    return choice;
  };
  const filled = (widget: string, event: string, outputs: Record<string, unknown>, { set, base }: Choice) =>
    record(
      assigned(base ?? sampleFilled({ name: widget, type: typeOf(widget) }, event, outputs, reads), set),
    );

  const world: World = {
    sids: { execution: sampleSid("FN"), flow: sampleSid("FW"), account: sampleSid("AC") },
    now: () => nowDate,
    unknownTypes: "wait",
    takesUnfinished: () => true,
    async request(request, widget) {
      const failure = typeOf(widget) === "run-function" ? "fail" : "failed";
      const choice = decide(widget, "request", ["success", failure], await seed?.request(request, widget));
      return responseOf(choice, sampleResponse(widget, reads), choice.option === failure);
    },
    async sendMessage(message, widget) {
      const failure = typeOf(widget) === "send-message" ? "failed" : "deliveryFailure";
      // To whom no message gets through, a flow can say nothing else either: the attempt counts.
      effects++;
      const choice = outcome(widget, "send", ["sent", failure], await seed?.message(message, widget));
      const outbound = { Sid: sampleSid("SM"), Body: message.body, From: message.from, To: message.to };
      return record(filled(widget, "sent", { outbound }, choice).outbound);
    },
    async sendToFlex(request, widget) {
      const said = await seed?.flex(request, widget);
      const success = request.kind === "call" ? "(queued)" : "callComplete";
      const choice = outcome(widget, "task", [success, "failedToEnqueue"], said);
      effects++;
      return { sid: sampleSid("WT"), ...filled(widget, "callComplete", { sid: sampleSid("WT") }, choice) };
    },
    async enqueueCall(_, widget) {
      outcome(widget, "task", ["(queued)", "failedToEnqueue"]);
    },
    async makeCall() {
      effects++;
    },
    async recordCall(_, widget) {
      const choice = outcome(widget, "record", ["success", "failed"]);
      return filled(widget, "success", { Sid: sampleSid("RE") }, choice);
    },
    async resumeConversation(sids, widget) {
      const choice = outcome(
        widget,
        "conversation",
        ["resumed", "failed"],
        await seed?.conversation(sids, widget),
      );
      return conversationOf(choice, sids.conversationSid, sids.serviceSid);
    },
    async startConversation({ serviceSid }, widget) {
      return conversationOf(
        outcome(widget, "conversation", ["created", "failed"]),
        sampleSid("CH"),
        serviceSid,
      );
    },
    async subflow({ flowSid }) {
      return Object.hasOwn(subflows, flowSid) ? subflows[flowSid] : undefined;
    },
    watch: {
      left(step, { transition, verbs, context }) {
        const count = (runs.get(step.widget) ?? 0) + 1;
        runs.set(step.widget, count);
        seed?.left(step.widget);
        const widget = widgets.get(step.widget);
        if (widget) {
          const isSplit = widget.type === "split-based-on";
          const texts = isSplit ? [asText(widget.properties.input ?? "")] : textsOf(widget);
          trace.visits.push({
            widget,
            step,
            ...(transition === undefined ? {} : { transition }),
            texts: texts.flatMap((text) => {
              const dependence = values.of(text);
              const matters = dependence.sources.length > 0 && (isSplit || dependence.literals.length > 0);
              return matters ? [dependence] : [];
            }),
            ...(isSplit
              ? {
                  conditions: widget.transitions.map(({ event, conditions: [condition] = [] }) =>
                    event === "match" && condition
                      ? {
                          type: condition.type,
                          value: renderLiquid(condition.value ?? "", context, nowDate).text,
                        }
                      : undefined,
                  ),
                }
              : {}),
            decisions: trace.decisions.length,
            effects: effects + verbs,
          });
          if (widget.type === "set-variables") values.set(widget);
        }
        if (count > maxVisits) throw new Cut(step.widget);
      },
      emptied(text) {
        const { sources } = values.of(text.template);
        const isChosen = sources.some(({ decision, path }) =>
          trace.decisions[decision]?.choice.set.some(
            ({ path: set, value }) => (value === "" || value === undefined) && startsWith(path, set),
          ),
        );
        trace.emptied.push({ ...text, isChosen, visits: trace.visits.length });
      },
    },
  };

  try {
    let execution = await startExecution(definition, start.trigger, world);
    trace.execution = execution;
    while (execution.waiting) {
      const { widget, events } = execution.waiting;
      // What the world decides before the widget waits is not decided again.
      const open = events.filter((event) => !decidedBefore(typeOf(widget)).includes(event));
      if (open.length === 0) break;
      const choice = decide(widget, "event", open, seed?.event(definition, execution));
      const outputs = filled(
        widget,
        choice.option,
        sampled(typeOf(widget), choice.option, execution),
        choice,
      );
      execution = await resumeExecution(definition, execution, { event: choice.option, outputs }, world);
      trace.execution = execution;
    }
  } catch (error) {
    if (!(error instanceof Cut)) throw error;
    trace.cutAt = error.message;
  }
  trace.path = pathOf(trace);
  return trace;
}

/** Tells whether a limit of Studio ended the run. */
export function stoppedBy({ execution }: Trace): { code: number; widget: string } | undefined {
  const last = execution?.warnings.at(-1);
  return execution && last && hasStopped(execution) ? { code: last.code, widget: last.widget } : undefined;
}

function pathOf({ visits, execution, cutAt }: Trace): string[] {
  const waiting = execution?.waiting && cutAt === undefined ? [execution.waiting.widget] : [];
  return [...visits.map(({ widget }) => widget.name), ...waiting];
}

/** A refusal of the scenario is the last option. */
function ofSeed(said: Choice | undefined, options: readonly string[]): Choice | undefined {
  return said?.option === refused ? { ...said, option: options.at(-1) ?? "" } : said;
}

function decidedBefore(type: string): readonly string[] {
  if (type === "send-and-wait-for-reply") return ["deliveryFailure"];
  return type === "send-to-flex" || type === "enqueue-call" ? ["failedToEnqueue"] : [];
}

/** The trigger, as decided. Its data is under the trigger's kind, beside `now`, `contact` and `channel`. */
function startOf({ reads }: Explored, { option, set, base }: Choice): { trigger: Trigger; now: Date } {
  const trigger = isTrigger(base) ? base : sampleTrigger(option as TriggerEvent, reads);
  const { event, ...given } = trigger;
  const data = record(
    assigned(
      event === "incomingRequest"
        ? { request: given }
        : event === "incomingParent"
          ? { parent: given }
          : given,
      set,
    ),
  );
  const now = typeof data.now === "string" ? new Date(data.now) : new Date(defaultNow);
  const ends = (customer: string, twilio: string) => ({
    ...(data.contact === undefined ? {} : { [customer]: String(data.contact) }),
    ...(data.channel === undefined ? {} : { [twilio]: String(data.channel) }),
  });
  switch (event) {
    case "incomingCall": {
      const call = Object.entries(record(data.call)).map(([key, value]) => [
        key,
        typeof value === "string" ? value : JSON.stringify(value),
      ]);
      return { now, trigger: { event, call: { ...Object.fromEntries(call), ...ends("From", "To") } } };
    }
    case "incomingMessage":
      return { now, trigger: { event, message: { ...record(data.message), ...ends("From", "To") } } };
    case "incomingConversationMessage":
      return {
        now,
        trigger: { event, conversation: { ...record(data.conversation), ...ends("From", "To") } },
      };
    case "incomingRequest": {
      const { to, from, parameters } = record(data.request);
      const request = { to: String(to), from: String(from), ...ends("to", "from") };
      return { now, trigger: { event, ...request, parameters: record(parameters) } };
    }
    case "incomingParent":
      return { now, trigger: { event, parameters: record(record(data.parent).parameters) } };
  }
}

function isTrigger(value: unknown): value is Trigger {
  return isObject(value) && typeof value.event === "string";
}

function responseOf({ set, base }: Choice, sample: object, isFailure: boolean): HttpResponse {
  const { status_code, content_type, body, parsed } = record(
    assigned(base ?? (isFailure ? { status_code: 500, body: "" } : sample), set),
  );
  const isText =
    typeof body === "string" && (parsed === undefined || set.some(({ path }) => path[0] === "body"));
  const [type, text] = isText ? ["text/plain", body] : ["application/json", JSON.stringify(parsed ?? {})];
  return {
    status: Number(status_code) || 500,
    contentType: typeof content_type === "string" ? content_type : type,
    body: text,
  };
}

function conversationOf({ set, base }: Choice, sid: string, chat_service_sid: string) {
  const data = record(
    assigned(
      base ?? {
        conversation: {
          sid,
          chat_service_sid,
          friendly_name: "sample",
          state: "active",
          attributes: "{}",
          webhook_sid: sampleSid("WH"),
          participants: [],
        },
      },
      set,
    ),
  );
  return record(data.conversation) as unknown as Awaited<ReturnType<NonNullable<World["startConversation"]>>>;
}

function sampled(type: string, event: string, { context, call }: Execution): Record<string, unknown> {
  const { channel } = context.flow;
  const { call: started } = context.trigger;
  return sampleOutputs(type, event, {
    customer: context.contact.channel.address,
    twilio: isObject(channel) && typeof channel.address === "string" ? channel.address : "",
    call: call ?? (isObject(started) ? started : undefined),
  });
}

function record(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

/** Events a widget type may end with in the exploration; the table's, or those the widget lists. */
export function eventsOf({ type, transitions }: Widget): readonly string[] {
  return findWidgetType(type)?.events ?? [...new Set(transitions.map(({ event }) => event))];
}
