// The path that a request is routed by, and the refusal of requests from web pages.

import type { MiddlewareHandler } from "hono";
import { Refusal, refuse } from "./errors.ts";
import { productHost } from "./twilioHost.ts";

/** Names of this machine in Host, with or without port. */
const ownName = /^(127\.0\.0\.1|localhost)(:\d+)?$/;

/**
 * The path that routes are registered under: `/<Twilio's host>/<path>`, so that they read like Twilio's own URLs.
 *
 * The host comes from `X-Original-Host` (our own clients) or `Host` (through the proxy). Our own routes have none.
 * The 2010 API returns JSON only for paths ending in `.json`: the ending is removed, and a path without it is unknown.
 */
export function routedPath({ url, headers }: Request): string {
  const { host, pathname } = new URL(url);
  const hostHeader = headers.get("host") ?? host;
  // Any name other than ours or Twilio's belongs to a web page that was pointed at this port (DNS rebinding). Its
  // requests are then same-origin and can carry any header, so X-Original-Host does not count.
  const target = ownName.test(hostHeader) ? (headers.get("x-original-host") ?? hostHeader) : hostHeader;
  if (ownName.test(target)) return pathname.startsWith("/local/") ? pathname : `/-${pathname}`;
  const product = productHost(target);
  if (product === undefined) return `/-${pathname}`;
  if (product !== "api.twilio.com") return `/${product}${pathname}`;
  return pathname.endsWith(".json") ? `/${product}${pathname.slice(0, -".json".length)}` : `/-${pathname}`;
}

/** The host in a routed path; "-" if it is not one of Twilio's. */
export function hostOf(path: string): string {
  return path.split("/")[1] ?? "";
}

/**
 * Rejects requests from web pages. The control API needs no credentials, and browsers send a POST without a body to
 * any host without asking it first; but they always name the page's origin.
 */
export const refuseWebPages: MiddlewareHandler = async (c, next) => {
  if (c.req.header("Origin") === undefined) return next();
  const message = "Web pages may not use the control API of the local Twilio: the request has an Origin";
  return refuse(new Refusal({ status: 403, code: 20403, message }), hostOf(c.req.path));
};
