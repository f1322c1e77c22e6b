// The attributes of a task, and the summaries that a Flex agent sees with them.

import type { Task } from "../state/flex.ts";
import type { State } from "../state/state.ts";

/** What a Flex agent sees when accepting a task. */
export interface HandoffContext {
  attributes: Record<string, unknown>;
  /** The Orchestrator's conversation named in the attributes; null if there is none. */
  conversationId: string | null;
  /** Oldest first. */
  summaries: { operatorResultId: string; on: string; at: string; text: string }[];
}

/** Finds the summaries as Flex does: by the `conversationId` in the attributes, and nothing else. */
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

/** At the top level, or below `handoff` as in earlier flows of this project. */
function conversationIdOf({ conversationId, handoff }: Record<string, unknown>): string | null {
  if (typeof conversationId === "string") return conversationId;
  const nested = typeof handoff === "object" && handoff !== null ? Object.entries(handoff) : [];
  const [, id] = nested.find(([name]) => name === "conversationId") ?? [];
  return typeof id === "string" ? id : null;
}

/** Parses the attributes of a task, which are always the JSON text of an object: createTask.ts. */
export function taskAttributes({ attributes }: Task): Record<string, unknown> {
  return JSON.parse(attributes);
}

/** The call (`CA…`) that the task is about. */
export function callSidOf(task: Task): string | undefined {
  const { call_sid } = taskAttributes(task);
  return typeof call_sid === "string" ? call_sid : undefined;
}
