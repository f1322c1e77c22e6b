// Reduces what Twilio has to what a program declares, so that undeclared fields are never a difference.

import * as z from "zod";
import { isObject } from "./diff.ts";
import { unwrap } from "./unwrap.ts";

/**
 * Keeps the keys of a live value that `like` has. Objects with fixed keys are reduced; maps, arrays and plain values
 * are declared as a whole and stay whole.
 *
 * @param schema schema of the value, which distinguishes objects (fixed keys) from records (maps); an object with
 *   the meta `whole` is declared as a whole too
 */
export function project(schema: z.ZodType, live: unknown, like: unknown): unknown {
  const inner = unwrap(schema);
  if (!(inner instanceof z.ZodObject) || inner.meta()?.whole) return live;
  if (!isObject(live) || !isObject(like)) return live;
  const kept = Object.entries(inner.shape).filter(([key]) => key in like && live[key] !== undefined);
  return Object.fromEntries(
    kept.map(([key, field]) => [key, project(field as z.ZodType, live[key], like[key])]),
  );
}
