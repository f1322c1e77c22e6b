// Workers of a workspace: agents, matched to queues by their attributes. Nothing is routed to them here.
// Source: twilio-oai, twilio_taskrouter_v1.json; twilio.com/docs/taskrouter/api/worker

import type { Hono, Context as HonoContext } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { formBoolean, readForm, readJsonObject, sid } from "../http/body.ts";
import { timestamp } from "../http/dates.ts";
import { readFilters } from "../http/query.ts";
import type { Worker } from "../state/flex.ts";
import { nextSid } from "../state/ids.ts";
import type { State } from "../state/state.ts";
import { requireActivity } from "./activities.ts";
import { type Expression, parseExpression } from "./expression.ts";
import { matchesWorker } from "./matchesWorker.ts";
import { checkExpression } from "./workflowConfiguration.ts";
import {
  inWorkspace,
  isYes,
  listRows,
  matchQuery,
  newDates,
  orderRows,
  rowOf,
  shortName,
  urlOfWorkspace,
  workspaceOf,
  workspacesPath,
} from "./workspacePath.ts";

const creation = z.strictObject({
  FriendlyName: shortName,
  ActivitySid: sid("WA").optional(),
  Attributes: z.string().optional(),
});

// Without reservations there are none to reject.
const update = creation.partial().extend({ RejectPendingReservations: formBoolean.optional() });

export function workerRoutes(app: Hono, context: Context): void {
  const path = `${workspacesPath}/:ws/Workers`;
  const { state } = context;

  app.get(path, (c) => {
    const rows = orderRows(c, filtered(c, context), {
      DateStatusChanged: ({ date_status_changed }) => date_status_changed,
      FriendlyName: ({ friendly_name }) => friendly_name,
    });
    return listRows(c, "workers", rows, (row) => render(state, row));
  });

  app.post(path, async (c) => {
    const workspace = workspaceOf(c, context);
    const form = await readForm(c, creation);
    readJsonObject("Attributes", form.Attributes ?? "{}");
    const dates = newDates(context);
    const row: Worker = {
      sid: nextSid(state, "WK"),
      workspace_sid: workspace.sid,
      friendly_name: form.FriendlyName,
      activity_sid:
        form.ActivitySid === undefined
          ? workspace.default_activity_sid
          : requireActivity(state, workspace.sid, "ActivitySid", form.ActivitySid),
      attributes: form.Attributes ?? "{}",
      date_status_changed: dates.date_created,
      ...dates,
    };
    state.workers[row.sid] = row;
    return Response.json(render(state, row), { status: 201 });
  });

  app.get(`${path}/:sid`, (c) => Response.json(render(state, rowOf(c, context, state.workers))));

  app.post(`${path}/:sid`, async (c) => {
    const row = rowOf(c, context, state.workers);
    const form = await readForm(c, update);
    readJsonObject("Attributes", form.Attributes ?? "{}");
    const now = timestamp(context.now());
    if (form.ActivitySid !== undefined && form.ActivitySid !== row.activity_sid) {
      row.activity_sid = requireActivity(state, row.workspace_sid, "ActivitySid", form.ActivitySid);
      row.date_status_changed = now;
    }
    row.friendly_name = form.FriendlyName ?? row.friendly_name;
    row.attributes = form.Attributes ?? row.attributes;
    row.date_updated = now;
    return Response.json(render(state, row));
  });

  app.delete(`${path}/:sid`, (c) => {
    delete state.workers[rowOf(c, context, state.workers).sid];
    return new Response(null, { status: 204 });
  });
}

const filters = {
  ActivityName: z.string().optional(),
  ActivitySid: z.string().optional(),
  Available: z.string().optional(),
  FriendlyName: z.string().optional(),
  Ordering: z.string().optional(),
  TargetWorkersExpression: z.string().optional(),
  TaskQueueName: z.string().optional(),
  TaskQueueSid: sid("WQ").optional(),
};

type Filters = z.infer<z.ZodObject<typeof filters>>;

/** The workers that match every parameter of the query. */
function filtered(c: HonoContext, context: Context): Worker[] {
  const { state } = context;
  const wanted = readFilters(c, filters);
  const rows = matchQuery(c, inWorkspace(c, context, state.workers), {
    FriendlyName: ({ friendly_name }) => friendly_name,
    ActivitySid: ({ activity_sid }) => activity_sid,
    ActivityName: ({ activity_sid }) => state.activities[activity_sid]?.friendly_name ?? "",
  });
  const expressions = [queueExpression(c, context, wanted), expressionOf(wanted)].filter(
    (one) => one !== undefined,
  );
  const { Available: available } = wanted;
  return rows
    .filter((row) => available === undefined || isAvailable(state, row) === isYes(available))
    .filter((row) => expressions.every((matches) => matchesWorker(state, row, matches)));
}

function expressionOf({ TargetWorkersExpression: text }: Filters): Expression | undefined {
  if (text === undefined) return undefined;
  checkExpression("TargetWorkersExpression", text);
  return parseExpression(text);
}

/** What the queue in the query targets; nothing if there is no such queue. */
function queueExpression(
  c: HonoContext,
  context: Context,
  { TaskQueueSid: sidOfQueue, TaskQueueName: name }: Filters,
): Expression | undefined {
  if (sidOfQueue === undefined && name === undefined) return undefined;
  const queue = inWorkspace(c, context, context.state.taskQueues).find(
    (row) =>
      (sidOfQueue === undefined || row.sid === sidOfQueue) &&
      (name === undefined || row.friendly_name === name),
  );
  return queue && queue.target_workers !== "" ? parseExpression(queue.target_workers) : () => false;
}

function isAvailable({ activities }: State, { activity_sid }: Worker): boolean {
  return activities[activity_sid]?.available ?? false;
}

function render(state: State, row: Worker) {
  const workspace = urlOfWorkspace(row.workspace_sid);
  const workers = `${workspace}/Workers`;
  const url = `${workers}/${row.sid}`;
  return {
    ...row,
    account_sid: state.account.sid,
    activity_name: state.activities[row.activity_sid]?.friendly_name ?? null,
    available: isAvailable(state, row),
    url,
    links: {
      channels: `${url}/Channels`,
      activity: `${workspace}/Activities/${row.activity_sid}`,
      workspace,
      statistics: `${workers}/Statistics`,
      real_time_statistics: `${workers}/RealTimeStatistics`,
      cumulative_statistics: `${workers}/CumulativeStatistics`,
      worker_statistics: `${url}/Statistics`,
      worker_channels: `${url}/Channels`,
      reservations: `${url}/Reservations`,
    },
  };
}
