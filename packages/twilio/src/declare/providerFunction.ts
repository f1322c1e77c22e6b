// A look-up that a program calls and nothing is created by: a Pulumi function (invoke).

import type * as z from "zod";
import type { Api } from "../client/api.ts";

export interface ProviderFunction<A extends z.ZodObject = z.ZodObject, R extends z.ZodObject = z.ZodObject> {
  /** For instance `twilio:taskrouter:getWorkflow`. */
  token: `twilio:${string}:get${string}`;
  description: string;
  args: A;
  result: R;
  /** @throws Error that names what was looked for, what is there instead, and what to do. */
  call(api: Api, args: z.infer<A>): Promise<z.infer<R>>;
}

/** Gives a function its inferred types; the value is returned as it is. */
export function defineFunction<A extends z.ZodObject, R extends z.ZodObject>(
  definition: ProviderFunction<A, R>,
) {
  return definition;
}
