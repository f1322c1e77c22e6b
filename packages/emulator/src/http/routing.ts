// Which route a request is for, and who may not ask at all: web pages in the browser of whoever runs the local Twilio.

import type { MiddlewareHandler } from "hono";
import { Refusal, refuse } from "./errors.ts";
import { productHost } from "./twilioHost.ts";

/** Names of this machine in Host, with or without port. */
const ownName = /^(127\.0\.0\.1|localhost)(:\d+)?$/;

/**
 * The path routes are written for: `/<original host>/<path>`, so that they read as the real thing.
 *
 * The host is what `X-Original-Host` says (our own clients) or `Host` (through the proxy). Our own routes have none.
 * The 2010 API answers JSON only to paths ending in `.json`; the ending is cut off, a path without it is unknown.
 */
export function routedPath({ url, headers }: Request): string {
  const { host, pathname } = new URL(url);
  const asked = headers.get("host") ?? host;
  // Any other name than ours or Twilio's is a web page's own that was pointed at this port (DNS rebinding). Its requests
  // are of one origin then, and carry what headers it likes.
  const named = ownName.test(asked) ? (headers.get("x-original-host") ?? asked) : asked;
  if (ownName.test(named)) return pathname.startsWith("/local/") ? pathname : `/-${pathname}`;
  const product = productHost(named);
  if (product === undefined) return `/-${pathname}`;
  if (product !== "api.twilio.com") return `/${product}${pathname}`;
  return pathname.endsWith(".json") ? `/${product}${pathname.slice(0, -".json".length)}` : `/-${pathname}`;
}

/** The product's host in a routed path; "-" when it names none. */
export function hostOf(path: string): string {
  return path.split("/")[1] ?? "";
}

/**
 * Refuses what comes from a web page. The control API asks for no credentials, and a POST without a body needs no
 * permission of the browser's; but a browser says where it comes from.
 */
export const refuseWebPages: MiddlewareHandler = async (c, next) => {
  if (c.req.header("Origin") === undefined) return next();
  const message = "Web pages may not use the control API of the local Twilio: the request has an Origin";
  return refuse(new Refusal({ status: 403, code: 20403, message }), hostOf(c.req.path));
};
