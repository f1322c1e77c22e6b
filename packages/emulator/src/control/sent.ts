// `GET /local/sent?after=N`: the requests to the team's servers with `seq` greater than N, oldest first.

import type { Hono } from "hono";
import type { Context } from "../core/context.ts";
import { badParameter } from "../http/errors.ts";

export function sentRoutes(app: Hono, context: Context): void {
  app.get("/local/sent", (c) => {
    const after = Number(c.req.query("after") ?? 0);
    if (!Number.isInteger(after)) throw badParameter("Invalid parameter after: expected a whole number");
    return Response.json({ sent: context.sent.filter(({ seq }) => seq > after) });
  });
}
