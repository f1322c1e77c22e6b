// Reads and validates the query of a request, as body.ts does for bodies: an unknown parameter is refused, because it is
// a client's mistake that would otherwise go unnoticed.

import type { Context as HonoContext } from "hono";
import { z } from "zod";
import { dateTime, parseForm, repeated, validate } from "./body.ts";

/** Names of the parameters for pages, which paging.ts reads: newer APIs, then classic ones. */
const pages = ["pageSize", "pageToken", "PageSize", "Page", "PageToken"];

/** Reads the parameters of a list, besides those for pages. */
export function readFilters<Shape extends z.ZodRawShape>(
  c: HonoContext,
  shape: Shape,
): z.infer<z.ZodObject<Shape>> {
  const query = Object.entries(parseForm(new URL(c.req.url).search.slice(1)));
  const filters = Object.fromEntries(query.filter(([name]) => !pages.includes(name)));
  return validate(filters, z.strictObject(shape));
}

/** A parameter that may repeat, each value of which is one of these. */
export function anyOf<Item extends z.ZodType<unknown, string>>(item: Item) {
  return repeated.pipe(z.array(item));
}

/** The order of a list by time. */
export const orderBy = z.enum(["ASC", "DESC"]);

/** A moment, or a whole day. */
export const dayOrMoment = z.union([z.iso.date(), dateTime], "expected a date, or a date with a time");
