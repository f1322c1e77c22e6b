// Twilio may add a key to its answers any day; what we have no schema for is left out instead of refused.

import * as z from "zod";
import { isObject } from "../values/diff.ts";
import { unwrap } from "../values/unwrap.ts";

/** Keeps, of an answer, the keys that the schema has, everywhere inside. Values are not checked. */
export function known(schema: z.ZodType, answer: unknown): unknown {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodArray && Array.isArray(answer)) {
    return answer.map((item) => known(inner.element as z.ZodType, item));
  }
  if (!(inner instanceof z.ZodObject) || !isObject(answer)) return answer;
  const kept = Object.entries(inner.shape).filter(([key]) => Object.hasOwn(answer, key));
  return Object.fromEntries(kept.map(([key, field]) => [key, known(field as z.ZodType, answer[key])]));
}
