// Workflows of a workspace: how tasks reach queues.
// Source: twilio-oai, twilio_taskrouter_v1.json; twilio.com/docs/taskrouter/api/workflow

import type { Hono } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { formInteger, readForm, urlOrEmpty } from "../http/body.ts";
import { timestamp } from "../http/dates.ts";
import type { Workflow } from "../state/flex.ts";
import { nextSid } from "../state/ids.ts";
import type { State } from "../state/state.ts";
import { routeAgain } from "./routeTask.ts";
import { checkWorkflowConfiguration } from "./workflowConfiguration.ts";
import {
  inWorkspace,
  isYes,
  listRows,
  matchQuery,
  newDates,
  rowOf,
  urlOfWorkspace,
  workspaceOf,
  workspacesPath,
} from "./workspacePath.ts";

const creation = z.strictObject({
  FriendlyName: z.string().min(1),
  Configuration: z.string(),
  AssignmentCallbackUrl: urlOrEmpty.optional(),
  FallbackAssignmentCallbackUrl: urlOrEmpty.optional(),
  TaskReservationTimeout: formInteger.pipe(z.number().max(86400)).optional(),
});

const update = creation.partial().extend({ ReEvaluateTasks: z.string().transform(isYes).optional() });

export function workflowRoutes(app: Hono, context: Context): void {
  const path = `${workspacesPath}/:ws/Workflows`;
  const { state } = context;

  app.get(path, (c) => {
    const rows = matchQuery(c, inWorkspace(c, context, state.workflows), {
      FriendlyName: ({ friendly_name }) => friendly_name,
    });
    return listRows(c, "workflows", rows, (row) => render(state, row));
  });

  app.post(path, async (c) => {
    const workspace = workspaceOf(c, context);
    const form = await readForm(c, creation);
    checkWorkflowConfiguration(state, workspace.sid, form.Configuration);
    const row: Workflow = {
      sid: nextSid(state, "WW"),
      workspace_sid: workspace.sid,
      friendly_name: form.FriendlyName,
      configuration: form.Configuration,
      task_reservation_timeout: form.TaskReservationTimeout ?? 120,
      assignment_callback_url: form.AssignmentCallbackUrl ?? "",
      fallback_assignment_callback_url: form.FallbackAssignmentCallbackUrl ?? "",
      ...newDates(context),
    };
    state.workflows[row.sid] = row;
    return Response.json(render(state, row), { status: 201 });
  });

  app.get(`${path}/:sid`, (c) => Response.json(render(state, rowOf(c, context, state.workflows))));

  app.post(`${path}/:sid`, async (c) => {
    const row = rowOf(c, context, state.workflows);
    const form = await readForm(c, update);
    if (form.Configuration !== undefined)
      checkWorkflowConfiguration(state, row.workspace_sid, form.Configuration);
    row.friendly_name = form.FriendlyName ?? row.friendly_name;
    row.configuration = form.Configuration ?? row.configuration;
    row.task_reservation_timeout = form.TaskReservationTimeout ?? row.task_reservation_timeout;
    row.assignment_callback_url = form.AssignmentCallbackUrl ?? row.assignment_callback_url;
    row.fallback_assignment_callback_url =
      form.FallbackAssignmentCallbackUrl ?? row.fallback_assignment_callback_url;
    row.date_updated = timestamp(context.now());
    // Without it, tasks that wait stay where they are.
    if (form.ReEvaluateTasks) routeAgain(state, row, row.date_updated);
    return Response.json(render(state, row));
  });

  app.delete(`${path}/:sid`, (c) => {
    delete state.workflows[rowOf(c, context, state.workflows).sid];
    return new Response(null, { status: 204 });
  });
}

function render(state: State, row: Workflow) {
  const url = `${urlOfWorkspace(row.workspace_sid)}/Workflows/${row.sid}`;
  return {
    ...row,
    account_sid: state.account.sid,
    document_content_type: "application/json",
    url,
    links: {
      statistics: `${url}/Statistics`,
      real_time_statistics: `${url}/RealTimeStatistics`,
      cumulative_statistics: `${url}/CumulativeStatistics`,
    },
  };
}
