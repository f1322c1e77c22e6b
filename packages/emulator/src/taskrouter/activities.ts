// Activities of a workspace: what workers do, and whether they then receive tasks.
// Source: twilio-oai, twilio_taskrouter_v1.json; twilio.com/docs/taskrouter/api/activity

import type { Hono } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { readForm } from "../http/body.ts";
import { timestamp } from "../http/dates.ts";
import { badParameter, conflict } from "../http/errors.ts";
import type { Activity } from "../state/flex.ts";
import { nextSid } from "../state/ids.ts";
import type { State } from "../state/state.ts";
import {
  inWorkspace,
  isYes,
  listRows,
  matchQuery,
  newDates,
  rowOf,
  shortName,
  urlOfWorkspace,
  workspaceOf,
  workspacesPath,
} from "./workspacePath.ts";

const creation = z.strictObject({
  FriendlyName: shortName,
  Available: z.string().transform(isYes).optional(),
});

// The availability cannot be changed.
const update = z.strictObject({ FriendlyName: shortName.optional() });

export function activityRoutes(app: Hono, context: Context): void {
  const path = `${workspacesPath}/:ws/Activities`;
  const { state } = context;

  app.get(path, (c) => {
    const named = matchQuery(c, inWorkspace(c, context, state.activities), {
      FriendlyName: ({ friendly_name }) => friendly_name,
    });
    const available = c.req.query("Available");
    const rows = named.filter((row) => available === undefined || row.available === isYes(available));
    return listRows(c, "activities", rows, (row) => render(state, row));
  });

  app.post(path, async (c) => {
    const { sid } = workspaceOf(c, context);
    const form = await readForm(c, creation);
    const row: Activity = {
      sid: nextSid(state, "WA"),
      workspace_sid: sid,
      friendly_name: form.FriendlyName,
      available: form.Available ?? false,
      ...newDates(context),
    };
    state.activities[row.sid] = row;
    return Response.json(render(state, row), { status: 201 });
  });

  app.get(`${path}/:sid`, (c) => Response.json(render(state, rowOf(c, context, state.activities))));

  app.post(`${path}/:sid`, async (c) => {
    const row = rowOf(c, context, state.activities);
    const form = await readForm(c, update);
    row.friendly_name = form.FriendlyName ?? row.friendly_name;
    row.date_updated = timestamp(context.now());
    return Response.json(render(state, row));
  });

  app.delete(`${path}/:sid`, (c) => {
    const { sid } = rowOf(c, context, state.activities);
    const user = userOf(state, sid);
    if (user !== undefined) throw conflict(`Activity ${sid} cannot be deleted: it is used by ${user}`);
    delete state.activities[sid];
    return new Response(null, { status: 204 });
  });
}

/**
 * The SID, if the activity is in the workspace.
 *
 * @param parameter names it in the error
 * @throws Refusal (400)
 */
export function requireActivity(
  { activities }: State,
  workspaceSid: string,
  parameter: string,
  sid: string,
): string {
  if (activities[sid]?.workspace_sid === workspaceSid) return sid;
  throw badParameter(`Invalid parameter ${parameter}: ${sid} is not in this workspace`);
}

/** What cannot do without the activity. */
function userOf({ workspaces, workers, taskQueues }: State, sid: string): string | undefined {
  const workspace = Object.values(workspaces).find((row) =>
    [row.default_activity_sid, row.timeout_activity_sid].includes(sid),
  );
  const worker = Object.values(workers).find((row) => row.activity_sid === sid);
  const queue = Object.values(taskQueues).find((row) =>
    [row.reservation_activity_sid, row.assignment_activity_sid].includes(sid),
  );
  return (workspace ?? worker ?? queue)?.sid;
}

function render(state: State, row: Activity) {
  const workspace = urlOfWorkspace(row.workspace_sid);
  return {
    ...row,
    account_sid: state.account.sid,
    url: `${workspace}/Activities/${row.sid}`,
    links: { workspace },
  };
}
