// A log of the requests to this server, in order. It proves, for example, that a second `pulumi up` writes nothing.

import type { MiddlewareHandler } from "hono";
import { parseForm } from "./body.ts";

export interface LoggedRequest {
  /** Counts from 1. */
  seq: number;
  method: string;
  /** For instance `studio.twilio.com`; "" when the request named no Twilio host. Our own routes are not logged. */
  host: string;
  /** As sent, without query. */
  path: string;
  /** Without `?`, `""` when there was none. */
  query: string;
  /** 0 until the response is sent. */
  status: number;
  /** Lower-case names, without Authorization. */
  headers: Record<string, string>;
  /** The form, when one was sent. */
  form?: Record<string, string | string[]>;
  /** The JSON body, when one was sent and can be parsed. */
  json?: unknown;
}

/** How many requests are kept: enough for a stack of a thousand numbers several times over. */
const maxRecorded = 20_000;

/** Adds every request to the log, except those to our own `/local/…` routes. */
export function logRequests(log: LoggedRequest[]): MiddlewareHandler {
  let seq = 0;
  return async (c, next) => {
    if (c.req.path.startsWith("/local/")) return next();
    const url = new URL(c.req.url);
    const host = c.req.path.split("/")[1] ?? "";
    const { authorization: _, ...headers } = c.req.header();
    const body = c.req.method === "GET" ? "" : await c.req.text();
    seq += 1;
    const entry: LoggedRequest = {
      seq,
      method: c.req.method,
      host: host.endsWith(".twilio.com") ? host : "",
      path: url.pathname,
      query: url.search.slice(1),
      status: 0,
      headers,
      ...bodyParts(headers["content-type"] ?? "", body),
    };
    log.push(entry);
    if (log.length > maxRecorded) log.splice(0, log.length - maxRecorded);
    await next();
    entry.status = c.res.status;
  };
}

function bodyParts(contentType: string, body: string): Pick<LoggedRequest, "form" | "json"> {
  if (contentType.startsWith("application/x-www-form-urlencoded")) return { form: parseForm(body) };
  if (!contentType.startsWith("application/json")) return {};
  try {
    return { json: JSON.parse(body) };
  } catch {
    return {};
  }
}
