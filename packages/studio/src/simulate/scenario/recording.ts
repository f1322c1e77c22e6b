// Answers that were really given once, kept to be given again. No credential is kept.

import { isObject } from "../../definition/json.ts";
import type { HttpRequest, HttpResponse } from "../step/world.ts";

/** One answer, as it stands in a file of recordings. */
export interface RecordedResponse {
  method: "GET" | "POST";
  /** Without credentials: none before the host, and `***` for parameters whose name says secret. */
  url: string;
  status: number;
  contentType: string;
  /** Texts of JSON members whose name says secret are `***`. */
  body: string;
}

const namesSecret = /token|secret|passw|api[_-]?key|access[_-]?key|authoriz|credential|signature|jwt/i;
const mask = "***";

/** What may be kept of an answer. The request's body and headers are not. */
export function recordResponse(
  { method, url }: Pick<HttpRequest, "method" | "url">,
  { status, contentType, body }: HttpResponse,
): RecordedResponse {
  return { method, url: maskUrl(url), status, contentType, body: maskBody(body) };
}

/**
 * Gives recorded answers again: to one method and URL in the order they came, the last one for ever.
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

/** Texts are masked; the shape stays, so that a flow finds what it reads. */
function maskValue(value: unknown, isSecret = false): unknown {
  if (typeof value === "string") return isSecret ? mask : value;
  if (Array.isArray(value)) return value.map((each) => maskValue(each, isSecret));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, maskValue(member, isSecret || namesSecret.test(key))]),
  );
}
