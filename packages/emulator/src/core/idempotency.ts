// Idempotency-Key, which Orchestrator configurations accept on every write. Source: twilio-node 6.3.1 rest/conversations/v2

import type { Context as HonoContext } from "hono";
import { z } from "zod";
import { badParameter } from "../http/errors.ts";
import type { Context } from "./context.ts";

const day = 24 * 60 * 60 * 1000;

/**
 * Repeats the first response to an Idempotency-Key for 24 hours. Only responses to accepted requests are stored: a
 * rejected request changed nothing, so it must be possible to send it corrected with the same key (our interpretation).
 */
export async function respondOnce(
  c: HonoContext,
  context: Context,
  act: () => Promise<Response>,
): Promise<Response> {
  const key = c.req.header("Idempotency-Key");
  if (key === undefined) return act();
  if (!z.guid().safeParse(key).success) throw badParameter("Invalid header Idempotency-Key: expected a UUID");
  const { firstResponses } = context.state;
  const first = firstResponses[key];
  if (first && context.now().getTime() - Date.parse(first.at) < day) {
    return Response.json(first.body, { status: first.status, headers: first.headers });
  }
  const response = await act();
  const headers = Object.fromEntries(response.headers);
  const { status } = response;
  firstResponses[key] = {
    at: context.now().toISOString(),
    status,
    headers,
    body: await response.clone().json(),
  };
  return response;
}
