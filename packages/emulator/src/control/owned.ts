// What the account has and the local Twilio does not serve: senders, and what a number can name.
//
//   GET /local/owned               {addresses, sids}
//   PUT /local/owned {address}     adds a sender of WhatsApp, RCS or another channel, or a short code
//   PUT /local/owned {sid}         adds an application, a trunk, an address, a bundle or an identity

import type { Hono } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { readJson, sid } from "../http/body.ts";

const body = z.union([
  z.strictObject({ address: z.string().min(1) }),
  z.strictObject({ sid: sid("(AP|TK|AD|BU|RI)") }),
]);

export function ownedRoutes(app: Hono, context: Context): void {
  const { state } = context;
  const render = () => ({ addresses: Object.keys(state.senders), sids: Object.keys(state.otherResources) });

  app.get("/local/owned", () => Response.json(render()));

  app.put("/local/owned", async (c) => {
    const added = await readJson(c, body);
    if ("sid" in added) state.otherResources[added.sid] = added;
    else state.senders[added.address] = added;
    return Response.json(render());
  });
}
