// Responses of a scenario by method and URL of the request.

import type { HttpRequest } from "../../step/world.ts";

/** The response of a stub. An object is sent as JSON. */
export interface StubResponse {
  /** Default 200. */
  status?: number | undefined;
  /** Default `application/json` for an object, `text/plain` for a string. */
  contentType?: string | undefined;
  body?: string | object | undefined;
  /** Names in lower case. */
  headers?: Record<string, string> | undefined;
}

/** For example `{ method: "GET", url: "https://api.example.com/orders?*", body: { open: 2 } }`. */
export interface HttpStub extends StubResponse {
  /** Default any. */
  method?: "GET" | "POST" | undefined;
  /** `*` matches any characters. */
  url: string;
  /** Reason of a lost connection, instead of a response. */
  fails?: string | undefined;
}

/** Returns the first matching stub; undefined if there is none. */
export function findStub(
  stubs: readonly HttpStub[],
  { method, url }: Pick<HttpRequest, "method" | "url">,
): HttpStub | undefined {
  return stubs.find((stub) => (stub.method ?? method) === method && matchesUrl(stub.url, url));
}

function matchesUrl(pattern: string, url: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(url);
}
