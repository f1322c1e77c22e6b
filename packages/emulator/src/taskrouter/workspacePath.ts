// What the resources of a TaskRouter workspace have in common: their place in the path, URLs, lists and order.
// Source: twilio-oai, twilio_taskrouter_v1.json; twilio.com/docs/api/errors/40153

import type { Context as HonoContext } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { timestamp } from "../http/dates.ts";
import { badParameter, Refusal, requireRow } from "../http/errors.ts";
import { classicList } from "../http/paging.ts";
import type { Workspace } from "../state/flex.ts";
import type { Table } from "../state/state.ts";

/** Path of the routes; a workspace is `:ws` in it. */
export const workspacesPath = "/taskrouter.twilio.com/v1/Workspaces";

/** The form of `FriendlyName` of workspaces, activities and workers. */
export const shortName = z.string().min(1).max(64);

export function urlOfWorkspace(sid: string): string {
  return `https://taskrouter.twilio.com/v1/Workspaces/${sid}`;
}

/** The workspace named in the path, or 404. */
export function workspaceOf(c: HonoContext, { state }: Context): Workspace {
  return requireRow(state.workspaces[c.req.param("ws") ?? ""], c.req.path);
}

/** The rows of the workspace in the path, or 404 if there is no such workspace. */
export function inWorkspace<Row extends { workspace_sid: string }>(
  c: HonoContext,
  context: Context,
  table: Table<Row>,
): Row[] {
  const { sid } = workspaceOf(c, context);
  return Object.values(table).filter((row) => row.workspace_sid === sid);
}

/** The row named in the path, or 404. */
export function rowOf<Row extends { sid: string; workspace_sid: string }>(
  c: HonoContext,
  context: Context,
  table: Table<Row>,
): Row {
  const rows = inWorkspace(c, context, table);
  return requireRow(
    rows.find(({ sid }) => sid === c.req.param("sid")),
    c.req.path,
  );
}

/** Responds with a list. TaskRouter pages by token only. */
export function listRows<Row extends { sid: string }>(
  c: HonoContext,
  key: string,
  rows: Row[],
  render: (row: Row) => unknown,
): Response {
  if (Number(c.req.query("Page") ?? 0) > 0 && !c.req.query("PageToken")) {
    throw new Refusal({ status: 400, code: 40153, message: "Page parameter not supported, use PageToken" });
  }
  return classicList(
    c,
    key,
    rows.map((row) => ({ id: row.sid, body: () => render(row) })),
  );
}

/** Keeps the rows that equal the parameters of the query: `{ FriendlyName: "friendly_name" }`. */
export function matchQuery<Row>(
  c: HonoContext,
  rows: Row[],
  filters: Record<string, (row: Row) => string | number | null>,
): Row[] {
  return Object.entries(filters).reduce((left, [name, valueIn]) => {
    const wanted = c.req.queries(name);
    return wanted === undefined ? left : left.filter((row) => wanted.includes(String(valueIn(row))));
  }, rows);
}

/**
 * Sorts by the parameter `Ordering`, for instance `Priority:desc,DateCreated:asc`.
 *
 * @param columns what can be sorted by
 * @throws Refusal (400) if it names anything else
 */
export function orderRows<Row>(
  c: HonoContext,
  rows: Row[],
  columns: Record<string, (row: Row) => string | number>,
): Row[] {
  const ordering = c.req.query("Ordering");
  if (!ordering) return rows;
  const orders = ordering.split(",").map((part) => {
    const [name = "", direction = "asc"] = part.split(":");
    const valueIn = columns[name];
    if (!valueIn || !["asc", "desc"].includes(direction))
      throw badParameter(
        `Invalid parameter Ordering: expected ${Object.keys(columns).join(" or ")} with :asc or :desc`,
      );
    return { valueIn, sign: direction === "asc" ? 1 : -1 };
  });
  return rows.toSorted((a, b) => {
    for (const { valueIn, sign } of orders) {
      const [left, right] = [valueIn(a), valueIn(b)];
      if (left !== right) return left < right ? -sign : sign;
    }
    return 0;
  });
}

/** "A value of true, 1 or yes" means true, any other false. */
export function isYes(text: string): boolean {
  return ["true", "1", "yes"].includes(text.toLowerCase());
}

/** The dates of a new row. */
export function newDates(context: Context): { date_created: string; date_updated: string } {
  const now = timestamp(context.now());
  return { date_created: now, date_updated: now };
}
