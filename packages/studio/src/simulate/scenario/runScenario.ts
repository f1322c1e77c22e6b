// Runs a flow against a scenario, for the tests of a flow's author.

import type { FlowDefinition } from "../../definition/definition.ts";
import { isEndedByLimit, resumeExecution, startExecution } from "../simulate.ts";
import type { Execution, Step } from "../step/execution.ts";
import { readDefinition } from "../step/readDefinition.ts";
import { listSpoken } from "../step/twiml.ts";
import type { World } from "../step/world.ts";
import { findAnswerIssues } from "./answers.ts";
import { findDifferences } from "./differences.ts";
import { defaultEvent, readOutsideEvent } from "./outsideEvent.ts";
import { likelyParent } from "./parentTrigger.ts";
import { type Scenario, ScenarioError } from "./scenario.ts";
import { toTrigger } from "./scenarioTrigger.ts";
import type { RunStep, SimulatedRun } from "./simulatedRun.ts";
import { createStubbedWorld, newRunRecord } from "./stubbedWorld.ts";
import { takeTurns } from "./turns.ts";

/**
 * Runs a flow against a scenario. A definition that Studio would refuse is run as far as possible. Nothing outside the
 * process is accessed, unless the scenario has `real`.
 *
 * @throws ScenarioError if `answers` names missing widgets, or contains what cannot happen at a widget
 * @throws Error if `initial_state` does not name a widget
 *
 * @example
 * ```ts
 * import { defineFlow, gatherInputOnCall, sayPlay, simulate } from "@tac-handoff/studio";
 *
 * const flow = defineFlow({
 *   trigger: { incomingCall: "ask" },
 *   widgets: {
 *     ask: gatherInputOnCall({ say: "Say your name.", on: { speech: "hello", timeout: "ask" } }),
 *     hello: sayPlay({ say: "Hello {{widgets.ask.SpeechResult}}." }),
 *   },
 * });
 * const run = await simulate(flow, { trigger: "incomingCall", answers: { ask: ["timeout", { speech: "Ann" }] } });
 *
 * run.path; // → ["Trigger", "ask", "ask", "hello"]
 * run.said; // → ["Say your name.", "Say your name.", "Hello Ann."]
 * ```
 */
export async function simulate(flow: FlowDefinition, scenario: Scenario): Promise<SimulatedRun> {
  const definition = readDefinition(flow);
  const { answers = {}, subflows, events = [], unanswered, trigger, expect = {} } = scenario;
  const issues = findAnswerIssues(answers, definition, subflows);
  if (issues.length > 0) throw new ScenarioError(issues);
  const turns = takeTurns(answers);
  const record = newRunRecord();
  const left: { step: Step; end: Pick<RunStep, "transition" | "outputs"> }[] = [];
  const world: World = {
    ...createStubbedWorld(scenario, turns, record),
    watch: {
      left(step, { transition, outputs }) {
        left.push({ step, end: { ...(transition === undefined ? {} : { transition }), outputs } });
        turns.left(step.widget);
      },
      emptied: (text) => record.emptied.push(text),
    },
  };
  let execution = await startExecution(definition, toTrigger(trigger, likelyParent(definition)), world);
  const later = events.map(({ event, outputs = {} }) => ({ event, outputs }));
  let answered = -1;
  while (execution.waiting) {
    const { length } = execution.steps;
    // An answer that the widget does not wait for is used only once.
    const own = answered === length ? undefined : readOutsideEvent(definition, execution, turns);
    const usual = unanswered === "default" ? defaultEvent(definition, execution) : undefined;
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
    said: listSpoken(execution.twiml),
    ...record,
    warnings: execution.warnings,
    end: endOf(execution, definition),
    unused: turns.unused(),
    execution,
  };
  return { ...run, differences: findDifferences(run, expect) };
}

/** A Run Subflow ends after the subflow's widgets; in the path it comes before them. */
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
  return isEndedByLimit(execution) && code !== undefined ? { how: "limit", at, code } : { how: "ended", at };
}
