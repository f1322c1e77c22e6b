// Task queues of a workspace: which workers receive their tasks, and in which order.
// Source: twilio-oai, twilio_taskrouter_v1.json; twilio.com/docs/taskrouter/api/task-queue

import type { Hono, Context as HonoContext } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { formInteger, readForm, readJsonObject, sid } from "../http/body.ts";
import { timestamp } from "../http/dates.ts";
import { conflict } from "../http/errors.ts";
import type { Task, TaskQueue } from "../state/flex.ts";
import { nextSid } from "../state/ids.ts";
import type { State } from "../state/state.ts";
import { requireActivity } from "./activities.ts";
import { parseExpression } from "./expression.ts";
import { matchesWorker } from "./matchesWorker.ts";
import { checkExpression, usesQueue } from "./workflowConfiguration.ts";
import {
  inWorkspace,
  listRows,
  matchQuery,
  newDates,
  orderRows,
  rowOf,
  urlOfWorkspace,
  workspaceOf,
  workspacesPath,
} from "./workspacePath.ts";

const creation = z.strictObject({
  FriendlyName: z.string().min(1),
  // Empty: no worker, so that tasks wait.
  TargetWorkers: z.string().optional(),
  MaxReservedWorkers: formInteger.pipe(z.number().min(1).max(50)).optional(),
  TaskOrder: z.enum(["FIFO", "LIFO"]).optional(),
  ReservationActivitySid: sid("WA").optional(),
  AssignmentActivitySid: sid("WA").optional(),
});

const update = creation.partial();

export function taskQueueRoutes(app: Hono, context: Context): void {
  const path = `${workspacesPath}/:ws/TaskQueues`;
  const { state } = context;

  app.get(path, (c) => {
    const rows = orderRows(c, filtered(c, context), {
      DateUpdated: ({ date_updated }) => date_updated,
      FriendlyName: ({ friendly_name }) => friendly_name,
    });
    return listRows(c, "task_queues", rows, (row) => render(state, row));
  });

  app.post(path, async (c) => {
    const workspace = workspaceOf(c, context);
    const form = await readForm(c, creation);
    check(state, workspace.sid, form);
    const row: TaskQueue = {
      sid: nextSid(state, "WQ"),
      workspace_sid: workspace.sid,
      friendly_name: form.FriendlyName,
      target_workers: form.TargetWorkers ?? "1==1",
      max_reserved_workers: form.MaxReservedWorkers ?? 1,
      task_order: form.TaskOrder ?? "FIFO",
      reservation_activity_sid: form.ReservationActivitySid ?? null,
      assignment_activity_sid: form.AssignmentActivitySid ?? null,
      ...newDates(context),
    };
    state.taskQueues[row.sid] = row;
    return Response.json(render(state, row), { status: 201 });
  });

  app.get(`${path}/:sid`, (c) => Response.json(render(state, rowOf(c, context, state.taskQueues))));

  app.post(`${path}/:sid`, async (c) => {
    const row = rowOf(c, context, state.taskQueues);
    const form = await readForm(c, update);
    check(state, row.workspace_sid, form);
    row.friendly_name = form.FriendlyName ?? row.friendly_name;
    row.target_workers = form.TargetWorkers ?? row.target_workers;
    row.max_reserved_workers = form.MaxReservedWorkers ?? row.max_reserved_workers;
    row.task_order = form.TaskOrder ?? row.task_order;
    row.reservation_activity_sid = form.ReservationActivitySid ?? row.reservation_activity_sid;
    row.assignment_activity_sid = form.AssignmentActivitySid ?? row.assignment_activity_sid;
    row.date_updated = timestamp(context.now());
    return Response.json(render(state, row));
  });

  app.delete(`${path}/:sid`, (c) => {
    const row = rowOf(c, context, state.taskQueues);
    const workflow = Object.values(state.workflows).find(({ configuration }) =>
      usesQueue(configuration, row.sid),
    );
    if (workflow)
      throw conflict(`TaskQueue ${row.sid} cannot be deleted: workflow ${workflow.sid} sends tasks to it`);
    const task = waitingIn(state, row.sid);
    if (task) throw conflict(`TaskQueue ${row.sid} cannot be deleted: task ${task.sid} waits in it`);
    delete state.taskQueues[row.sid];
    return new Response(null, { status: 204 });
  });
}

/**
 * A task of an existing workflow that waits in the queue. It stays there after the workflow has changed, unless that was
 * sent with `ReEvaluateTasks`. Source: support.twilio.com, "Managing TaskRouter Workflows and Using the Latest Logic"
 */
function waitingIn({ tasks, workflows }: State, queueSid: string): Task | undefined {
  return Object.values(tasks).find(
    ({ task_queue_sid, workflow_sid, assignment_status }) =>
      task_queue_sid === queueSid && assignment_status === "pending" && workflows[workflow_sid] !== undefined,
  );
}

function check(state: State, workspaceSid: string, form: z.infer<typeof update>): void {
  if (form.TargetWorkers) checkExpression("TargetWorkers", form.TargetWorkers);
  for (const name of ["ReservationActivitySid", "AssignmentActivitySid"] as const) {
    const activity = form[name];
    if (activity !== undefined) requireActivity(state, workspaceSid, name, activity);
  }
}

/** The queues that match every parameter of the query. */
function filtered(c: HonoContext, context: Context): TaskQueue[] {
  const rows = matchQuery(c, inWorkspace(c, context, context.state.taskQueues), {
    FriendlyName: ({ friendly_name }) => friendly_name,
  });
  const [workerSid, attributes] = [c.req.query("WorkerSid"), c.req.query("EvaluateWorkerAttributes")];
  const worker = context.state.workers[workerSid ?? ""];
  const given = attributes === undefined ? undefined : readJsonObject("EvaluateWorkerAttributes", attributes);
  return rows.filter(({ target_workers }) => {
    const matches = target_workers === "" ? () => false : parseExpression(target_workers);
    return (
      (workerSid === undefined || (worker !== undefined && matchesWorker(context.state, worker, matches))) &&
      (given === undefined || matches(given))
    );
  });
}

function render(state: State, row: TaskQueue) {
  const workspace = urlOfWorkspace(row.workspace_sid);
  const queues = `${workspace}/TaskQueues`;
  const url = `${queues}/${row.sid}`;
  const { reservation_activity_sid: reservation, assignment_activity_sid: assignment } = row;
  const linkTo = (activity: string | null) =>
    activity === null ? undefined : `${workspace}/Activities/${activity}`;
  return {
    ...row,
    account_sid: state.account.sid,
    reservation_activity_name: state.activities[reservation ?? ""]?.friendly_name ?? null,
    assignment_activity_name: state.activities[assignment ?? ""]?.friendly_name ?? null,
    url,
    links: {
      workspace,
      reservation_activity: linkTo(reservation),
      assignment_activity: linkTo(assignment),
      statistics: `${url}/Statistics`,
      real_time_statistics: `${url}/RealTimeStatistics`,
      cumulative_statistics: `${url}/CumulativeStatistics`,
      list_statistics: `${queues}/Statistics`,
      bulk_real_time_statistics: `${queues}/RealTimeStatistics`,
    },
  };
}
