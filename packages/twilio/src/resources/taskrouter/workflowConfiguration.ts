// The configuration of a workflow: filters by the attributes of a task, each with the queues that it leads to.
// Source: twilio.com/docs/taskrouter/workflow-configuration, /worker-presence (skip_if), /order-workers

import * as z from "zod";
import { sid } from "../../client/sid.ts";
import { isObject } from "../../values/diff.ts";
import { unknownValue } from "../../values/unknown.ts";
import { expression } from "./expression.ts";

const queue = sid("WQ");

const target = z.strictObject({
  queue: queue.optional().describe("Queue of the task. Omit it for the queue of the target before it."),
  expression: expression
    .optional()
    .describe("Which of the queue's workers may receive the task: `worker.level >= task.level`."),
  priority: z
    .number()
    .int()
    .min(0)
    .optional()
    .describe("Priority of the task while it waits here, higher first. Omit it to keep the task's own."),
  timeout: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe("Seconds until the next target, or what follows the last one. Omit it to wait without end."),
  skip_if: expression
    .optional()
    .describe(
      "Skips the target if nobody can receive the task at once and this is true: `workers.available == 0`.",
    ),
  order_by: z.string().optional().describe("Which worker comes first: `worker.level DESC`."),
  known_worker_sid: z
    .string()
    .optional()
    .describe("Attribute with the SID of the one worker who may receive the task: `task.agentSid`."),
  known_worker_friendly_name: z
    .string()
    .optional()
    .describe("Attribute with the name of the one worker who may receive the task: `task.agent`."),
});

const filter = z.strictObject({
  filter_friendly_name: z.string().optional().describe("Name of the rule in the Console."),
  friendly_name: z.string().optional().describe("Older spelling of filter_friendly_name."),
  expression: expression.describe('Which tasks match, by their attributes: `department == "billing"`.'),
  targets: z.array(target).min(1).describe("Where they go, one after the other."),
});

export const configuration = z
  .strictObject({
    task_routing: z
      .strictObject({
        filters: z
          .array(filter)
          .optional()
          .describe("The rules, in their order: the first whose expression matches counts."),
        default_filter: z
          .strictObject({ queue: queue.describe("Queue of the tasks that no rule matches.") })
          .optional()
          .describe("Without it, a task that no rule matches reaches nobody."),
      })
      .describe("The one key of a configuration."),
  })
  .meta({ whole: true });

export type WorkflowConfiguration = z.infer<typeof configuration>;

/** The form in which configurations that mean the same are equal: without nulls, and without an empty list of filters. */
export function canonicalConfiguration(given: WorkflowConfiguration): WorkflowConfiguration {
  const bare = withoutNulls(given) as WorkflowConfiguration;
  const { task_routing } = bare;
  if (!isObject(task_routing) || !Array.isArray(task_routing.filters) || task_routing.filters.length > 0)
    return bare;
  const { filters: _, ...rest } = task_routing;
  return { ...bare, task_routing: rest };
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutNulls(item)]));
}

/** The queues that it names, each with the path to it. Any part may be unknown in preview. */
export function queuesIn(
  value: unknown,
  path: readonly PropertyKey[] = [],
): { queue: string; path: readonly PropertyKey[] }[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => queuesIn(item, [...path, index]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    if (key !== "queue") return queuesIn(item, [...path, key]);
    return typeof item === "string" && item !== unknownValue ? [{ queue: item, path: [...path, key] }] : [];
  });
}
