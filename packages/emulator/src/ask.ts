// A plain HTTP client of the local Twilio, for tests and demos. It adds only credentials to a request.

import { basicAuthorization } from "./http/urlCredentials.ts";
import type { Emulator } from "./server.ts";

export interface EmulatorResponse {
  status: number;
  headers: Headers;
  /** Parsed if it is JSON, with the type that JSON.parse returns; otherwise a string. */
  body: ReturnType<typeof JSON.parse>;
}

export interface EmulatorRequest {
  form?: Record<string, string | string[]>;
  json?: unknown;
  /** Sent unchanged; set `content-type` in `headers`. */
  text?: string;
  headers?: Record<string, string>;
  /** Default: the account's SID and token. */
  auth?: { user: string; password: string } | "none";
}

/**
 * Sends one request to the local Twilio.
 *
 * @param what method and Twilio's URL, e.g. `GET https://studio.twilio.com/v2/Flows`, or the path of a `/local/…` route
 */
export async function ask(
  { url, state }: Pick<Emulator, "url" | "state">,
  what: string,
  { form, json, text, headers = {}, auth }: EmulatorRequest = {},
): Promise<EmulatorResponse> {
  const [method = "", target = ""] = what.split(" ");
  const { host, pathname, search } = new URL(target, url);
  const { user, password } =
    auth === undefined
      ? { user: state.account.sid, password: state.account.authToken }
      : userAndPassword(auth);
  const response = await fetch(`${url}${pathname}${search}`, {
    method,
    headers: {
      ...(target.startsWith("/") ? {} : { "X-Original-Host": host }),
      ...(user === "" ? {} : { Authorization: basicAuthorization(user, password) }),
      ...(form === undefined ? {} : { "Content-Type": "application/x-www-form-urlencoded" }),
      ...(json === undefined ? {} : { "Content-Type": "application/json" }),
      ...headers,
    },
    body: text ?? (form ? encodeForm(form) : json === undefined ? null : JSON.stringify(json)),
  });
  const body = await response.text();
  const isJson = response.headers.get("content-type")?.startsWith("application/json");
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(body) : body };
}

/**
 * Repeats the request until a response matches.
 *
 * @throws Error if none does within two seconds
 */
export async function askUntil(
  emulator: Pick<Emulator, "url" | "state">,
  what: string,
  fits: (response: EmulatorResponse) => boolean,
): Promise<EmulatorResponse> {
  const deadline = Date.now() + 2_000;
  for (;;) {
    const response = await ask(emulator, what);
    if (fits(response)) return response;
    if (Date.now() > deadline)
      throw new Error(`${what}: still ${response.status} ${JSON.stringify(response.body)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function userAndPassword(auth: Exclude<EmulatorRequest["auth"], undefined>): {
  user: string;
  password: string;
} {
  return auth === "none" ? { user: "", password: "" } : auth;
}

function encodeForm(form: Record<string, string | string[]>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(form)) {
    for (const one of [value].flat()) params.append(name, one);
  }
  return params.toString();
}
