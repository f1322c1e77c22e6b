// Requests that Twilio itself makes to a team's server: TwiML, status callbacks, webhooks. Signed as Twilio signs them.
// Nothing leaves this machine: a public host is only reached where somebody said which local server stands for it.
// Source: twilio.com/docs/usage/security (signature; bodySHA256 for JSON); what TAC Python 2.5.0 accepts, observed

import { createHash } from "node:crypto";
import type { Hono } from "hono";
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import { z } from "zod";
import { readJson } from "./body.ts";
import { badParameter } from "./errors.ts";
import type { Local } from "./local.ts";

/** One request made, for tests and people. */
export interface SentRequest {
  /** Counts from 1. */
  seq: number;
  method: "POST" | "GET" | "PUT" | "PATCH" | "DELETE";
  /** The public URL, as it stands in the configuration. */
  url: string;
  form?: Record<string, string>;
  json?: unknown;
  /** 0: no answer. */
  status: number;
  /** Why there was none. */
  error?: string;
}

export interface Answered {
  status: number;
  contentType: string;
  text: string;
}

/** Longest wait for a webhook's answer. Source: twilio.com/docs/usage/webhooks/webhooks-connection-overrides (15 s in all) */
const timeoutMs = 15_000;

/** How many requests are remembered. */
const remembered = 10_000;

const loopback = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;

/**
 * Where a public URL is served on this machine; undefined when nobody said so. Loopback URLs stand for themselves.
 *
 * @param url `https://agent.example.com/twiml` or `wss://…`; the answer has the scheme of the local server
 */
export function locally(local: Local, url: string): URL | undefined {
  const wanted = new URL(url);
  if (loopback.test(wanted.hostname)) return wanted;
  const server = local.hosts.get(wanted.host);
  if (server === undefined) return undefined;
  const base = new URL(server);
  if (wanted.protocol.startsWith("ws")) base.protocol = base.protocol === "https:" ? "wss:" : "ws:";
  return new URL(`${wanted.pathname}${wanted.search}`, base);
}

/** What a tunnel adds, so that the server can rebuild the URL that was signed. */
export function forwarded(url: string): Record<string, string> {
  const { host, protocol } = new URL(url);
  return {
    "X-Forwarded-Host": host,
    "X-Forwarded-Proto": /^(https|wss):$/.test(protocol) ? "https" : "http",
  };
}

/** Signs a request to `url` (WebSocket upgrades: the `wss://` URL without query). */
export function sign({ state }: Local, url: string, form: Record<string, string> = {}): string {
  return getExpectedTwilioSignature(state.account.authToken, url, form);
}

/**
 * Sends a form or JSON to a team's server and answers with what it said; undefined when it gave no answer, or when
 * nobody said where its host is served. Either is remembered (`GET /local/sent`).
 */
export async function sendOutside(
  local: Local,
  url: string,
  {
    form,
    json,
    method = "POST",
    headers = {},
  }: {
    form?: Record<string, string>;
    json?: unknown;
    method?: SentRequest["method"];
    headers?: Record<string, string>;
  },
): Promise<Answered | undefined> {
  const entry: SentRequest = {
    seq: (local.sent.at(-1)?.seq ?? 0) + 1,
    method,
    url,
    ...(form && { form }),
    ...(json !== undefined && { json }),
    status: 0,
  };
  local.sent.push(entry);
  if (local.sent.length > remembered) local.sent.splice(0, local.sent.length - remembered);
  const body = form ? new URLSearchParams(form).toString() : JSON.stringify(json);
  const inQuery = method === "GET" && form !== undefined;
  const signedUrl = inQuery ? withQuery(url, body) : json === undefined ? url : withBodyHash(url, body);
  const target = locally(local, signedUrl);
  if (!target) {
    entry.error = `${new URL(url).host} is not served on this machine (PUT /local/hosts)`;
    return undefined;
  }
  try {
    const response = await fetch(target, {
      method,
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        "Content-Type": form ? "application/x-www-form-urlencoded" : "application/json",
        // Parameters of a GET are part of the URL, and signed as such.
        "X-Twilio-Signature": sign(local, signedUrl, inQuery ? {} : form),
        "User-Agent": "TwilioProxy/1.1",
        ...forwarded(url),
        ...headers,
      },
      ...(method !== "GET" && { body }),
    });
    const text = await response.text();
    entry.status = response.status;
    return { status: response.status, contentType: response.headers.get("content-type") ?? "", text };
  } catch (error) {
    const { message, cause } = error as Error & { cause?: { code?: string } };
    entry.error = cause?.code ?? message;
    return undefined;
  }
}

function withQuery(url: string, query: string): string {
  return `${url}${url.includes("?") ? "&" : "?"}${query}`;
}

function withBodyHash(url: string, body: string): string {
  const signed = new URL(url);
  signed.searchParams.set("bodySHA256", createHash("sha256").update(body).digest("hex"));
  return signed.href;
}

/** A public host name, with a port if need be, and the server of this machine that stands for it. */
export function serveHost(local: Pick<Local, "hosts">, host: string, url: string): void {
  if (!/^[a-z0-9.-]+(:\d+)?$/i.test(host)) throw badParameter(`Invalid parameter host: ${host}`);
  const isLocal = URL.canParse(url) && loopback.test(new URL(url).hostname);
  if (!isLocal) {
    throw badParameter(
      `Invalid parameter url: expected a server of this machine, for instance http://127.0.0.1:8000, found ${url}`,
    );
  }
  local.hosts.set(host.toLowerCase(), url);
}

export function outsideRoutes(app: Hono, local: Local): void {
  app.put("/local/hosts", async (c) => {
    const { host, url } = await readJson(c, z.strictObject({ host: z.string(), url: z.string() }));
    serveHost(local, host, url);
    return Response.json(Object.fromEntries(local.hosts));
  });
  app.get("/local/hosts", () => Response.json(Object.fromEntries(local.hosts)));
  app.get("/local/sent", (c) => {
    const after = Number(c.req.query("after") ?? 0);
    if (!Number.isInteger(after)) throw badParameter("Invalid parameter after: expected a whole number");
    return Response.json({ sent: local.sent.filter(({ seq }) => seq > after) });
  });
}
