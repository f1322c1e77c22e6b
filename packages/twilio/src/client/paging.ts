// Every page of a list. Classic APIs and the newer planes page differently; both stop when no next page is named.

import type { Api, Host } from "./api.ts";

export interface List {
  host: Host;
  path: string;
  /** Array in the answer, for instance `configurations`. */
  key: string;
  query?: Record<string, string | number>;
}

/** Reads a list of the newer planes (`pageToken`, `meta.nextToken`). 1,000 rows a page unless `query` says less. */
export async function* pagesByToken(api: Api, list: List): AsyncGenerator<unknown> {
  const { host, path, query } = list;
  let pageToken: string | undefined;
  do {
    const page = { pageSize: 1_000, ...query, ...(pageToken && { pageToken }) };
    const body = (await api.find({ host, path, query: page })) as Record<string, unknown> | undefined;
    yield* rowsOf(body, list);
    pageToken = (body?.meta as { nextToken?: string | null } | undefined)?.nextToken ?? undefined;
  } while (pageToken);
}

/** Reads a list of a classic API (`PageSize`, `meta.next_page_url`). 1,000 rows a page unless `query` says less. */
export async function* pagesByUrl(api: Api, list: List): AsyncGenerator<unknown> {
  const { host, path, query } = list;
  let next: Record<string, string | number> | undefined = { PageSize: 1_000, ...query };
  while (next) {
    const body = (await api.find({ host, path, query: next })) as Record<string, unknown> | undefined;
    yield* rowsOf(body, list);
    const meta = body?.meta as { next_page_url?: string | null } | undefined;
    next = meta?.next_page_url ? Object.fromEntries(new URL(meta.next_page_url).searchParams) : undefined;
  }
}

/** @throws Error where the answer is no page: a proxy's own page with status 200 would read as an empty account */
function rowsOf(body: Record<string, unknown> | undefined, { host, path, key }: List): unknown[] {
  if (body === undefined) return []; // 404
  const rows = body[key];
  if (Array.isArray(rows)) return rows;
  throw new Error(
    `GET ${host}.twilio.com${path} answered without "${key}". This is not Twilio's answer: is there a proxy in between?`,
  );
}
