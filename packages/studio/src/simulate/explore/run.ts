// One run of an exploration: simulates the flow and decides everything that the flow does not decide itself.

import type { FlowDefinition, Widget } from "../../definition/definition.ts";
import { renderLiquid } from "../../liquid/liquid.ts";
import type { TriggerEvent } from "../../widgets/widgetType.ts";
import { sampleOutputs } from "../scenario/sampleOutputs.ts";
import { sampleSid } from "../scenario/sampleSids.ts";
import { isEndedByLimit, resumeExecution, startExecution } from "../simulate.ts";
import { asText } from "../step/step.ts";
import type { StepEnd, World } from "../step/world.ts";
import { findCheckpoint, sharedWith } from "./checkpoint.ts";
import { conversationOf, responseOf, startOf } from "./choices/choiceData.ts";
import { applyAssignments, type Choice } from "./choices/decision.ts";
import { asRecord, startsWith } from "./choices/paths.ts";
import { type TextReads, textsOf } from "./choices/reads.ts";
import { type FlowReads, fillOutputs, sampleResponse } from "./choices/samples.ts";
import { refused } from "./choices/seed.ts";
import { type Dependency, followValues } from "./choices/sources.ts";
import type { Checkpoint, Plan, Trace, Visit } from "./trace.ts";

/** The settings that all runs share. */
export interface ExplorationInput {
  definition: FlowDefinition;
  reads: FlowReads;
  read: (template: string) => TextReads;
  subflows: Readonly<Record<string, FlowDefinition>>;
  /** Events of the trigger that lead somewhere. */
  starts: readonly TriggerEvent[];
  /** Maximum runs of one widget in one path. */
  maxVisits: number;
}

class PathCut extends Error {}

/** Runs a plan. Without a choice the scenario decides, otherwise the last choice in this run, otherwise the first option. */
export async function run(explored: ExplorationInput, plan: Plan): Promise<Trace> {
  const { definition, reads, maxVisits } = explored;
  const seed = plan.seed?.begin();
  // A scenario is at its beginning, so that its runs cannot continue from a checkpoint.
  const from = plan.origin && !seed ? findCheckpoint(plan.origin) : undefined;
  const trace = traceFrom(plan, from);
  const values = followValues(explored.read, from?.values);
  const widgets = new Map(definition.states.map((widget) => [widget.name, widget]));
  const typeOf = (widget: string) => widgets.get(widget)?.type ?? "";
  const runs = new Map(from?.runs);
  const last = new Map(from?.last);
  let effects = from?.effects ?? 0;

  const decide = (
    widget: string,
    question: string,
    options: readonly string[],
    scripted?: Choice,
  ): Choice => {
    const turn = runs.get(widget) ?? 0;
    const key = `${widget}#${turn}:${question}`;
    const wanted = [
      plan.choices.get(key),
      resolveRefusal(scripted, options),
      last.get(`${widget}:${question}`),
    ];
    const choice = wanted.find((each) => each && options.includes(each.option)) ?? {
      option: options[0] ?? "",
      set: [],
    };
    last.set(`${widget}:${question}`, choice);
    values.recordDecision(widget, trace.decisions.length);
    trace.decisions.push({ key, widget, widgetType: typeOf(widget), question, turn, options, choice });
    return choice;
  };
  /** Decides what Twilio may refuse. */
  const accept = (
    widget: string,
    question: string,
    options: readonly [string, string],
    scripted?: Choice,
  ) => {
    const choice = decide(widget, question, options, scripted);
    if (choice.option === options[1]) throw new Error("refused, as chosen for this path");
    return choice;
  };
  const outputsOf = (widget: string, event: string, sample: Record<string, unknown>, choice: Choice) => {
    const { base = fillOutputs({ name: widget, type: typeOf(widget) }, event, sample, reads) } = choice;
    return asRecord(applyAssignments(base, choice.set));
  };

  const start =
    from?.start ??
    startOf(decide(definition.initial_state, "start", explored.starts, seed?.trigger()), reads);
  const world: World = {
    sids: { execution: sampleSid("FN"), flow: sampleSid("FW"), account: sampleSid("AC") },
    now: () => start.now,
    unknownTypes: "wait",
    takesUnfinished: () => true,
    async request(request, widget) {
      const failure = typeOf(widget) === "run-function" ? "fail" : "failed";
      const choice = decide(widget, "request", ["success", failure], await seed?.request(request, widget));
      return responseOf(choice, sampleResponse(widget, reads), choice.option === failure);
    },
    async sendMessage(message, widget) {
      const failure = typeOf(widget) === "send-message" ? "failed" : "deliveryFailure";
      // If a message cannot be delivered, the flow cannot reach the customer otherwise: the attempt counts.
      effects++;
      const choice = accept(widget, "send", ["sent", failure], await seed?.message(message, widget));
      const outbound = { Sid: sampleSid("SM"), Body: message.body, From: message.from, To: message.to };
      return asRecord(outputsOf(widget, "sent", { outbound }, choice).outbound);
    },
    async sendToFlex(request, widget) {
      const success = request.kind === "call" ? "(queued)" : "callComplete";
      const scripted = await seed?.flex(request, widget);
      const choice = accept(widget, "task", [success, "failedToEnqueue"], scripted);
      effects++;
      const sid = sampleSid("WT");
      return { sid, ...outputsOf(widget, "callComplete", { sid }, choice) };
    },
    async enqueueCall(_, widget) {
      accept(widget, "task", ["(queued)", "failedToEnqueue"]);
    },
    async makeCall() {
      effects++;
    },
    async recordCall(_, widget) {
      const choice = accept(widget, "record", ["success", "failed"]);
      return outputsOf(widget, "success", { Sid: sampleSid("RE") }, choice);
    },
    async resumeConversation(sids, widget) {
      const scripted = await seed?.conversation(sids, widget);
      return conversationOf(accept(widget, "conversation", ["resumed", "failed"], scripted), sids);
    },
    async startConversation({ serviceSid }, widget) {
      const choice = accept(widget, "conversation", ["created", "failed"]);
      return conversationOf(choice, { conversationSid: sampleSid("CH"), serviceSid });
    },
    async subflow({ flowSid }) {
      return Object.hasOwn(explored.subflows, flowSid) ? explored.subflows[flowSid] : undefined;
    },
    watch: {
      left(step, end) {
        const count = (runs.get(step.widget) ?? 0) + 1;
        runs.set(step.widget, count);
        seed?.left(step.widget);
        const widget = widgets.get(step.widget);
        if (widget) {
          const decisions = trace.decisions.length;
          trace.visits.push({
            ...readVisit(widget, end, { of: values.of, now: start.now }),
            step,
            decisions,
            effects: effects + end.verbs,
          });
          if (widget.type === "set-variables") values.set(widget);
        }
        if (count > maxVisits) throw new PathCut(step.widget);
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
    let execution = from?.execution ?? (await startExecution(definition, start.trigger, world));
    trace.execution = execution;
    while (execution.waiting) {
      const { widget, events } = execution.waiting;
      if (!seed)
        trace.checkpoints.push({
          ...{ execution, start, effects, runs: new Map(runs), last: new Map(last), values: values.state() },
          ...{
            decisions: trace.decisions.length,
            visits: trace.visits.length,
            emptied: trace.emptied.length,
          },
        });
      // Decisions made before the widget waits are not repeated.
      const open = events.filter((event) => !eventsDecidedBefore(typeOf(widget)).includes(event));
      if (open.length === 0) break;
      const choice = decide(widget, "event", open, seed?.event(definition, execution));
      const { option: event } = choice;
      const sample = sampleOutputs(typeOf(widget), event, execution);
      const outputs = outputsOf(widget, event, sample, choice);
      execution = await resumeExecution(definition, execution, { event, outputs }, world);
      trace.execution = execution;
    }
  } catch (error) {
    if (!(error instanceof PathCut)) throw error;
    trace.cutAt = error.message;
  }
  trace.path = pathOf(trace);
  return trace;
}

/** Returns the record of a run that begins, or that continues from a checkpoint of another. */
function traceFrom(plan: Plan, from: Checkpoint | undefined): Trace {
  const { origin } = plan;
  const base = { plan, shared: sharedWith(origin), path: [] };
  if (!origin || !from) return { ...base, checkpoints: [], decisions: [], visits: [], emptied: [] };
  const { trace } = origin;
  return {
    ...base,
    // The one from which it continues is recorded again.
    checkpoints: trace.checkpoints.slice(0, trace.checkpoints.indexOf(from)),
    decisions: trace.decisions.slice(0, from.decisions),
    visits: trace.visits.slice(0, from.visits),
    emptied: trace.emptied.slice(0, from.emptied),
  };
}

/** Returns the limit of Studio that ended the run, if any. */
export function findReachedLimit({ execution }: Trace): { code: number; widget: string } | undefined {
  const last = execution?.warnings.at(-1);
  return execution && last && isEndedByLimit(execution)
    ? { code: last.code, widget: last.widget }
    : undefined;
}

function pathOf({ visits, execution, cutAt }: Trace): string[] {
  const waiting = execution?.waiting && cutAt === undefined ? [execution.waiting.widget] : [];
  return [...visits.map(({ widget }) => widget.name), ...waiting];
}

/** Converts a refusal of the scenario to the last option. */
function resolveRefusal(scripted: Choice | undefined, options: readonly string[]): Choice | undefined {
  return scripted?.option === refused ? { ...scripted, option: options.at(-1) ?? "" } : scripted;
}

function eventsDecidedBefore(type: string): readonly string[] {
  if (type === "send-and-wait-for-reply") return ["deliveryFailure"];
  return type === "send-to-flex" || type === "enqueue-call" ? ["failedToEnqueue"] : [];
}

/** Returns what the event of a widget may depend on. */
function readVisit(
  widget: Widget,
  { transition, context }: StepEnd,
  { of, now }: { of: (template: string) => Dependency; now: Date },
): Pick<Visit, "widget" | "transition" | "texts" | "conditions"> {
  const isSplit = widget.type === "split-based-on";
  const texts = (isSplit ? [asText(widget.properties.input ?? "")] : textsOf(widget)).map(of);
  return {
    widget,
    ...(transition === undefined ? {} : { transition }),
    texts: texts.filter(({ sources, literals }) => sources.length > 0 && (isSplit || literals.length > 0)),
    ...(isSplit
      ? {
          conditions: widget.transitions.map(({ event, conditions: [condition] = [] }) =>
            event === "match" && condition
              ? { type: condition.type, value: renderLiquid(condition.value, context, now).text }
              : undefined,
          ),
        }
      : {}),
  };
}
