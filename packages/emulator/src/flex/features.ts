// Flex's opt-ins. Only Flex UI can read them, with the token of the person who uses it: no key of an account can.
// Source: the bundle of @twilio/flex-ui 2.17.1

import type { Hono } from "hono";
import type { Context } from "../core/context.ts";
import { requireRow } from "../http/errors.ts";

export function featureRoutes(app: Hono, { state }: Context): void {
  app.get("/flex.twilio.com/api/v1/Features/:id", (c) =>
    Response.json(requireRow(state.features[c.req.param("id")], c.req.path)),
  );
}
