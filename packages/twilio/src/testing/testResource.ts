// For tests only: a resource that needs no account.

import * as z from "zod";
import { defineResource, type Resource } from "../declare/resource.ts";

/** A resource whose one object, `id1`, lives in a variable. */
export function testResource(live: Record<string, unknown>) {
  const written: unknown[] = [];
  const resource: Resource = defineResource({
    token: "twilio:test:Thing",
    description: "A thing.",
    inputs: z.strictObject({
      name: z.string().optional(),
      note: z.string().optional(),
      kind: z.string().optional(),
      nested: z.strictObject({ a: z.string().optional(), b: z.string().optional() }).optional(),
      layout: z.record(z.string(), z.unknown()).optional(),
      adopt: z.string().optional(),
      onDestroy: z.string().optional(),
    }),
    outputs: z.object({ sid: z.string(), revision: z.number() }),
    replaceOn: ["kind"],
    volatile: ["revision"],
    ignoredPaths: [["layout", "offsets"]],
    fetch: async (_, id) =>
      id === "id1"
        ? { id, inputs: { ...live }, outputs: { sid: "S1", revision: written.length } }
        : undefined,
    write: async (_, { id }, changes) => {
      written.push(changes);
      for (const [key, value] of Object.entries(changes)) {
        if (value === null) delete live[key];
        else live[key] = value;
      }
      return { id, inputs: { ...live }, outputs: { sid: "S1", revision: written.length } };
    },
  });
  return { resource, written, live };
}
