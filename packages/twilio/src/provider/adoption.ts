// How a resource takes over an object that somebody else made, and how it gives it back.
// What it was is kept in state as `previous`, so that destroy can put it there again.

import * as z from "zod";
import type { Changes, Resource } from "../declare/resource.ts";
import { isObject } from "../values/diff.ts";
import { unwrap } from "../values/unwrap.ts";

type Values = Record<string, unknown>;

/** Inputs that steer the provider and are never sent to Twilio. */
export const controlInputs = ["adopt", "onDestroy"];

/** Outputs every resource has beside its own. */
export const adoptionOutputs = z.object({
  adopted: z.boolean().describe("Whether the object existed before the stack adopted it."),
  previous: z
    .string()
    .optional()
    .meta({ secret: true })
    .describe("JSON of the managed fields as they were when the object was adopted. Destroy restores them."),
});

/** Inputs without those that only steer the provider. */
export function omitControlInputs(inputs: Values): Values {
  return Object.fromEntries(Object.entries(inputs).filter(([key]) => !controlInputs.includes(key)));
}

/** Inputs declared, and those that Twilio changes along with them; these are undefined. */
function listManagedInputs({ clears = {} }: Resource, inputs: Values): Values {
  const along = Object.keys(inputs).flatMap((key) => clears[key] ?? []);
  return { ...Object.fromEntries(along.map((key) => [key, undefined])), ...omitControlInputs(inputs) };
}

/**
 * Remembers the managed fields as they were before, or else as they are. What was not set is remembered as null.
 * An object of fixed keys is remembered whole: Twilio may drop some of its keys when others change.
 */
export function recordPrevious(
  resource: Resource,
  live: Values,
  inputs: Values,
  before: Changes<Values> = {},
): Changes<Values> {
  const remembered = Object.entries(listManagedInputs(resource, inputs)).map(([key, value]) => {
    const was = key in before ? before[key] : (live[key] ?? null);
    if (!hasFixedKeys(resource, key) || !isObject(was) || !isObject(value)) return [key, was];
    return [key, { ...Object.fromEntries(Object.keys(value).map((inner) => [inner, null])), ...was }];
  });
  return Object.fromEntries(remembered);
}

/** What is no longer managed goes back to what it was, or else to nothing; also inside an object of fixed keys. */
export function findRestores(
  resource: Resource,
  olds: Values,
  news: Values,
  previous: Changes<Values>,
): Changes<Values> {
  const now = listManagedInputs(resource, news);
  const back: Changes<Values> = {};
  for (const [key, old] of Object.entries(listManagedInputs(resource, olds))) {
    const [value, was] = [now[key], previous[key]];
    // What every object must have cannot be cleared: without a former value it stays.
    if (!(key in now) && was === undefined && resource.requiredToCreate?.includes(key)) continue;
    if (!(key in now)) back[key] = was ?? null;
    else if (hasFixedKeys(resource, key) && isObject(old) && isObject(value)) {
      const released = Object.keys(old).filter((inner) => !(inner in value));
      const restored = released.map((inner) => [inner, isObject(was) ? (was[inner] ?? null) : null]);
      if (released.length > 0) back[key] = { ...Object.fromEntries(restored), ...value };
    }
  }
  return back;
}

function hasFixedKeys({ inputs }: Resource, key: string): boolean {
  const field = inputs.shape[key];
  return field !== undefined && unwrap(field as z.ZodType) instanceof z.ZodObject;
}

/** Reads what `remember` left in state. Nothing is remembered of an object the stack made itself. */
export function parsePrevious(state: Values): Changes<Values> {
  return typeof state.previous === "string" ? JSON.parse(state.previous) : {};
}
