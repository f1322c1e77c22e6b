// Workspaces of TaskRouter: containers of workers, queues, workflows and tasks.
// Source: twilio-oai, twilio_taskrouter_v1.json; twilio.com/docs/taskrouter/api/workspace

import type { Hono } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { formBoolean, readForm, sid, urlOrEmpty } from "../http/body.ts";
import { timestamp } from "../http/dates.ts";
import { badParameter, conflict } from "../http/errors.ts";
import type { Workspace } from "../state/flex.ts";
import { nextSid } from "../state/ids.ts";
import type { State } from "../state/state.ts";
import { addFirstActivities, addFirstTaskChannels } from "../state/workspaceParts.ts";
import { requireActivity } from "./activities.ts";
import {
  listRows,
  matchQuery,
  newDates,
  shortName,
  urlOfWorkspace,
  workspaceOf,
  workspacesPath,
} from "./workspacePath.ts";

const head = {
  EventCallbackUrl: urlOrEmpty.optional(),
  EventsFilter: z.string().optional(),
  MultiTaskEnabled: formBoolean.optional(),
  PrioritizeQueueOrder: z.enum(["FIFO", "LIFO"]).optional(),
};

const creation = z.strictObject({
  ...head,
  FriendlyName: shortName,
  Template: z.enum(["NONE", "FIFO"]).optional(),
});

const update = z.strictObject({
  ...head,
  FriendlyName: shortName.optional(),
  DefaultActivitySid: sid("WA").optional(),
  TimeoutActivitySid: sid("WA").optional(),
});

export function workspaceRoutes(app: Hono, context: Context): void {
  const { state } = context;

  app.get(workspacesPath, (c) => {
    const rows = matchQuery(c, Object.values(state.workspaces), {
      FriendlyName: ({ friendly_name }) => friendly_name,
    });
    return listRows(c, "workspaces", rows, (row) => render(state, row));
  });

  app.post(workspacesPath, async (c) => {
    const form = await readForm(c, creation);
    const owner = { sid: nextSid(state, "WS"), ...newDates(context) };
    const { Offline } = addFirstActivities(state, owner);
    addFirstTaskChannels(state, owner);
    const row: Workspace = {
      ...owner,
      friendly_name: form.FriendlyName,
      multi_task_enabled: form.MultiTaskEnabled ?? true,
      prioritize_queue_order: form.PrioritizeQueueOrder ?? "FIFO",
      default_activity_sid: Offline,
      timeout_activity_sid: Offline,
      event_callback_url: form.EventCallbackUrl ?? "",
      events_filter: form.EventsFilter || null,
    };
    state.workspaces[row.sid] = row;
    if (form.Template === "FIFO") addFifoTemplate(context, row);
    return Response.json(render(state, row), { status: 201 });
  });

  app.get(`${workspacesPath}/:ws`, (c) => Response.json(render(state, workspaceOf(c, context))));

  app.post(`${workspacesPath}/:ws`, async (c) => {
    const row = workspaceOf(c, context);
    const form = await readForm(c, update);
    for (const name of ["DefaultActivitySid", "TimeoutActivitySid"] as const) {
      const activity = form[name];
      if (activity !== undefined) requireActivity(state, row.sid, name, activity);
    }
    // "A multi-tasking Workspace can't be updated to single-tasking."
    if (row.multi_task_enabled && form.MultiTaskEnabled === false)
      throw badParameter("Invalid parameter MultiTaskEnabled: a multi-tasking workspace stays one");
    row.friendly_name = form.FriendlyName ?? row.friendly_name;
    row.multi_task_enabled = form.MultiTaskEnabled ?? row.multi_task_enabled;
    row.prioritize_queue_order = form.PrioritizeQueueOrder ?? row.prioritize_queue_order;
    row.default_activity_sid = form.DefaultActivitySid ?? row.default_activity_sid;
    row.timeout_activity_sid = form.TimeoutActivitySid ?? row.timeout_activity_sid;
    row.event_callback_url = form.EventCallbackUrl ?? row.event_callback_url;
    if (form.EventsFilter !== undefined) row.events_filter = form.EventsFilter || null;
    row.date_updated = timestamp(context.now());
    return Response.json(render(state, row));
  });

  app.delete(`${workspacesPath}/:ws`, (c) => {
    const row = workspaceOf(c, context);
    if (state.flexConfiguration?.taskrouter_workspace_sid === row.sid)
      throw conflict(`Workspace ${row.sid} cannot be deleted: Flex uses it`);
    deleteWorkspace(state, row.sid);
    return new Response(null, { status: 204 });
  });
}

/** One queue for every worker, and the workflow that sends all tasks to it. The names are Twilio's for this template. */
function addFifoTemplate(context: Context, { sid }: Workspace): void {
  const { state } = context;
  const part = { workspace_sid: sid, ...newDates(context) };
  const queueSid = nextSid(state, "WQ");
  state.taskQueues[queueSid] = {
    ...part,
    sid: queueSid,
    friendly_name: "Sample Queue",
    target_workers: "1==1",
    max_reserved_workers: 1,
    task_order: "FIFO",
    reservation_activity_sid: null,
    assignment_activity_sid: null,
  };
  const workflowSid = nextSid(state, "WW");
  state.workflows[workflowSid] = {
    ...part,
    sid: workflowSid,
    friendly_name: "Default Fifo Workflow",
    configuration: JSON.stringify({ task_routing: { filters: [], default_filter: { queue: queueSid } } }),
    task_reservation_timeout: 120,
    assignment_callback_url: "",
    fallback_assignment_callback_url: "",
  };
}

/** With everything in it. */
function deleteWorkspace(state: State, sid: string): void {
  const { activities, workers, workflows, taskQueues, taskChannels, tasks } = state;
  for (const table of [activities, workers, workflows, taskQueues, taskChannels, tasks]) {
    for (const row of Object.values(table)) if (row.workspace_sid === sid) delete table[row.sid];
  }
  delete state.workspaces[sid];
}

/** Resources of a workspace, by their key in `links`. */
const resources = {
  activities: "Activities",
  statistics: "Statistics",
  real_time_statistics: "RealTimeStatistics",
  cumulative_statistics: "CumulativeStatistics",
  task_queues: "TaskQueues",
  tasks: "Tasks",
  workers: "Workers",
  workflows: "Workflows",
  task_channels: "TaskChannels",
  events: "Events",
};

function render(state: State, row: Workspace) {
  const url = urlOfWorkspace(row.sid);
  return {
    ...row,
    account_sid: state.account.sid,
    default_activity_name: state.activities[row.default_activity_sid]?.friendly_name ?? null,
    timeout_activity_name: state.activities[row.timeout_activity_sid]?.friendly_name ?? null,
    url,
    links: Object.fromEntries(Object.entries(resources).map(([key, name]) => [key, `${url}/${name}`])),
  };
}
