// Requests of a scenario that are answered by their method and URL.

import type { HttpRequest } from "../step/world.ts";
import type { StubResponse } from "./answers.ts";

/** For instance `{ method: "GET", url: "https://api.example.com/orders?*", body: { open: 2 } }`. */
export interface HttpStub extends StubResponse {
  /** Default any. */
  method?: "GET" | "POST" | undefined;
  /** `*` stands for any characters. */
  url: string;
  /** Why there is no answer at all, in place of a response. */
  fails?: string | undefined;
}

/** The first stub that fits; undefined when none does. */
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
