// What a resource's file declares. Everything else is derived from it: the class a program imports, Check, Diff,
// the Pulumi schema and the reference page. The life of a resource (adopt, restore, …) is in lifecycle.ts.

import type * as z from "zod";
import type { Api } from "../client/api.ts";
import { unknownValue } from "../values/unknown.ts";

/** A problem with an input, found before anything is written. `path` is relative to the inputs. */
export interface Problem {
  path: readonly PropertyKey[];
  message: string;
  /** A warning is told and stops nothing. Default "error". */
  severity?: "error" | "warning";
}

/** An object as it is at Twilio: its inputs in the same form as a program writes them, and what Twilio adds. */
export interface Live<Inputs, Outputs> {
  id: string;
  /** Every input the object has a value for; what is absent is not set. */
  inputs: Partial<Inputs>;
  outputs: Outputs;
}

/** Inputs to write. `null` puts a field, or one inside an object of fixed keys, back to what a new object has. */
export type Changes<Inputs> = { [Key in keyof Inputs]?: Inputs[Key] | null };

export interface Resource<I extends z.ZodObject = z.ZodObject, O extends z.ZodObject = z.ZodObject> {
  /** For instance `twilio:studio:Flow`. */
  token: `twilio:${string}:${string}`;
  /** First paragraph of the reference page. */
  description: string;
  inputs: I;
  outputs: O;
  /** Inputs whose change makes a new object. */
  replaceOn: readonly (keyof z.infer<I> & string)[];
  /** The old object must be gone before the new one is made, because both hold something unique. */
  deleteBeforeReplace?: true;
  /** Outputs that any update may change; preview shows them as unknown. */
  volatile?: readonly (keyof z.infer<O> & string)[];
  /** Inputs without which no new object can be made; an adopted one already has them. */
  requiredToCreate?: readonly (keyof z.infer<I> & string)[];
  /** Destroy leaves also what the stack made, unless `onDestroy` is "delete": it holds customers' data. */
  keepOnDestroy?: true;
  /** Input that Twilio clears when this one is set, by input: it is remembered and given back along with it. */
  clears?: { readonly [Key in keyof z.infer<I> & string]?: keyof z.infer<I> & string };
  /** Paths below which a difference means nothing, for instance positions on a canvas. */
  ignoredPaths?: readonly (readonly string[])[];
  /**
   * The one form in which an input is stored and compared, by input. Not called for an unknown value, but there may
   * be unknown values inside, of any shape.
   */
  canonical?: { [Key in keyof z.infer<I>]?: (value: NonNullable<z.infer<I>[Key]>) => z.infer<I>[Key] };
  /** Problems that can be seen without the network. Unknown values may stand anywhere (unknown.ts). */
  findProblems?(inputs: z.infer<I>): Problem[];
  /** Problems that only the account knows, looked for in preview and again before the write. */
  preflight?(api: Api, inputs: z.infer<I>, id: string | undefined): Promise<Problem[]>;
  /** Id of the object that has the natural key of these inputs, for what exists once in an account. */
  findByKey?(api: Api, inputs: z.infer<I>): Promise<string | undefined>;
  /** Makes a new object. Absent where objects can only be adopted. */
  insert?(api: Api, inputs: z.infer<I>): Promise<Live<z.infer<I>, z.infer<O>>>;
  /** Undefined when Twilio has no such object. */
  fetch(api: Api, id: string): Promise<Live<z.infer<I>, z.infer<O>> | undefined>;
  /** Changes some fields and leaves the others. Absent where Twilio has no update: then every change replaces. */
  write?(
    api: Api,
    live: Live<z.infer<I>, z.infer<O>>,
    changes: Changes<z.infer<I>>,
  ): Promise<Live<z.infer<I>, z.infer<O>>>;
  /** Removes the object; one that is already gone is no error. Absent where it must never be removed. */
  remove?(api: Api, id: string): Promise<void>;
}

export function isError({ severity }: Problem): boolean {
  return severity !== "warning";
}

/** Brings inputs into the form in which they are stored and compared. */
export function canonicalizeInputs<Inputs extends object>(
  { canonical = {} }: { canonical?: { [Key in keyof Inputs]?: (value: never) => unknown } },
  inputs: Inputs,
): Inputs {
  const entries = Object.entries(inputs).map(([key, value]) => {
    const toCanonical = canonical[key as keyof Inputs];
    return [
      key,
      toCanonical && value !== undefined && value !== unknownValue ? toCanonical(value as never) : value,
    ];
  });
  return Object.fromEntries(entries) as Inputs;
}

/** Gives a resource its inferred types; the value is returned as it is. */
export function defineResource<I extends z.ZodObject, O extends z.ZodObject>(resource: Resource<I, O>) {
  return resource;
}
