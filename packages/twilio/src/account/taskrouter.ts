// TaskRouter: workflows (WW…), queues (WQ…), task channels (TC…) and tasks (WT…) of a workspace. Source: twilio.com/docs/taskrouter/api

import * as z from "zod";
import type { Api } from "../client/api.ts";
import { collection } from "./collection.ts";
import { name, optionalText, text, upperCase } from "./fields.ts";

const workflow = z.object({
  sid: text,
  workspace_sid: text,
  friendly_name: name,
  configuration: optionalText,
  assignment_callback_url: optionalText,
  fallback_assignment_callback_url: optionalText,
  task_reservation_timeout: z.number().nullish(),
});
/** `configuration` is JSON text. */
export type Workflow = z.infer<typeof workflow>;

export function workflows(workspaceSid: string) {
  return inWorkspace(workspaceSid, "Workflows", "workflows", workflow);
}

const routing = z.object({
  task_routing: z.object({
    filters: z
      .array(
        z.object({
          expression: optionalText,
          targets: z.array(z.object({ queue: optionalText })).nullish(),
        }),
      )
      .nullish(),
    default_filter: z.object({ queue: optionalText }).nullish(),
  }),
});

/**
 * Where a workflow sends tasks.
 *
 * @returns the SIDs of its queues, each once, those of the filters first; and whether every task finds one of them
 */
export function routingOfWorkflow({ configuration }: Pick<Workflow, "configuration">): {
  queues: string[];
  takesAll: boolean;
} {
  const { task_routing } = routing.parse(JSON.parse(configuration || '{"task_routing":{}}'));
  const filters = task_routing.filters ?? [];
  const targets = filters.flatMap((filter) => filter.targets ?? []);
  const queues = [...targets, task_routing.default_filter].map((target) => target?.queue);
  return {
    queues: [...new Set(queues.filter((queue) => queue != null))],
    // The expression with which the Console writes a filter for everything.
    takesAll:
      task_routing.default_filter?.queue != null ||
      filters.some(({ expression }) => /^\s*1\s*==?\s*1\s*$/.test(expression ?? "")),
  };
}

export function listWorkflows(api: Api, workspaceSid: string): Promise<Workflow[]> {
  return workflows(workspaceSid).list(api);
}

const taskQueue = z.object({
  sid: text,
  friendly_name: name,
  target_workers: optionalText,
  max_reserved_workers: z.number().nullish(),
  task_order: upperCase.nullish(),
});
export type TaskQueue = z.infer<typeof taskQueue>;

export function taskQueues(workspaceSid: string) {
  return inWorkspace(workspaceSid, "TaskQueues", "task_queues", taskQueue);
}

const worker = z.object({
  sid: text,
  friendly_name: name,
  available: z.boolean().nullish(),
  activity_name: optionalText,
});
/** `available`: whether the activity that the worker has now lets tasks through. */
export type Worker = z.infer<typeof worker>;

/**
 * Workers whom a queue targets, whatever they do at the moment: at most 100 of them.
 *
 * Source: twilio_taskrouter_v1.json in @twilio/cli-core 9.0.0 (`TaskQueueSid`: "the Workers … eligible for")
 */
export function listWorkersOfQueue(api: Api, workspaceSid: string, queueSid: string): Promise<Worker[]> {
  const query = { TaskQueueSid: queueSid, PageSize: 100 };
  return inWorkspace(workspaceSid, "Workers", "workers", worker).firstPage(api, query);
}

const taskChannel = z.object({ sid: text, friendly_name: name, unique_name: name });
export type TaskChannel = z.infer<typeof taskChannel>;

export function listTaskChannels(api: Api, workspaceSid: string): Promise<TaskChannel[]> {
  return inWorkspace(workspaceSid, "TaskChannels", "channels", taskChannel).list(api);
}

const task = z.object({
  sid: text,
  attributes: optionalText.transform((text) => text ?? "{}"),
  workflow_friendly_name: optionalText,
  task_channel_unique_name: optionalText,
});
/** `attributes` is JSON text, an empty object where Twilio returns none. */
export type Task = z.infer<typeof task>;

/** The newest 100, newest first. */
export function listNewestTasks(api: Api, workspaceSid: string): Promise<Task[]> {
  const query = { Ordering: "DateCreated:desc", PageSize: 100 };
  return inWorkspace(workspaceSid, "Tasks", "tasks", task).firstPage(api, query);
}

function inWorkspace<Row>(workspaceSid: string, name: string, key: string, row: z.ZodType<Row>) {
  const path = `/v1/Workspaces/${encodeURIComponent(workspaceSid)}/${name}`;
  return collection({ host: "taskrouter", path, key, paging: "next_page_url", row });
}
