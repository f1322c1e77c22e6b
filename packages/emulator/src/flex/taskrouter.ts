// TaskRouter: workspaces, task channels and tasks to read, workflows and queues to read and write.
// Source: twilio.com/docs/taskrouter/api; twilio-node 6.2.0 rest/taskrouter/v1/workspace

import type { Hono, Context as HonoContext } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { formInteger, readForm, sid } from "../http/body.ts";
import { timestamp } from "../http/dates.ts";
import { badParameter, Refusal, requireRow } from "../http/errors.ts";
import { classicList } from "../http/paging.ts";
import type { TaskQueue, Workflow, Workspace } from "../state/flex.ts";
import { nextSid } from "../state/ids.ts";
import type { State, Table } from "../state/state.ts";

const workflowForm = z.strictObject({
  FriendlyName: z.string().min(1),
  Configuration: z.string(),
  AssignmentCallbackUrl: z.string().optional(),
  FallbackAssignmentCallbackUrl: z.string().optional(),
  TaskReservationTimeout: formInteger.pipe(z.number().max(86400)).optional(),
});

const queueForm = z.strictObject({
  FriendlyName: z.string().min(1),
  TargetWorkers: z.string().optional(),
  MaxReservedWorkers: formInteger.pipe(z.number().min(1).max(50)).optional(),
  TaskOrder: z.enum(["FIFO", "LIFO"]).optional(),
  ReservationActivitySid: sid("WA").optional(),
  AssignmentActivitySid: sid("WA").optional(),
});

export function taskrouterRoutes(app: Hono, context: Context): void {
  app.get("/taskrouter.twilio.com/v1/Workspaces", (c) =>
    list(c, context, "workspaces", context.state.workspaces),
  );
  app.get("/taskrouter.twilio.com/v1/Workspaces/:ws", (c) =>
    Response.json(render(c, context, workspaceOf(c, context))),
  );

  app.get("/taskrouter.twilio.com/v1/Workspaces/:ws/Workflows", (c) =>
    list(c, context, "workflows", inWorkspace(c, context, context.state.workflows)),
  );
  app.get("/taskrouter.twilio.com/v1/Workspaces/:ws/Workflows/:sid", (c) =>
    Response.json(render(c, context, rowOf(c, context, context.state.workflows))),
  );
  app.post("/taskrouter.twilio.com/v1/Workspaces/:ws/Workflows", async (c) => {
    const { sid: workspaceSid } = workspaceOf(c, context);
    const form = await readForm(c, workflowForm);
    checkWorkflow(context.state, workspaceSid, form.Configuration);
    const row: Workflow = {
      sid: nextSid(context.state, "WW"),
      workspace_sid: workspaceSid,
      friendly_name: form.FriendlyName,
      configuration: form.Configuration,
      task_reservation_timeout: form.TaskReservationTimeout ?? 120,
      assignment_callback_url: form.AssignmentCallbackUrl ?? "",
      fallback_assignment_callback_url: form.FallbackAssignmentCallbackUrl ?? "",
      ...stamps(context),
    };
    context.state.workflows[row.sid] = row;
    return Response.json(render(c, context, row), { status: 201 });
  });
  app.post("/taskrouter.twilio.com/v1/Workspaces/:ws/Workflows/:sid", async (c) => {
    const row = rowOf(c, context, context.state.workflows);
    const form = await readForm(c, workflowForm.partial().extend({ ReEvaluateTasks: z.string().optional() }));
    if (form.Configuration !== undefined) checkWorkflow(context.state, row.workspace_sid, form.Configuration);
    row.friendly_name = form.FriendlyName ?? row.friendly_name;
    row.configuration = form.Configuration ?? row.configuration;
    row.task_reservation_timeout = form.TaskReservationTimeout ?? row.task_reservation_timeout;
    row.assignment_callback_url = form.AssignmentCallbackUrl ?? row.assignment_callback_url;
    row.fallback_assignment_callback_url =
      form.FallbackAssignmentCallbackUrl ?? row.fallback_assignment_callback_url;
    row.date_updated = timestamp(context.now());
    return Response.json(render(c, context, row));
  });
  app.delete("/taskrouter.twilio.com/v1/Workspaces/:ws/Workflows/:sid", (c) => {
    delete context.state.workflows[rowOf(c, context, context.state.workflows).sid];
    return new Response(null, { status: 204 });
  });

  app.get("/taskrouter.twilio.com/v1/Workspaces/:ws/TaskQueues", (c) =>
    list(c, context, "task_queues", inWorkspace(c, context, context.state.taskQueues)),
  );
  app.get("/taskrouter.twilio.com/v1/Workspaces/:ws/TaskQueues/:sid", (c) =>
    Response.json(render(c, context, rowOf(c, context, context.state.taskQueues))),
  );
  app.post("/taskrouter.twilio.com/v1/Workspaces/:ws/TaskQueues", async (c) => {
    const { sid: workspaceSid } = workspaceOf(c, context);
    const form = await readForm(c, queueForm);
    const row: TaskQueue = {
      sid: nextSid(context.state, "WQ"),
      workspace_sid: workspaceSid,
      friendly_name: form.FriendlyName,
      target_workers: form.TargetWorkers ?? "1==1",
      max_reserved_workers: form.MaxReservedWorkers ?? 1,
      task_order: form.TaskOrder ?? "FIFO",
      ...stamps(context),
    };
    context.state.taskQueues[row.sid] = row;
    return Response.json(render(c, context, row), { status: 201 });
  });
  app.post("/taskrouter.twilio.com/v1/Workspaces/:ws/TaskQueues/:sid", async (c) => {
    const row = rowOf(c, context, context.state.taskQueues);
    const form = await readForm(c, queueForm.partial());
    row.friendly_name = form.FriendlyName ?? row.friendly_name;
    row.target_workers = form.TargetWorkers ?? row.target_workers;
    row.max_reserved_workers = form.MaxReservedWorkers ?? row.max_reserved_workers;
    row.task_order = form.TaskOrder ?? row.task_order;
    row.date_updated = timestamp(context.now());
    return Response.json(render(c, context, row));
  });
  app.delete("/taskrouter.twilio.com/v1/Workspaces/:ws/TaskQueues/:sid", (c) => {
    delete context.state.taskQueues[rowOf(c, context, context.state.taskQueues).sid];
    return new Response(null, { status: 204 });
  });

  app.get("/taskrouter.twilio.com/v1/Workspaces/:ws/TaskChannels", (c) =>
    list(c, context, "channels", inWorkspace(c, context, context.state.taskChannels)),
  );
  // The path accepts the unique name as well as the SID (inferred).
  app.get("/taskrouter.twilio.com/v1/Workspaces/:ws/TaskChannels/:sid", (c) => {
    const key = c.req.param("sid");
    const channels = Object.values(inWorkspace(c, context, context.state.taskChannels));
    const channel = channels.find(({ sid, unique_name }) => sid === key || unique_name === key);
    return Response.json(render(c, context, requireRow(channel, c.req.path)));
  });

  app.get("/taskrouter.twilio.com/v1/Workspaces/:ws/Tasks", (c) => {
    const status = c.req.query("AssignmentStatus");
    const tasks = Object.entries(inWorkspace(c, context, context.state.tasks)).filter(
      ([, task]) => status === undefined || task.assignment_status === status,
    );
    return list(c, context, "tasks", Object.fromEntries(tasks));
  });
  app.get("/taskrouter.twilio.com/v1/Workspaces/:ws/Tasks/:sid", (c) =>
    Response.json(render(c, context, rowOf(c, context, context.state.tasks))),
  );
}

function workspaceOf(c: HonoContext, { state }: Context): Workspace {
  return requireRow(state.workspaces[c.req.param("ws") ?? ""], c.req.path);
}

function inWorkspace<Row extends { workspace_sid: string }>(
  c: HonoContext,
  context: Context,
  table: Table<Row>,
): Table<Row> {
  const { sid } = workspaceOf(c, context);
  return Object.fromEntries(Object.entries(table).filter(([, row]) => row.workspace_sid === sid));
}

function rowOf<Row extends { workspace_sid: string }>(
  c: HonoContext,
  context: Context,
  table: Table<Row>,
): Row {
  return requireRow(inWorkspace(c, context, table)[c.req.param("sid") ?? ""], c.req.path);
}

function list(
  c: HonoContext,
  context: Context,
  key: string,
  table: Table<{ sid: string; friendly_name?: string }>,
): Response {
  // TaskRouter pages by token only. Source: twilio.com/docs/api/errors/40153
  if (Number(c.req.query("Page") ?? 0) > 0 && !c.req.query("PageToken")) {
    throw new Refusal({ status: 400, code: 40153, message: "Page parameter not supported, use PageToken" });
  }
  const name = c.req.query("FriendlyName");
  const rows = Object.values(table).filter((row) => name === undefined || row.friendly_name === name);
  return classicList(
    c,
    key,
    rows.map((row) => ({ id: row.sid, body: () => render(c, context, row) })),
  );
}

function render(c: HonoContext, context: Context, { worker: _, ...row }: { sid: string; worker?: string }) {
  const kind = c.req.path.split("/")[5] ?? "";
  const base = `https://taskrouter.twilio.com/v1/Workspaces/${c.req.param("ws") ?? row.sid}`;
  const url = kind === "" ? base : `${base}/${kind}/${row.sid}`;
  const links =
    kind === ""
      ? Object.fromEntries(
          ["Activities", "TaskChannels", "TaskQueues", "Tasks", "Workers", "Workflows"].map((name) => [
            name.replace(/(?<=[a-z])[A-Z]/, (letter) => `_${letter}`).toLowerCase(),
            `${url}/${name}`,
          ]),
        )
      : { workspace: base };
  return { ...row, account_sid: context.state.account.sid, url, links };
}

function stamps(context: Context) {
  const now = timestamp(context.now());
  return { date_created: now, date_updated: now };
}

function checkWorkflow(state: State, workspaceSid: string, text: string): void {
  const queue = defaultQueue(text);
  if (queue !== undefined && state.taskQueues[queue]?.workspace_sid !== workspaceSid) {
    throw badParameter(`Invalid parameter Configuration: queue ${queue} is not in this workspace`);
  }
}

const workflowConfiguration = z.object({
  task_routing: z.object({ default_filter: z.object({ queue: z.string() }).optional() }),
});

/**
 * The queue (`WQ…`) that a workflow sends a task to if no filter matches; undefined if it has none.
 *
 * @param configuration of the workflow, JSON text
 * @throws Refusal (400) if it is not a workflow's configuration
 */
export function defaultQueue(configuration: string): string | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(configuration);
  } catch {
    throw badParameter("Invalid parameter Configuration: not valid JSON");
  }
  const result = workflowConfiguration.safeParse(parsed);
  if (!result.success) throw badParameter("Invalid parameter Configuration: task_routing is missing");
  return result.data.task_routing.default_filter?.queue;
}
