// Every page of a list. Twilio's three generations of APIs page differently; each stops when no next page is named.

import type { Api, Host } from "./api.ts";

export type Query = Record<string, string | number>;

/**
 * The key that names the next page: `nextToken` (newer products), `next_page_url` (classic ones), or
 * `next_page_uri` (the API of 2010).
 */
export type Paging = "nextToken" | "next_page_url" | "next_page_uri";

export interface List {
  host: Host;
  path: string;
  /** Array in the response, for instance `configurations`. */
  key: string;
  paging: Paging;
  /** Filters, and a page size below `largestPage`. */
  query?: Query;
}

type Page = Record<string, unknown> | undefined;

/** Rows a page, where a product does not allow less. */
const largestPage = 1_000;

/**
 * Reads a list page by page, 1,000 rows each unless `query` says less. No page is requested before its rows are wanted.
 *
 * @throws Error when the response is not a page of this list
 */
export async function* readPages(api: Api, list: List): AsyncGenerator<unknown> {
  const { host, path, paging, query } = list;
  let next: Query | undefined = { [paging === "nextToken" ? "pageSize" : "PageSize"]: largestPage, ...query };
  while (next) {
    const body = (await api.find({ host, path, query: next })) as Page;
    yield* rowsOf(body, list);
    next = nextQuery[paging](body, next);
  }
}

const nextQuery: Record<Paging, (body: Page, query: Query) => Query | undefined> = {
  nextToken(body, query) {
    const { nextToken } = (body?.meta ?? {}) as { nextToken?: string | null };
    return nextToken ? { ...query, pageToken: nextToken } : undefined;
  },
  next_page_url: (body) => queryOf((body?.meta as { next_page_url?: string | null })?.next_page_url),
  // Relative: `/2010-04-01/…?Page=1&PageSize=1000&PageToken=…`
  next_page_uri: (body) => queryOf(body?.next_page_uri as string | null | undefined),
};

function queryOf(url: string | null | undefined): Query | undefined {
  return url ? Object.fromEntries(new URL(url, "https://api.twilio.com").searchParams) : undefined;
}

/** @throws Error where the response is not a page: a proxy's own page with status 200 would read as an empty account */
export function rowsOf(body: unknown, { host, path, key }: Pick<List, "host" | "path" | "key">): unknown[] {
  if (body === undefined) return []; // 404
  const { [key]: rows, meta } = body as Record<string, unknown>;
  if (Array.isArray(rows)) return rows;
  // The rows are optional where Twilio's documents have them so (memory stores); what describes the page is still there.
  if ((rows === undefined || rows === null) && meta) return [];
  throw new Error(
    `GET ${host}.twilio.com${path} answered without "${key}". This is not Twilio's answer: is there a proxy in between?`,
  );
}
