// Records real responses for replay. Credentials are not recorded.

import { isObject } from "../../../definition/json.ts";
import type { HttpRequest, HttpResponse } from "../../step/world.ts";

/** One response in a file of recordings. */
export interface RecordedResponse {
  method: "GET" | "POST";
  /** Without credentials: none before the host, and `***` for parameters with a secret's name. */
  url: string;
  status: number;
  contentType: string;
  /** Strings of JSON members with a secret's name are `***`. */
  body: string;
}

const namesSecret = /token|secret|passw|api[_-]?key|access[_-]?key|authoriz|credential|signature|jwt/i;
const mask = "***";

/** Returns what is recorded of a response. The request's body and headers are not. */
export function recordResponse(
  { method, url }: Pick<HttpRequest, "method" | "url">,
  { status, contentType, body }: HttpResponse,
): RecordedResponse {
  return { method, url: maskUrl(url), status, contentType, body: maskBody(body) };
}

/**
 * Creates a function that replays responses: in order for each method and URL, then always the last one.
 *
 * @returns undefined for a request that was never recorded
 */
export function createReplay(
  recorded: readonly RecordedResponse[],
): (request: HttpRequest) => HttpResponse | undefined {
  const next = new Map<string, number>();
  return ({ method, url }) => {
    const wanted = maskUrl(url);
    const all = recorded.filter((each) => each.method === method && each.url === wanted);
    const turn = next.get(`${method} ${wanted}`) ?? 0;
    next.set(`${method} ${wanted}`, turn + 1);
    const found = all[Math.min(turn, all.length - 1)];
    return found && { status: found.status, contentType: found.contentType, body: found.body };
  };
}

function maskUrl(text: string): string {
  const url = new URL(text);
  url.username = "";
  url.password = "";
  for (const name of new Set(url.searchParams.keys()))
    if (namesSecret.test(name)) url.searchParams.set(name, mask);
  return url.href;
}

function maskBody(body: string): string {
  try {
    const value: unknown = JSON.parse(body);
    return namesSecret.test(body) ? JSON.stringify(maskValue(value)) : body;
  } catch {
    return body;
  }
}

/** Masks strings and keeps the shape, so that a flow finds what it reads. */
function maskValue(value: unknown, isSecret = false): unknown {
  if (typeof value === "string") return isSecret ? mask : value;
  if (Array.isArray(value)) return value.map((each) => maskValue(each, isSecret));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, maskValue(member, isSecret || namesSecret.test(key))]),
  );
}
