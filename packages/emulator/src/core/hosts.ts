// Public hosts of a team's own servers, and what serves them on this machine. Nothing else is reached: nothing leaves it.

import { badParameter } from "../http/errors.ts";
import type { Context } from "./context.ts";

export type Hosts = Pick<Context, "hosts">;

/** A host as URL has it: `[::1]` in brackets. */
export function isThisMachine({ hostname }: URL): boolean {
  return /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(hostname);
}

/**
 * Where a public URL is served on this machine; undefined when nobody said so. Loopback URLs stand for themselves.
 *
 * @param url `https://agent.example.com/twiml` or `wss://…`; the answer has the scheme of the local server
 */
export function localUrl({ hosts }: Hosts, url: string): URL | undefined {
  const wanted = new URL(url);
  wanted.hash = "";
  if (isThisMachine(wanted)) return wanted;
  const server = hosts.get(wanted.host);
  if (server === undefined) return undefined;
  const target = new URL(server);
  if (wanted.protocol.startsWith("ws")) target.protocol = target.protocol === "https:" ? "wss:" : "ws:";
  // Part by part: resolved against the server, a path that begins with `//` would name another host.
  target.pathname = wanted.pathname;
  target.search = wanted.search;
  return target;
}

/**
 * Says which server of this machine stands for a public host.
 *
 * @param host a name, with a port if need be
 * @param url without path: that of the public URL is asked for
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
