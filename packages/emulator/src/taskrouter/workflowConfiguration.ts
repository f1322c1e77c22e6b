// The configuration of a workflow: JSON text with filters, whose targets are queues.
// Source: twilio.com/docs/taskrouter/workflow-configuration, /worker-presence (skip_if)

import { z } from "zod";
import { badParameter } from "../http/errors.ts";
import type { State } from "../state/state.ts";
import { ExpressionError, parseExpression } from "./expression.ts";

const target = z.looseObject({
  /** `WQ…`. One of Twilio's examples has a target without. */
  queue: z.string().optional(),
  expression: z.string().optional(),
  /** Of the task, while it waits here. */
  priority: z.coerce.number().int().min(0).optional(),
  skip_if: z.string().optional(),
});

export type Target = z.infer<typeof target>;

const filter = z.looseObject({ expression: z.string(), targets: z.array(target) });

const schema = z.looseObject({
  task_routing: z.looseObject({
    filters: z.array(filter).optional(),
    default_filter: z.looseObject({ queue: z.string() }).optional(),
  }),
});

type WorkflowConfiguration = z.infer<typeof schema>["task_routing"];

/**
 * Checks a configuration: its form, its expressions, and that its queues are in the workspace.
 *
 * @throws Refusal (400) with the first problem
 */
export function checkWorkflowConfiguration(state: State, workspaceSid: string, text: string): void {
  const routing = readRouting(text);
  for (const queue of queuesOf(routing)) {
    if (state.taskQueues[queue]?.workspace_sid !== workspaceSid)
      throw badParameter(`Invalid parameter Configuration: queue ${queue} is not in this workspace`);
  }
  for (const [index, { expression, targets }] of (routing.filters ?? []).entries()) {
    checkExpression(`Configuration: filters[${index}].expression`, expression);
    for (const [at, { expression: ofTarget, skip_if }] of targets.entries()) {
      const place = `Configuration: filters[${index}].targets[${at}]`;
      if (ofTarget !== undefined) checkExpression(`${place}.expression`, ofTarget);
      if (skip_if !== undefined) checkExpression(`${place}.skip_if`, skip_if);
    }
  }
}

/** Whether a workflow with this configuration sends tasks to the queue. */
export function usesQueue(configuration: string, queueSid: string): boolean {
  return queuesOf(readRouting(configuration)).includes(queueSid);
}

/**
 * @param place names the value in the error
 * @throws Refusal (400)
 */
export function checkExpression(place: string, text: string): void {
  try {
    parseExpression(text);
  } catch (error) {
    if (error instanceof ExpressionError) throw badParameter(`Invalid parameter ${place}: ${error.message}`);
    throw error;
  }
}

function queuesOf({ filters = [], default_filter }: WorkflowConfiguration): string[] {
  return [...filters.flatMap(({ targets }) => targets), default_filter ?? {}].flatMap(({ queue }) =>
    typeof queue === "string" ? [queue] : [],
  );
}

/**
 * Reads a configuration.
 *
 * @param configuration of the workflow, JSON text
 * @throws Refusal (400) if it is not a workflow's configuration
 */
export function readRouting(configuration: string): WorkflowConfiguration {
  let parsed: unknown;
  try {
    parsed = JSON.parse(configuration);
  } catch {
    throw badParameter("Invalid parameter Configuration: not valid JSON");
  }
  const result = schema.safeParse(parsed, { reportInput: true });
  if (result.success) return result.data.task_routing;
  const [issue] = result.error.issues;
  const path = issue?.path.join(".") || "task_routing";
  throw badParameter(
    `Invalid parameter Configuration: ${path} ${issue?.input === undefined || issue.path.length === 0 ? "is missing" : `is wrong: ${issue?.message}`}`,
  );
}
