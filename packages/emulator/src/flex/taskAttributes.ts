// What a person in Flex sees when they accept a task: its attributes, and the summaries found with them.

import type { Task } from "../state/flex.ts";
import type { State } from "../state/state.ts";

export interface HandoffContext {
  attributes: Record<string, unknown>;
  /** The Orchestrator's conversation that the attributes name; null when they name none. */
  conversationId: string | null;
  /** Oldest first. */
  summaries: { operatorResultId: string; on: string; at: string; text: string }[];
}

/** The summaries are looked up as Flex does: by the `conversationId` of the attributes, and nothing else. */
export function handoffContext(state: State, task: Task): HandoffContext {
  const attributes = taskAttributes(task);
  const conversationId = conversationIdOf(attributes);
  const summaries = Object.values(state.operatorResults)
    .filter((row) => row.conversationId === conversationId)
    .map(({ id, executionDetails, dateCreated, result }) => ({
      operatorResultId: id,
      on: executionDetails.trigger.on,
      at: dateCreated,
      text: result.text,
    }));
  return { attributes, conversationId, summaries };
}

/** At the top level, or below `handoff` as flows of this project had it before. */
function conversationIdOf({ conversationId, handoff }: Record<string, unknown>): string | null {
  if (typeof conversationId === "string") return conversationId;
  const nested = typeof handoff === "object" && handoff !== null ? Object.entries(handoff) : [];
  const [, id] = nested.find(([name]) => name === "conversationId") ?? [];
  return typeof id === "string" ? id : null;
}

/** Attributes of a task are the JSON text of an object: Send to Flex makes no other. */
export function taskAttributes({ attributes }: Task): Record<string, unknown> {
  return JSON.parse(attributes);
}

/** The call (`CA…`) that the task is about. */
export function callSidOf(task: Task): string | undefined {
  const { call_sid } = taskAttributes(task);
  return typeof call_sid === "string" ? call_sid : undefined;
}
