// Requests to Twilio with the credentials that TAC uses: an API key and its secret.

import * as z from "zod";
import { type Environment, processEnvironment } from "../environment.ts";
import { HandoffError, type HandoffProblem } from "../handoffError.ts";

/** How to reach Twilio. Whatever is omitted comes from the environment variables that `npm run env` writes. */
export interface TwilioAccess {
  /** API key (`SK…`). Default: `TWILIO_API_KEY`. */
  apiKey?: string | undefined;
  /** Its secret. Default: `TWILIO_API_SECRET`. Never part of an error. */
  apiSecret?: string | undefined;
  /** Region of the Orchestrator, for instance `ie1`, as TAC reads it. Default: `TWILIO_REGION`; without it, `us1`. */
  region?: string | undefined;
  /** Sends the requests, for instance through a proxy. Default: the global `fetch`. */
  fetch?: typeof globalThis.fetch | undefined;
  /** Milliseconds after which a request without a response is given up. Default 5,000. */
  timeoutMs?: number | undefined;
}

export interface TwilioClient {
  /** Base URL of the Orchestrator. */
  orchestrator: string;
  request<Schema extends z.ZodType>(request: TwilioRequest<Schema>): Promise<z.output<Schema>>;
}

export interface TwilioRequest<Schema extends z.ZodType> {
  method: "GET" | "PATCH";
  url: string;
  json?: object;
  /** What is read from the response. */
  response: Schema;
  /** How often the request is sent if there is no response, or one of 429 and 5xx. Default 1. */
  attempts?: number;
}

/** Pause before the second attempt; it doubles with each one. */
const firstPauseMs = 300;

/**
 * Prepares requests.
 *
 * @throws HandoffError naming each variable that is missing or wrong
 */
export function openClient(
  { apiKey, apiSecret, region, fetch = globalThis.fetch, timeoutMs = 5_000 }: TwilioAccess,
  env: Environment = processEnvironment(),
): TwilioClient {
  const key = apiKey ?? env.TWILIO_API_KEY ?? "";
  const secret = apiSecret ?? env.TWILIO_API_SECRET ?? "";
  const where = region ?? env.TWILIO_REGION ?? "";
  refuseMissing({ TWILIO_API_KEY: key, TWILIO_API_SECRET: secret }, where);
  const encoded = btoa(`${key}:${secret}`);
  const headers = { Authorization: `Basic ${encoded}`, Accept: "application/json" };
  const masked = (text: string) => text.replaceAll(secret, "…").replaceAll(encoded, "…");
  const send = async ({ method, url, json, response: schema }: TwilioRequest<z.ZodType>) => {
    const place = `${method} ${url}`;
    let status: number;
    let text: string;
    try {
      const response = await fetch(url, {
        method,
        headers: json ? { ...headers, "Content-Type": "application/json" } : headers,
        ...(json ? { body: JSON.stringify(json) } : {}),
        redirect: "error",
        signal: AbortSignal.timeout(timeoutMs),
      });
      status = response.status;
      text = await response.text();
    } catch (error) {
      // Without the error itself: what another fetch puts into it may include the header.
      throw failed(place, `no response (${masked(reasonOf(error, timeoutMs))})`);
    }
    if (status < 200 || status >= 300) throw refused(place, status, masked(text));
    const { data, error } = schema.safeParse(parsed(text));
    if (error) throw failed(place, "the response is not the one that Twilio documents");
    return data;
  };
  return {
    orchestrator: `https://conversations${where === "" ? "" : `.${where}`}.twilio.com`,
    async request(request) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return (await send(request)) as never;
        } catch (error) {
          if (attempt >= (request.attempts ?? 1) || !isPassing(error)) throw error;
        }
        await new Promise((resolve) => setTimeout(resolve, firstPauseMs * 2 ** (attempt - 1)));
      }
    },
  };
}

function refuseMissing(credentials: Record<string, string>, region: string): void {
  const problems: HandoffProblem[] = Object.entries(credentials)
    .filter(([, value]) => value === "")
    .map(([path]) => ({
      path,
      message: "is not set. Expected the API key that TAC uses: npm run env writes it.",
    }));
  // It becomes part of a host, which receives the secret.
  if (!/^[a-z0-9-]*$/.test(region)) {
    const message = "is not a region. Expected lower-case letters, digits and -, for instance ie1.";
    problems.push({ path: "TWILIO_REGION", message });
  }
  if (problems.length === 0) return;
  const lines = problems.map(({ path, message }) => `${path} ${message}`);
  throw new HandoffError(lines.join("\n"), { code: "invalid_environment", problems });
}

const errorBody = z.object({ code: z.number().optional(), message: z.string().optional() });

/** Longest part of Twilio's own message in an error, in characters. */
const longestMessage = 300;

function refused(place: string, status: number, text: string): HandoffError {
  const { code: twilioCode, message = "" } = errorBody.safeParse(parsed(text)).data ?? {};
  const hint = status === 401 || status === 403 ? ". Check TWILIO_API_KEY and TWILIO_API_SECRET" : "";
  const said = message === "" ? "" : `: ${message.slice(0, longestMessage)}`;
  const code = twilioCode === undefined ? "" : ` (${twilioCode})`;
  const problem = `Twilio responded with ${status}${code}${said}${hint}`;
  return new HandoffError(`${place}: ${problem}`, {
    code: "request_refused",
    problems: [{ path: "", message: problem }],
    status,
    twilioCode,
  });
}

function failed(place: string, message: string): HandoffError {
  const problems = [{ path: "", message }];
  return new HandoffError(`${place}: ${message}`, { code: "request_failed", problems });
}

/** The reason is in the cause of fetch's own error, "fetch failed". */
function reasonOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `none within ${timeoutMs} ms`;
  const { code, message } = (error.cause ?? {}) as { code?: unknown; message?: unknown };
  return [code, message, error.message].find((text) => typeof text === "string" && text !== "") as string;
}

/** Whether the same request may succeed a moment later. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof HandoffError)) return false;
  const { code, status = 0 } = error;
  return code === "request_failed" || status === 429 || status >= 500;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
