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
