// The attributes of a task.

import type { Task } from "../state/flex.ts";

/** Parses the attributes of a task, which are always the JSON text of an object: createTask.ts. */
export function taskAttributes({ attributes }: Task): Record<string, unknown> {
  return JSON.parse(attributes);
}

/** The call (`CA…`) that the task is about. */
export function callSidOf(task: Task): string | undefined {
  const { call_sid } = taskAttributes(task);
  return typeof call_sid === "string" ? call_sid : undefined;
}
