// Reads and validates the query of a request, as body.ts does for bodies: an unknown parameter is refused, because it is
// a client's mistake that would otherwise go unnoticed.

import type { Context as HonoContext } from "hono";
import { z } from "zod";
import { parseForm, repeated, validate } from "./body.ts";

/** Reads the parameters of a newer API's list, besides those for pages, which paging.ts reads. */
export function readFilters<Shape extends z.ZodRawShape>(
  c: HonoContext,
  shape: Shape,
): z.infer<z.ZodObject<Shape>> {
  const { pageSize: _, pageToken: __, ...filters } = parseForm(new URL(c.req.url).search.slice(1));
  return validate(filters, z.strictObject(shape));
}

/** A parameter that may repeat, each value of which is one of these. */
export function anyOf<Item extends z.ZodType<unknown, string>>(item: Item) {
  return repeated.pipe(z.array(item));
}

/** The order of a list by time. */
export const orderBy = z.enum(["ASC", "DESC"]);
