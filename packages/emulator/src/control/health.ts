// `GET /local/health`: `{"status": "ok", "pid": 4711}`, and with a proxy also `proxy: {url, caFile, environment}`.

import type { Hono } from "hono";
import type { Context } from "../core/context.ts";

export function healthRoutes(app: Hono, context: Context): void {
  app.get("/local/health", () =>
    Response.json({ status: "ok", pid: process.pid, ...(context.proxy && { proxy: context.proxy }) }),
  );
}
