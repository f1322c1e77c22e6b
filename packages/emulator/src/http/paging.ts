// Lists in Twilio's three shapes: classic v1/v2 (meta.next_page_url), the 2010 API (next_page_uri),
// and the newer APIs (meta.key and nextToken). Source: twilio.com/docs/usage/twilios-response;
// twilio-node 6.3.1 base/Page, base/TokenPage

import type { Context as HonoContext } from "hono";
import { badParameter, Refusal } from "./errors.ts";

/** A row's id, which page tokens name, and its body. Bodies are rendered for one page only, because lists can be long. */
interface Row {
  id: string;
  body: () => unknown;
}

interface Page {
  rows: Row[];
  size: number;
  start: number;
  next: string | undefined;
  previous: string | undefined;
}

/**
 * Responds with a list of a classic v1 or v2 API.
 *
 * @param key name of the array, also `meta.key`
 * @param maximum largest PageSize, beyond which is 20007; 1,000 nearly everywhere. Source: twilio-oai, per list;
 *   twilio.com/docs/api/errors/20007
 */
export function classicList(c: HonoContext, key: string, rows: Row[], { maximum = 1000 } = {}): Response {
  const { rows: shown, size, start, next, previous } = cutPage(c, rows, classicNames, maximum);
  const page = Math.floor(start / size);
  return Response.json({
    meta: {
      page,
      page_size: size,
      first_page_url: pageUrl(c, { PageSize: String(size), Page: "0" }),
      previous_page_url: previous === undefined ? null : pageUrl(c, classicToken(size, page - 1, previous)),
      url: pageUrl(c, classicToken(size, page, c.req.query("PageToken") ?? "")),
      next_page_url: next === undefined ? null : pageUrl(c, classicToken(size, page + 1, next)),
      key,
    },
    [key]: shown.map((row) => row.body()),
  });
}

/** Responds with a list of the 2010 API, whose page links are paths below api.twilio.com. */
export function apiList(c: HonoContext, key: string, rows: Row[]): Response {
  const { rows: shown, size, start, next, previous } = cutPage(c, rows, classicNames, 1000);
  const page = Math.floor(start / size);
  const uri = (query: Record<string, string>) => pageUrl(c, query).replace("https://api.twilio.com", "");
  return Response.json({
    first_page_uri: uri({ PageSize: String(size), Page: "0" }),
    end: Math.max(start + shown.length - 1, 0),
    previous_page_uri: previous === undefined ? null : uri(classicToken(size, page - 1, previous)),
    [key]: shown.map((row) => row.body()),
    uri: uri(classicToken(size, page, c.req.query("PageToken") ?? "")),
    page_size: size,
    start,
    next_page_uri: next === undefined ? null : uri(classicToken(size, page + 1, next)),
    page,
  });
}

/** The rows of the requested page, for a list of the 2010 API whose response has no links. */
export function pageOf(c: HonoContext, rows: Row[]): Row[] {
  return cutPage(c, rows, classicNames, 1000).rows;
}

/** Responds with a list of the newer APIs. twilio-node throws without `meta.key`. */
export function tokenList(c: HonoContext, key: string, rows: Row[], { maximum = 1000 } = {}): Response {
  const { rows: shown, size, next, previous } = cutPage(c, rows, tokenNames, maximum);
  return Response.json({
    [key]: shown.map((row) => row.body()),
    meta: { key, pageSize: size, nextToken: next ?? null, previousToken: previous ?? null },
  });
}

const classicNames = { size: "PageSize", token: "PageToken", page: "Page" };

const tokenNames = { size: "pageSize", token: "pageToken", page: undefined };

interface Names {
  size: string;
  token: string;
  page: string | undefined;
}

function cutPage(c: HonoContext, rows: Row[], names: Names, maximum: number): Page {
  const size = wholeNumber(c, names.size, 50);
  if (size < 1 || size > maximum) {
    const message = `Invalid parameter ${names.size}: expected 1 to ${maximum}`;
    if (size > maximum && names === classicNames) throw new Refusal({ status: 400, code: 20007, message });
    throw badParameter(message);
  }
  const token = c.req.query(names.token);
  const page = names.page === undefined ? 0 : wholeNumber(c, names.page, 0);
  const start = token ? indexOf(rows, token, names.token) : page * size;
  const before = Math.max(start - size, 0);
  return {
    rows: rows.slice(start, start + size),
    size,
    start,
    next: tokenOf(rows[start + size]),
    previous: start === 0 ? undefined : tokenOf(rows[before]),
  };
}

// A token names the first row of its page. It is opaque on purpose: a client must not build tokens itself.
function tokenOf(row: Row | undefined): string | undefined {
  return row === undefined ? undefined : `PT${Buffer.from(row.id).toString("base64url")}`;
}

function indexOf(rows: Row[], token: string, parameter: string): number {
  const id = Buffer.from(token.slice(2), "base64url").toString();
  const index = rows.findIndex((row) => row.id === id);
  if (index < 0) throw badParameter(`Invalid parameter ${parameter}: not a token of this list`);
  return index;
}

function wholeNumber(c: HonoContext, name: string, fallback: number): number {
  const text = c.req.query(name);
  if (text === undefined || text === "") return fallback;
  if (!/^\d+$/.test(text)) throw badParameter(`Invalid parameter ${name}: expected a whole number`);
  return Number(text);
}

function classicToken(size: number, page: number, token: string): Record<string, string> {
  return { PageSize: String(size), Page: String(page), ...(token === "" ? {} : { PageToken: token }) };
}

/** The list's own URL on the real host, with its filters, for another page. */
function pageUrl(c: HonoContext, query: Record<string, string>): string {
  const params = new URLSearchParams(c.req.query());
  for (const name of ["PageSize", "Page", "PageToken"]) params.delete(name);
  for (const [name, value] of Object.entries(query)) params.set(name, value);
  return `${realUrl(c)}?${params}`;
}

/** The URL of this request on the real host, without query. */
function realUrl(c: HonoContext): string {
  const ending = c.req.path.startsWith("/api.twilio.com/") ? ".json" : "";
  return `https:/${c.req.path}${ending}`;
}
