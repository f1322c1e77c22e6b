// The only place that talks HTTP. Requests go through twilio-node's client, for its auth, region, edge and
// user agent; its typed methods lose headers and bodies of the newer planes, so they are not used.

import { setMaxListeners } from "node:events";
import pRetry from "p-retry";
import BaseTwilio from "twilio/lib/base/BaseTwilio.js";
import RequestClient from "twilio/lib/base/RequestClient.js";
import type { Credentials } from "./credentials.ts";
import { errorFromReply, TwilioError } from "./twilioError.ts";
import { pause } from "./wait.ts";

export type Host =
  | "api"
  | "conversations"
  | "flex-api"
  | "intelligence"
  | "memory"
  | "messaging"
  | "studio"
  | "taskrouter";

export interface Call {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  host: Host;
  path: string;
  query?: Record<string, string | number>;
  /** Body of the classic APIs. `undefined` is left out, the empty string clears a field. */
  form?: Record<string, string | number | boolean | string[] | undefined>;
  /** Body of the newer planes. */
  json?: object;
  headers?: Record<string, string>;
}

export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

export interface Api {
  accountSid: string;
  /** The local Twilio that is asked instead of twilio.com. */
  endpoint?: string | undefined;
  /** Ends every wait when the engine cancels. */
  signal: AbortSignal;
  /** @throws TwilioError when Twilio answers 400 or more, after the repeats that are safe. */
  send(call: Call): Promise<Reply>;
  /** GET that answers undefined where Twilio says 404. */
  find(call: Omit<Call, "method">): Promise<unknown>;
  /** DELETE for which "already gone" (404) is as good as done. */
  remove(call: Omit<Call, "method">): Promise<Reply | undefined>;
}

/** Five repeats with doubling pauses, jittered: about 15 s in all, within the patience of an update. */
const repeats = { retries: 5, maxTimeout: 8_000, randomize: true };

/** A longer `Retry-After` than this is cut: the update would look hung. */
const longestRetryAfterMs = 30_000;

export function createApi(credentials: Credentials, signal: AbortSignal, { firstPauseMs = 300 } = {}): Api {
  const { accountSid, apiKey, apiSecret, authToken, region, edge, endpoint } = credentials;
  // Every call that waits listens to it; Node warns of a leak above ten.
  setMaxListeners(0, signal);
  const client = new BaseTwilio.Client(apiKey ?? accountSid, apiSecret ?? authToken ?? "", {
    accountSid,
    ...(region && { region }),
    ...(edge && { edge }),
    userAgentExtensions: ["tac-handoff"],
    httpClient: endpoint ? new LocalRequestClient(endpoint) : new RequestClient(),
  });

  async function sendOnce(call: Call): Promise<Reply> {
    const name = `${call.method} ${call.host}.twilio.com${call.path}`;
    const data = call.json ?? call.form;
    const reply = client.request({
      method: call.method.toLowerCase() as "get",
      uri: `https://${call.host}.twilio.com${call.path}`,
      headers: { ...call.headers, ...(data && { "Content-Type": contentType(call) }) },
      ...(call.query && { params: call.query }),
      ...(data && { data }),
    });
    const { statusCode, headers, body } = await reply.catch((error: unknown) => {
      throw noAnswer(name, error, endpoint);
    });
    if (statusCode >= 400) throw errorFromReply(name, statusCode, headers, body);
    return { status: statusCode, headers, body };
  }

  async function send(call: Call): Promise<Reply> {
    return pRetry(() => sendOnce(call), {
      ...repeats,
      minTimeout: firstPauseMs,
      signal,
      shouldRetry: ({ error }) => maySendAgain(call, error),
      onFailedAttempt: async ({ error, retriesLeft }) => {
        if (!(error instanceof TwilioError) || !error.retryAfterMs || !maySendAgain(call, error)) return;
        if (retriesLeft > 0) await pause(Math.min(error.retryAfterMs, longestRetryAfterMs), signal);
      },
    });
  }

  async function unlessGone(call: Call): Promise<Reply | undefined> {
    try {
      return await send(call);
    } catch (error) {
      if (error instanceof TwilioError && error.status === 404) return undefined;
      throw error;
    }
  }

  return {
    accountSid,
    endpoint,
    signal,
    send,
    find: async (call) => (await unlessGone({ ...call, method: "GET" }))?.body,
    remove: (call) => unlessGone({ ...call, method: "DELETE" }),
  };
}

/**
 * A 429 was never processed, so any call may be sent again (twilio.com/docs/api/errors/20429).
 * After a 5xx or a lost connection the work may have been done: only what is harmless twice is repeated.
 */
function maySendAgain(call: Call, error: unknown): boolean {
  if (error instanceof TwilioError && error.status === 429) return true;
  const harmlessTwice =
    !["POST", "PATCH"].includes(call.method) || call.headers?.["Idempotency-Key"] !== undefined;
  if (error instanceof TwilioError) return harmlessTwice && error.status >= 500;
  return harmlessTwice && (error as Error).name !== "NotListening";
}

/** twilio-node drops a body whose content type is not exactly one of these two. */
function contentType({ json }: Call): string {
  return json ? "application/json" : "application/x-www-form-urlencoded";
}

/** Replaces axios's error, which carries the whole request, credentials included. */
function noAnswer(call: string, error: unknown, endpoint: string | undefined): Error {
  const { code, message } = error as { code?: string; message?: string };
  const found = new Error(`${call} got no answer: ${code ?? message ?? "unknown reason"}.`);
  if (endpoint && code === "ECONNREFUSED") {
    found.message += ` Nothing listens at ${endpoint} (twilio:endpoint). Start the local Twilio: npm run emulator`;
    found.name = "NotListening";
  }
  return found;
}

/** Sends every request to a server on this machine, which learns the host it was meant for from a header. */
class LocalRequestClient extends RequestClient {
  readonly #endpoint: URL;

  constructor(endpoint: string) {
    super();
    this.#endpoint = new URL(endpoint);
  }

  override request<T>(options: RequestClient.RequestOptions<T>) {
    const uri = new URL(options.uri);
    // A local Twilio has neither regions nor edges, but TWILIO_REGION may be set all the same.
    const host = `${uri.hostname.split(".")[0]}.twilio.com`;
    const headers = { ...options.headers, "X-Original-Host": host };
    return super.request<T>({
      ...options,
      headers,
      uri: `${this.#endpoint.origin}${uri.pathname}${uri.search}`,
    });
  }
}
