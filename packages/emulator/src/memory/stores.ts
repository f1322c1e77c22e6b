// Memory stores (Memory v1 control plane): JSON; a write returns 202 and an operation, and a new store is provisioned until ACTIVE.
// Source: twilio-node 6.3.1 rest/memory/v1; twilio.com/docs/api/errors/520041 … 520049

import type { Hono } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import {
  beginOperation,
  operationHeaders,
  statusUrl,
  upcomingRow,
  upcomingRows,
} from "../core/operations.ts";
import { readJson } from "../http/body.ts";
import { Refusal } from "../http/errors.ts";
import { tokenList } from "../http/paging.ts";
import { orderBy, readFilters } from "../http/query.ts";
import { nextId } from "../state/ids.ts";
import type { MemoryStore } from "../state/memory.ts";
import type { State } from "../state/state.ts";

const displayName = z
  .string()
  .max(64)
  .regex(/^[a-zA-Z0-9-]+$/);

const description = z.string().min(1).max(128);

const creation = z.strictObject({ displayName, description: description.optional() });

const patch = z.strictObject({ displayName: displayName.optional(), description: description.optional() });

/** Maximum number of stores in an account. Source: twilio.com/docs/api/errors/520044 */
const storeLimit = 15;

export function memoryStoreRoutes(app: Hono, context: Context): void {
  app.post("/memory.twilio.com/v1/ControlPlane/Stores", async (c) => {
    const wanted = await readJson(c, creation);
    const { state, settings } = context;
    if (upcomingRows(state, "memoryStores").length >= storeLimit) {
      throw new Refusal({ status: 400, code: 520044, message: "Memory store limit exceeded" });
    }
    const visible = context.now().getTime() + settings.operationDelayMs;
    const row: MemoryStore = {
      id: nextId(state, "mem_store"),
      displayName: wanted.displayName,
      description: wanted.description ?? null,
      intelligenceServiceId: null,
      version: 1,
      visibleAt: new Date(visible).toISOString(),
      activeAt: new Date(visible + settings.storeActivationMs).toISOString(),
    };
    checkName(state, row);
    return accept(context, row.id, row, "Store creation accepted");
  });

  app.get("/memory.twilio.com/v1/ControlPlane/Stores", (c) => {
    const { orderBy: order } = readFilters(c, { orderBy: orderBy.optional() });
    const ids = Object.keys(context.state.memoryStores);
    if (order !== "ASC") ids.reverse();
    return tokenList(
      c,
      "stores",
      ids.map((id) => ({ id, body: () => id })),
      { maximum: 100 },
    );
  });

  app.get("/memory.twilio.com/v1/ControlPlane/Stores/:id", (c) => {
    const store = requireStore(context.state, c.req.param("id"));
    const { activeAt: _, visibleAt: __, phoneIsIdentifier: ___, ...body } = store;
    return Response.json(
      { ...body, status: storeStatus(store, context.now()) },
      { headers: { ETag: etag(store) } },
    );
  });

  app.patch("/memory.twilio.com/v1/ControlPlane/Stores/:id", async (c) => {
    const store = requireStore(context.state, c.req.param("id"));
    const wanted = await readJson(c, patch);
    const condition = c.req.header("If-Match");
    if (condition !== undefined && condition !== "*" && condition !== etag(store)) {
      throw new Refusal({
        status: 412,
        code: 20412,
        message: `If-Match ${condition} is not the current ${etag(store)}`,
      });
    }
    refuseUntilActive(store, context.now());
    const current = upcomingRow(context.state, "memoryStores", store.id);
    if (!current) throw storeMissing();
    const row: MemoryStore = {
      ...current,
      displayName: wanted.displayName ?? current.displayName,
      description: wanted.description ?? current.description,
      version: current.version + 1,
    };
    checkName(context.state, row);
    return accept(context, row.id, row, "Store update accepted");
  });

  app.delete("/memory.twilio.com/v1/ControlPlane/Stores/:id", (c) => {
    const { id } = requireStore(context.state, c.req.param("id"));
    return accept(context, id, null, "Store deletion accepted");
  });
}

/** `QUEUED`, `PROVISIONING` or `ACTIVE`. */
function storeStatus({ visibleAt, activeAt }: MemoryStore, now: Date): string {
  const [from, until, present] = [Date.parse(visibleAt), Date.parse(activeAt), now.getTime()];
  if (present >= until) return "ACTIVE";
  return present < (from + until) / 2 ? "QUEUED" : "PROVISIONING";
}

/** A store cannot be used until it is ACTIVE. Source: twilio.com/docs/api/errors/520042 */
export function refuseUntilActive(store: MemoryStore, now: Date): void {
  if (storeStatus(store, now) === "ACTIVE") return;
  throw new Refusal({
    status: 409,
    code: 520042,
    message: "Store record exists but its status is not ACTIVE",
  });
}

function etag({ version }: MemoryStore): string {
  return `"${version}"`;
}

/** Returns the store, or throws as Memory does for an invalid or unknown id. */
export function requireStore(state: State, id: string): MemoryStore {
  if (!/^mem_(store|service)_[0-7][0-9a-z]{25}$/.test(id)) {
    throw new Refusal({ status: 400, code: 520049, message: `Invalid memory store identifier ${id}` });
  }
  const store = state.memoryStores[id];
  if (!store) throw storeMissing();
  return store;
}

function storeMissing(): Refusal {
  const message = "Memory store does not exist on this account or has been marked deleted";
  return new Refusal({ status: 404, code: 520041, message });
}

function checkName(state: State, { id, displayName }: MemoryStore): void {
  const taken = upcomingRows(state, "memoryStores").some(
    (store) => store.id !== id && store.displayName === displayName,
  );
  if (taken)
    throw new Refusal({ status: 409, code: 520045, message: `Memory store ${displayName} already exists` });
}

function accept(context: Context, id: string, row: MemoryStore | null, message: string): Response {
  const operation = beginOperation(context, {
    host: "memory.twilio.com",
    resourceId: id,
    change: { table: "memoryStores", row },
  });
  return Response.json(
    { message, statusUrl: statusUrl(operation) },
    { status: 202, headers: operationHeaders(context, operation) },
  );
}
