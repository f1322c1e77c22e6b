// How a resource adopts an object that exists, and how it restores it.
// The former values of the managed fields are kept in the state as `previous`, so that destroy can restore them.

import * as z from "zod";
import type { Changes, Resource } from "../declare/resource.ts";
import { isObject } from "../values/diff.ts";
import { unwrap } from "../values/unwrap.ts";

type Values = Record<string, unknown>;

/** Inputs that control the provider. They are neither sent to Twilio nor compared with an object. */
export const controlInputs = ["adopt", "onDestroy", "sharedLists", "createWith"];

/** Outputs that every resource has in addition to its own. */
export const adoptionOutputs = z.object({
  adopted: z.boolean().describe("Whether the object existed before the stack adopted it."),
  previous: z
    .string()
    .optional()
    .meta({ secret: true })
    .describe("JSON of the managed fields as they were when the object was adopted. Destroy restores them."),
});

/** Inputs without those that only control the provider. */
export function omitControlInputs(inputs: Values): Values {
  return Object.fromEntries(Object.entries(inputs).filter(([key]) => !controlInputs.includes(key)));
}

/** Declared inputs, and as undefined those that Twilio changes along with them. */
function listManagedInputs({ clears = {} }: Resource, inputs: Values): Values {
  const along = Object.keys(inputs).flatMap((key) => clears[key] ?? []);
  return { ...Object.fromEntries(along.map((key) => [key, undefined])), ...omitControlInputs(inputs) };
}

/**
 * Returns the former value of each managed field: the one recorded before, or else the present one. Unset fields are
 * null. An object with fixed keys is recorded whole, because Twilio may drop some of its keys when others change.
 */
export function recordPrevious(
  resource: Resource,
  live: Values,
  inputs: Values,
  before: Changes<Values> = {},
): Changes<Values> {
  const recorded = Object.entries(listManagedInputs(resource, inputs)).map(([key, value]) => {
    const was = key in before ? before[key] : (live[key] ?? null);
    if (!hasFixedKeys(resource, key) || !isObject(was) || !isObject(value)) return [key, was];
    return [key, { ...Object.fromEntries(Object.keys(value).map((inner) => [inner, null])), ...was }];
  });
  return Object.fromEntries(recorded);
}

/**
 * Changes that restore what is no longer declared, also inside objects with fixed keys. A field without a recorded value
 * gets what a new object gets (`createWith`), or is cleared.
 */
export function findRestores(
  resource: Resource,
  olds: Values,
  news: Values,
  previous: Changes<Values>,
): Changes<Values> {
  const now = listManagedInputs(resource, news);
  const initial = isObject(news.createWith) ? news.createWith : {};
  const back: Changes<Values> = {};
  for (const [key, old] of Object.entries(listManagedInputs(resource, olds))) {
    const [value, was] = [now[key], previous[key]];
    // A field that every object must have cannot be cleared: without a former value it stays unchanged.
    if (!(key in now) && was === undefined && resource.requiredToCreate?.includes(key)) continue;
    if (!(key in now)) back[key] = was ?? initial[key] ?? null;
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

/** Reads what `recordPrevious` returned from the state. Empty for an object that the stack created. */
export function parsePrevious(state: Values): Changes<Values> {
  return typeof state.previous === "string" ? JSON.parse(state.previous) : {};
}
