// `GET /local/requests?after=N`: the requests to this server with `seq` greater than N, oldest first.

import type { Hono } from "hono";
import type { Context } from "../core/context.ts";
import { badParameter } from "../http/errors.ts";

/** Bodies and headers are not returned, because they may contain secrets. */
export function requestRoutes(app: Hono, context: Context): void {
  app.get("/local/requests", (c) => {
    const after = Number(c.req.query("after") ?? 0);
    if (!Number.isInteger(after)) throw badParameter("Invalid parameter after: expected a whole number");
    const requests = context.requests
      .filter((entry) => entry.seq > after)
      .map(({ seq, method, host, path, query, status }) => ({ seq, method, host, path, query, status }));
    return Response.json({ requests });
  });
}
