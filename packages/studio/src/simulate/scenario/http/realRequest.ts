// Real requests of a simulated flow, to explicitly allowed hosts.

import type { HttpRequest, HttpResponse } from "../../step/world.ts";

/** Allows real requests. */
export interface RealRequests {
  /** Allowed hosts, with their port unless it is the default one: `api.example.com`, `127.0.0.1:8080`. */
  hosts: readonly string[];
  /** Default the global `fetch`. */
  fetch?: typeof fetch;
}

/** Longest wait for a response. Source: twilio.com/docs/studio/widget-library/http-request */
const timeoutMs = 10_000;
/** Assumed; Twilio documents that redirects are followed, but not how many. */
const maxRedirects = 5;

/**
 * Makes a request. Redirects are followed, to allowed hosts only.
 *
 * @throws Error if the host is not allowed, the request needs the account's credentials, or there is no response
 */
export async function makeRealRequest(
  { method, url, contentType, body, twilioAuth }: HttpRequest,
  { hosts, fetch: ask = fetch }: RealRequests,
): Promise<HttpResponse> {
  if (twilioAuth) throw new Error("requests with the account's credentials are never sent");
  const signal = AbortSignal.timeout(timeoutMs);
  let target = new URL(url);
  let first = true;
  for (let hop = 0; hop <= maxRedirects; hop++) {
    if (!hosts.includes(target.host)) throw new Error(`${target.host} is not one of the allowed hosts`);
    const authorization = basicAuthorization(target);
    const response: Response = await ask(withoutCredentials(target), {
      method: first ? method : "GET",
      redirect: "manual",
      signal,
      headers: {
        ...(first && contentType !== undefined ? { "Content-Type": contentType } : {}),
        ...(authorization === undefined ? {} : { Authorization: authorization }),
      },
      ...(first && method === "POST" && body !== undefined ? { body } : {}),
    });
    const location = response.headers.get("location");
    if (response.status < 300 || response.status > 399 || location === null) {
      const type = response.headers.get("content-type") ?? "";
      return { status: response.status, contentType: type, body: await response.text() };
    }
    target = new URL(location, target);
    // 307 and 308 repeat the request, the others use GET.
    first = first && (response.status === 307 || response.status === 308);
  }
  throw new Error(`more than ${maxRedirects} redirects`);
}

/** `fetch` refuses credentials in a URL. */
function withoutCredentials(url: URL): URL {
  const copy = new URL(url);
  copy.username = "";
  copy.password = "";
  return copy;
}

function basicAuthorization({ username, password }: URL): string | undefined {
  if (username === "" && password === "") return undefined;
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(pair).toString("base64")}`;
}
