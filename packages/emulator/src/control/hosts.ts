// The local servers that stand in for the team's public hosts.
//
//   PUT /local/hosts {host, url}   e.g. {"host": "agent.example.com", "url": "http://127.0.0.1:8000"}
//   GET /local/hosts               all of them, by host

import type { Hono } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { serveHost } from "../core/hosts.ts";
import { readJson } from "../http/body.ts";

export function hostRoutes(app: Hono, context: Context): void {
  app.put("/local/hosts", async (c) => {
    const { host, url } = await readJson(c, z.strictObject({ host: z.string(), url: z.string() }));
    serveHost(context, host, url);
    return Response.json(Object.fromEntries(context.hosts));
  });
  app.get("/local/hosts", () => Response.json(Object.fromEntries(context.hosts)));
}
