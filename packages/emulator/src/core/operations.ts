// Long-running operations of Orchestrator and Memory: changes that were accepted with 202 and become visible later.
// Source: twilio-node 6.3.1 rest/conversations/v2/operation, rest/memory/v1/operation

import type { Hono } from "hono";
import { timestamp } from "../http/dates.ts";
import { requireRow } from "../http/errors.ts";
import { nextId } from "../state/ids.ts";
import type { Operation, RowChange } from "../state/operations.ts";
import type { State } from "../state/state.ts";
import type { Context } from "./context.ts";

/** Stores a change that will be applied after `operationDelayMs`. */
export function beginOperation(
  context: Context,
  parts: Pick<Operation, "host" | "resourceId"> & { change: RowChange },
): Operation {
  const now = context.now();
  const operation: Operation = {
    id: nextId(context.state, "proc_job"),
    createdAt: now.toISOString(),
    completesAt: new Date(now.getTime() + context.settings.operationDelayMs).toISOString(),
    ...parts,
  };
  context.state.operations[operation.id] = operation;
  return operation;
}

/** Applies the changes that are due, in the order of their requests. Returns whether there were any. */
export function completeOperations({ state, now }: Pick<Context, "state" | "now">): boolean {
  const present = now().toISOString();
  const due = Object.values(state.operations).filter(
    ({ change, completesAt }) => change && completesAt <= present,
  );
  for (const operation of due) {
    if (operation.change) applyChange(state, operation.resourceId, operation.change);
    delete operation.change;
  }
  return due.length > 0;
}

/**
 * The row as it will be once every accepted change is applied; undefined if it will be deleted.
 * Merging into the visible row would lose a change that is still pending.
 */
export function upcomingRow<Name extends RowChange["table"]>(
  state: State,
  table: Name,
  id: string,
): State[Name][string] | undefined {
  const last = Object.values(state.operations).findLast(
    ({ change, resourceId }) => resourceId === id && change?.table === table,
  );
  if (last?.change) return (last.change.row as State[Name][string] | null) ?? undefined;
  return (state[table] as Record<string, State[Name][string]>)[id];
}

/** All rows of a table as they will be once every accepted change is applied. */
export function upcomingRows<Name extends RowChange["table"]>(
  state: State,
  table: Name,
): State[Name][string][] {
  const ids = new Set(Object.keys(state[table]));
  for (const { change, resourceId } of Object.values(state.operations)) {
    if (change?.table === table) ids.add(resourceId);
  }
  return [...ids].map((id) => upcomingRow(state, table, id)).filter((row) => row !== undefined);
}

/** The URL of an operation, where its progress can be read. */
export function statusUrl({ host, id }: Operation): string {
  return `https://${host}/${host.startsWith("memory") ? "v1" : "v2"}/ControlPlane/Operations/${id}`;
}

/** Of the 202 that accepts a change. Source: Twilio's OpenAPI documents twilio_conversations_v2, twilio_memory_v1 */
export function operationHeaders({ settings }: Context, operation: Operation): Record<string, string> {
  return {
    "Operation-Id": operation.id,
    "Retry-After": String(Math.round(settings.operationDelayMs / 1000)),
    Location: statusUrl(operation),
  };
}

export function operationRoutes(app: Hono, context: Context): void {
  app.get("/conversations.twilio.com/v2/ControlPlane/Operations/:id", (c) => {
    const operation = requireRow(
      operationOf(context.state, c.req.param("id"), "conversations.twilio.com"),
      c.req.path,
    );
    return Response.json({
      ...renderProgress(operation, "PENDING"),
      related: context.settings.newIdIn === "nowhere" ? null : { configurationId: operation.resourceId },
    });
  });

  app.get("/memory.twilio.com/v1/ControlPlane/Operations/:id", (c) => {
    const operation = requireRow(
      operationOf(context.state, c.req.param("id"), "memory.twilio.com"),
      c.req.path,
    );
    if (operation.change) return Response.json(renderProgress(operation, "RUNNING"));
    return Response.json({
      ...renderProgress(operation, "RUNNING"),
      result: { type: "RESOURCE_ID", id: operation.resourceId },
      resultUrl: `https://memory.twilio.com/v1/ControlPlane/Stores/${operation.resourceId}`,
    });
  });
}

function operationOf(state: State, id: string, host: Operation["host"]): Operation | undefined {
  const operation = state.operations[id];
  return operation?.host === host ? operation : undefined;
}

function renderProgress(operation: Operation, unfinished: "PENDING" | "RUNNING") {
  const { id, createdAt, completesAt, change } = operation;
  return {
    operationId: id,
    status: change ? unfinished : "COMPLETED",
    createdAt: timestamp(new Date(createdAt)),
    ...(change ? {} : { completedAt: timestamp(new Date(completesAt)) }),
    statusUrl: statusUrl(operation),
  };
}

function applyChange(state: State, id: string, change: RowChange): void {
  if (change.row === null) delete state[change.table][id];
  else if (change.table === "memoryStores") state.memoryStores[id] = change.row;
  else state.orchestratorConfigurations[id] = change.row;
}
