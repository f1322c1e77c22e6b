// The local Twilio: one HTTP server on the loopback interface, which serves every *.twilio.com host that a hand-off uses.
// It is for development and tests and never claims to be Twilio.

import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { authenticate } from "./core/authentication.ts";
import type { Context, SentRequest, Settings } from "./core/context.ts";
import { serveHost } from "./core/hosts.ts";
import { differsOnPurpose, writeFields } from "./core/newerApis.ts";
import { completeOperations } from "./core/operations.ts";
import { notFound, Refusal, refuse } from "./http/errors.ts";
import { reportExchanges } from "./http/exchanges.ts";
import { type LoggedRequest, logRequests } from "./http/requestLog.ts";
import { hostOf, refuseWebPages, routedPath } from "./http/routing.ts";
import { applyConversationTimeouts } from "./orchestrator/timeouts.ts";
import type { HttpsProxy, ProxyOptions } from "./proxy/proxy.ts";
import { routes } from "./routes.ts";
import { accountBeforeHandoff } from "./seed/account.ts";
import type { State } from "./state/state.ts";
import { loadState, saveState } from "./state/stateFile.ts";
import { endInterruptedExecutions } from "./studio/execution.ts";
import { applyExecutionTimeouts } from "./studio/timeouts.ts";
import { endInterruptedCalls, hangUpAll } from "./voice/hangUp.ts";
import { executionWorld } from "./world/world.ts";

export interface EmulatorOptions extends Partial<Settings> {
  /** Default 0: any free port. */
  port?: number;
  /** The account at the start. Default `accountBeforeHandoff()`. Ignored if `stateFile` exists. */
  state?: State;
  /** File that the state is saved to after every change, and loaded from at the next start. Default: kept in memory only. */
  stateFile?: string;
  /** Default: the system's clock. */
  now?: () => Date;
  /**
   * The team's public hosts and the local servers that stand in for them: `{ "agent.example.com":
   * "http://127.0.0.1:8000" }`.
   */
  hosts?: Record<string, string>;
  /** Also starts an HTTPS proxy, for clients whose hosts cannot be configured. `{}` uses any free port. Default: none. */
  proxy?: ProxyOptions;
}

export interface Emulator {
  /** For instance `http://127.0.0.1:4010`. Requests name their host in `X-Original-Host`, or in `Host`. */
  url: string;
  port: number;
  /** Set if it was requested. */
  proxy?: HttpsProxy;
  /** The live state: the next request sees what a test changes here. */
  state: State;
  /** Live, too. */
  settings: Settings;
  /** The routes, as `POST /studio.twilio.com/v2/Flows/:flow`; those of our own begin with `/local/`. */
  routes: string[];
  /** Requests so far, oldest first, including bodies; with a method only those of that method. */
  requests(method?: string): LoggedRequest[];
  /** Requests to the team's servers so far, oldest first. */
  sent(): SentRequest[];
  /**
   * Hangs up calls that are with an agent, waits for pending work (for the team's servers 2 s), closes every connection
   * and saves the state. A second call does nothing more.
   *
   * @throws Error if the state cannot be saved; everything is closed nevertheless
   */
  close(): Promise<void>;
}

/** Longest wait for the team's servers in `close`. Events of a conversation wait for each other, so it could be minutes. */
const patienceMs = 2_000;

/**
 * Starts a local Twilio on 127.0.0.1.
 *
 * @throws StateFileError if `stateFile` is a folder or holds anything other than a saved state; Error if a port is in use
 */
export async function startEmulator({
  port = 0,
  state = accountBeforeHandoff(),
  stateFile,
  operationDelayMs = 150,
  storeActivationMs = 100,
  newIdIn = "response",
  nulls = "omitted",
  unknownField = false,
  resumeHandedOff = "refused",
  turnLimitMs = 20_000,
  now = () => new Date(),
  hosts = {},
  proxy,
}: EmulatorOptions = {}): Promise<Emulator> {
  const work = new Set<Promise<void>>();
  const requests = new Set<Promise<void>>();
  const ending = new AbortController();
  const present = (stateFile === undefined ? undefined : loadState(stateFile)) ?? state;
  const save = () => {
    if (stateFile !== undefined) saveState(stateFile, present);
  };
  const context: Context = {
    state: present,
    settings: {
      operationDelayMs,
      storeActivationMs,
      newIdIn,
      nulls,
      unknownField,
      resumeHandedOff,
      turnLimitMs,
    },
    hosts: new Map(),
    sent: [],
    requests: [],
    flexToken: randomUUID(),
    ending: ending.signal,
    sessions: new Map(),
    now,
    worldOf: executionWorld,
    handle: async (request) => app.fetch(request),
    background(promise) {
      track(work, promise.catch(report).then(save).catch(report));
    },
  };
  for (const [host, url] of Object.entries(hosts)) serveHost(context, host, url);
  const app = createApp(context, { requests, save });
  endInterruptedExecutions(context);
  endInterruptedCalls(context);
  save();
  const running = proxy && (await startProxy(app, proxy));
  const { server, port: bound } = await listen(app, port).catch(async (error) => {
    await running?.close();
    throw error;
  });
  if (running) {
    const { url, caFile, environment } = running;
    context.proxy = { url, caFile, environment };
  }
  const end = async () => {
    const timer = setTimeout(() => ending.abort(), patienceMs);
    await finish(context, work);
    await Promise.all([stop(server), running?.close()]);
    // Requests whose clients have disconnected still run, and may lead to more work.
    await finish(context, work, requests);
    clearTimeout(timer);
    save();
  };
  let closing: Promise<void> | undefined;
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    ...(context.proxy && { proxy: context.proxy }),
    state: present,
    settings: context.settings,
    routes: app.routes
      .filter(({ method }) => method !== "ALL")
      .map(({ method, path }) => `${method} ${path}`),
    requests: (method) => context.requests.filter((entry) => method === undefined || entry.method === method),
    sent: () => [...context.sent],
    close() {
      closing ??= end();
      return closing;
    },
  };
}

async function startProxy(app: Hono, options: ProxyOptions) {
  // Loaded on demand, because the library for certificates takes 0.2 s to load.
  const proxy = await import("./proxy/proxy.ts");
  return proxy.startProxy(app.fetch, options);
}

interface AppParts {
  /** Requests that are being handled. */
  requests: Set<Promise<void>>;
  save(): void;
}

function createApp(context: Context, { requests, save }: AppParts): Hono {
  const app = new Hono({ getPath: routedPath });
  app.use((_, next) => track(requests, next()));
  app.use(reportExchanges(() => differsOnPurpose(context.settings)));
  app.use(logRequests(context.requests));
  app.use(writeFields(context));
  app.use("/local/*", refuseWebPages);
  app.use(async (c, next) => {
    const changed = [
      completeOperations(context),
      applyConversationTimeouts(context),
      await applyExecutionTimeouts(context),
    ].includes(true);
    await next();
    if (changed || c.req.method !== "GET") save();
  });
  app.use(authenticate(context));
  for (const addRoutes of routes) addRoutes(app, context);
  app.notFound((c) => refuse(notFound(c.req.path), hostOf(c.req.path)));
  app.onError((error, c) => {
    const host = hostOf(c.req.path);
    if (error instanceof Refusal) return refuse(error, host);
    report(error);
    return refuse(
      new Refusal({ status: 500, code: 20500, message: "An internal server error has occurred" }),
      host,
    );
  });
  return app;
}

function listen(app: Hono, port: number): Promise<{ server: Server; port: number }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port }, (info) => {
      resolve({ server, port: info.port });
    }) as Server;
    server.once("error", reject);
  });
}

/** Keeps a promise in the set until it has settled. */
function track(set: Set<Promise<void>>, promise: Promise<void>): Promise<void> {
  set.add(promise);
  const forget = () => void set.delete(promise);
  promise.then(forget, forget);
  return promise;
}

/** Waits for pending work. It may lead to more: a ringing call to a session with an agent. */
async function finish(context: Context, ...pending: Set<Promise<void>>[]): Promise<void> {
  while (context.sessions.size > 0 || pending.some(({ size }) => size > 0)) {
    await hangUpAll(context);
    await Promise.allSettled(pending.flatMap((set) => [...set]));
  }
}

async function stop(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** Reports a bug here, which is not the client's fault: the stack goes to stderr. */
function report(error: unknown): void {
  console.error(error instanceof Error ? error.stack : error);
}
