// A look-up that a program calls and that creates nothing: a Pulumi function (invoke).

import type * as z from "zod";
import type { Api } from "../client/api.ts";

export interface ProviderFunction<A extends z.ZodObject = z.ZodObject, R extends z.ZodObject = z.ZodObject> {
  /** For instance `twilio:taskrouter:getWorkflow`. */
  token: `twilio:${string}:get${string}`;
  description: string;
  args: A;
  result: R;
  /** @throws Error with what was looked up, what exists instead, and what to do. */
  call(api: Api, args: z.infer<A>): Promise<z.infer<R>>;
}

/** Infers the types of a function, and returns it unchanged. */
export function defineFunction<A extends z.ZodObject, R extends z.ZodObject>(
  definition: ProviderFunction<A, R>,
) {
  return definition;
}
