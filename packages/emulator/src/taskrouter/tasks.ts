// Tasks and task channels of a workspace, to read. Source: twilio-oai, twilio_taskrouter_v1.json;
// twilio.com/docs/taskrouter/api/task, /task-channels

import type { Hono, Context as HonoContext } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { formBoolean, formInteger, repeated, sid } from "../http/body.ts";
import { requireRow } from "../http/errors.ts";
import { readFilters } from "../http/query.ts";
import type { Task, TaskChannel } from "../state/flex.ts";
import type { State } from "../state/state.ts";
import { parseExpression } from "./expression.ts";
import { taskAttributes } from "./taskAttributes.ts";
import { checkExpression } from "./workflowConfiguration.ts";
import {
  inWorkspace,
  listRows,
  matchQuery,
  orderRows,
  rowOf,
  urlOfWorkspace,
  workspacesPath,
} from "./workspacePath.ts";

export function taskRoutes(app: Hono, context: Context): void {
  const channels = `${workspacesPath}/:ws/TaskChannels`;
  const tasks = `${workspacesPath}/:ws/Tasks`;
  const { state } = context;

  app.get(channels, (c) =>
    listRows(c, "channels", inWorkspace(c, context, state.taskChannels), (row) => renderChannel(state, row)),
  );
  // The path accepts the unique name as well as the SID. Source: examples of twilio-oai (fetchUniqueName)
  app.get(`${channels}/:sid`, (c) => {
    const key = c.req.param("sid");
    const channel = inWorkspace(c, context, state.taskChannels).find(
      ({ sid, unique_name }) => sid === key || unique_name === key,
    );
    return Response.json(renderChannel(state, requireRow(channel, c.req.path)));
  });

  app.get(tasks, (c) => {
    const rows = orderRows(c, filtered(c, context), {
      DateCreated: ({ date_created }) => date_created,
      Priority: ({ priority }) => priority,
      VirtualStartTime: ({ date_created }) => date_created,
    });
    return listRows(c, "tasks", rows, (row) => renderTask(context, row));
  });
  app.get(`${tasks}/:sid`, (c) => Response.json(renderTask(context, rowOf(c, context, state.tasks))));
}

/** `Ordering` is read by orderRows. */
const filters = {
  AssignmentStatus: repeated.optional(),
  EvaluateTaskAttributes: z.string().optional(),
  HasAddons: formBoolean.optional(),
  Ordering: z.string().optional(),
  Priority: formInteger.optional(),
  RoutingTarget: z.string().optional(),
  TaskQueueName: z.string().optional(),
  TaskQueueSid: sid("WQ").optional(),
  WorkflowName: z.string().optional(),
  WorkflowSid: sid("WW").optional(),
};

/** The tasks that match every parameter of the query. None has add-ons or a routing target here. */
function filtered(c: HonoContext, context: Context): Task[] {
  const { EvaluateTaskAttributes: expression } = readFilters(c, filters);
  const rows = matchQuery<Task>(c, inWorkspace(c, context, context.state.tasks), {
    AssignmentStatus: (task) => task.assignment_status,
    Priority: (task) => task.priority,
    WorkflowSid: (task) => task.workflow_sid,
    WorkflowName: (task) => task.workflow_friendly_name,
    TaskQueueSid: (task) => task.task_queue_sid,
    TaskQueueName: (task) => task.task_queue_friendly_name,
    RoutingTarget: () => null,
    HasAddons: () => "false",
  });
  if (expression === undefined) return rows;
  checkExpression("EvaluateTaskAttributes", expression);
  const matches = parseExpression(expression);
  return rows.filter((task) => matches(taskAttributes(task)));
}

function renderTask({ state, now }: Context, { worker: _, ...row }: Task) {
  const workspace = urlOfWorkspace(row.workspace_sid);
  const url = `${workspace}/Tasks/${row.sid}`;
  // Without a default filter in its workflow a task has no queue here.
  const queueSid = row.task_queue_sid || null;
  return {
    ...row,
    task_queue_sid: queueSid,
    account_sid: state.account.sid,
    age: Math.floor((now().getTime() - Date.parse(row.date_created)) / 1_000),
    addons: "{}",
    reason: null,
    task_queue_entered_date: queueSid && row.date_created,
    virtual_start_time: row.date_created,
    ignore_capacity: false,
    routing_target: null,
    url,
    links: {
      workspace,
      workflow: `${workspace}/Workflows/${row.workflow_sid}`,
      task_queue: queueSid === null ? undefined : `${workspace}/TaskQueues/${queueSid}`,
      reservations: `${url}/Reservations`,
    },
  };
}

function renderChannel(state: State, row: TaskChannel) {
  const workspace = urlOfWorkspace(row.workspace_sid);
  return {
    ...row,
    account_sid: state.account.sid,
    url: `${workspace}/TaskChannels/${row.sid}`,
    links: { workspace },
  };
}
