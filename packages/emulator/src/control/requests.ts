import type { Hono } from "hono";
import { badParameter } from "../http/errors.ts";
import type { LoggedRequest } from "../http/requestLog.ts";

/** `GET /local/requests?after=N`. Bodies and headers stay inside the process: they may hold secrets. */
export function requestRoutes(app: Hono, log: LoggedRequest[]): void {
  app.get("/local/requests", (c) => {
    const after = Number(c.req.query("after") ?? 0);
    if (!Number.isInteger(after)) throw badParameter("Invalid parameter after: expected a whole number");
    const requests = log
      .filter((entry) => entry.seq > after)
      .map(({ seq, method, host, path, query, status }) => ({ seq, method, host, path, query, status }));
    return Response.json({ requests });
  });
}
