// A team's public hosts and the local servers that stand in for them. Nothing else is reached.

import { badParameter } from "../http/errors.ts";
import type { Context } from "./context.ts";

export type Hosts = Pick<Context, "hosts">;

/** Whether a URL names the loopback interface. */
function isThisMachine({ hostname }: URL): boolean {
  return /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(hostname);
}

/**
 * Returns the local URL for a public one; undefined if the host is not served here. Loopback URLs are returned
 * unchanged.
 *
 * @param url `https://agent.example.com/twiml` or `wss://…`; the result has the scheme of the local server
 */
export function localUrl({ hosts }: Hosts, url: string): URL | undefined {
  const wanted = new URL(url);
  wanted.hash = "";
  if (isThisMachine(wanted)) return wanted;
  const server = hosts.get(wanted.host);
  if (server === undefined) return undefined;
  const target = new URL(server);
  if (wanted.protocol.startsWith("ws")) target.protocol = target.protocol === "https:" ? "wss:" : "ws:";
  // Part by part, because a path that begins with `//` would otherwise name another host.
  target.pathname = wanted.pathname;
  target.search = wanted.search;
  return target;
}

/**
 * Sets the local server that stands in for a public host.
 *
 * @param host name, with a port if there is one
 * @param url without path: the public URL's path is used
 * @throws Refusal (400) if the host is not a name, or the URL is not a server of this machine
 */
export function serveHost({ hosts }: Hosts, host: string, url: string): void {
  if (!/^[a-z0-9.-]+(:\d+)?$/i.test(host)) throw badParameter(`Invalid parameter host: ${host}`);
  const server = URL.canParse(url) ? new URL(url) : undefined;
  if (!server || !isThisMachine(server) || !isBare(server)) {
    const found = server?.username ? "one with credentials" : url;
    throw badParameter(
      `Invalid parameter url: expected a server of this machine without a path, for instance http://127.0.0.1:8000, found ${found}`,
    );
  }
  hosts.set(host.toLowerCase(), server.origin);
}

function isBare({ protocol, origin, href }: URL): boolean {
  return /^https?:$/.test(protocol) && href === `${origin}/`;
}
