// A scenario within an exploration: it decides first, and its data can be varied.

import type { FlowDefinition } from "../../../definition/definition.ts";
import { isObject } from "../../../definition/json.ts";
import { findStub } from "../../scenario/http/stubs.ts";
import { readOutsideEvent } from "../../scenario/outsideEvent.ts";
import type { ParentEvent } from "../../scenario/parentTrigger.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { toTrigger } from "../../scenario/scenarioTrigger.ts";
import { createStubbedWorld, newRunRecord } from "../../scenario/stubbedWorld.ts";
import { takeTurns } from "../../scenario/turns.ts";
import type { Execution } from "../../step/execution.ts";
import type {
  ConversationSids,
  FlexRequest,
  HttpRequest,
  HttpResponse,
  OutboundMessage,
} from "../../step/world.ts";
import type { Choice } from "./decision.ts";

/** Represents the widget's failure event, whatever its name. */
export const refused = "(refused)";

export interface Seed {
  /** From 1; distinguishes the scenarios of an exploration. */
  number: number;
  begin(): SeedRun;
}

/** The scenario's decisions in one run; undefined if it does not decide. */
export interface SeedRun {
  trigger(): Choice;
  request(request: HttpRequest, widget: string): Promise<Choice | undefined>;
  message(message: OutboundMessage, widget: string): Promise<Choice | undefined>;
  flex(request: FlexRequest, widget: string): Promise<Choice | undefined>;
  conversation(sids: ConversationSids, widget: string): Promise<Choice | undefined>;
  event(definition: FlowDefinition, execution: Execution): Choice | undefined;
  left(widget: string): void;
}

/** @param parent what starts the parent of a subflow */
export function seedOf({ real: _, ...scenario }: Scenario, number: number, parent: ParentEvent): Seed {
  return { number, begin: () => begin(scenario, parent) };
}

function begin(scenario: Scenario, parent: ParentEvent): SeedRun {
  const turns = takeTurns(scenario.answers ?? {});
  const record = newRunRecord();
  const stubs = createStubbedWorld(scenario, turns, record);
  const later = [...(scenario.events ?? [])];
  const unlessRefused = async (work: Promise<unknown>): Promise<Choice | undefined> => {
    try {
      await work;
      return undefined;
    } catch {
      return { option: refused, set: [] };
    }
  };
  return {
    trigger: () => {
      const trigger = toTrigger(scenario.trigger, parent);
      const now = scenario.now ? [{ path: ["now"], value: scenario.now.toISOString() }] : [];
      return { option: trigger.event, set: now, base: trigger };
    },
    async request(request, widget) {
      const { http, recorded } = scenario;
      const isAnswered =
        turns.answer(widget) !== undefined ||
        recorded !== undefined ||
        (typeof http === "function" ? true : http !== undefined && findStub(http, request) !== undefined);
      if (!isAnswered) return undefined;
      try {
        return { option: "success", set: [], base: toData(await stubs.request(request, widget)) };
      } catch {
        return { option: refused, set: [] };
      }
    },
    message: (message, widget) => unlessRefused(stubs.sendMessage(message, widget)),
    flex: (request, widget) => unlessRefused(stubs.sendToFlex(request, widget)),
    async conversation(sids, widget) {
      if (scenario.conversations === undefined && turns.answer(widget) === undefined) return undefined;
      try {
        const conversation = await stubs.resumeConversation(sids, widget);
        return conversation
          ? { option: "resumed", set: [], base: { conversation } }
          : { option: refused, set: [] };
      } catch {
        return { option: refused, set: [] };
      }
    },
    event(definition, execution) {
      const scripted = readOutsideEvent(definition, execution, turns) ?? later.shift();
      return scripted && { option: scripted.event, set: [], base: scripted.outputs ?? {} };
    },
    left: (widget) => turns.left(widget),
  };
}

/** Converts a response to data that the exploration can vary. */
function toData({ status, contentType, body }: HttpResponse): Record<string, unknown> {
  const data = { status_code: status, content_type: contentType };
  try {
    const parsed: unknown = JSON.parse(body);
    return isObject(parsed) ? { ...data, parsed } : { ...data, body };
  } catch {
    return { ...data, body };
  }
}
