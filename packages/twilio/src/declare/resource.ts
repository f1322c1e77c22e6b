// What the file of a resource declares. Everything else is derived from it: the class that a program imports, Check,
// Diff, the Pulumi schema and the reference page. How objects are adopted, restored and so on is in lifecycle.ts.

import type * as z from "zod";
import type { Api } from "../client/api.ts";
import { unknownValue } from "../values/unknown.ts";

/** A problem with an input, found before anything is written. `path` is relative to the inputs. */
export interface Problem {
  path: readonly PropertyKey[];
  message: string;
  /** A warning is shown and does not fail the operation. Default "error". */
  severity?: "error" | "warning";
}

/** An object at Twilio: its inputs in the form in which a program writes them, and its outputs. */
export interface Live<Inputs, Outputs> {
  id: string;
  /** Inputs that the object has a value for. */
  inputs: Partial<Inputs>;
  outputs: Outputs;
}

/** Inputs to write. `null` resets a field, or a key of an object with fixed keys, to the default of a new object. */
export type Changes<Inputs> = { [Key in keyof Inputs]?: Inputs[Key] | null };

/** A list of an object that others add to as well: `sharedLists` of the inputs decides how it is managed. */
export interface SharedList<Element = never> {
  /** Most elements that Twilio allows. */
  limit: number;
  /** A lower limit that one of Twilio's documents has, and the warning about a longer list. */
  documented?: { limit: number; warning: string };
  /** Elements with one key are one element in different forms: the program's replaces the others, and is added once. */
  keyOf(element: Element): string;
  /** Whether two elements with one key differ. Default: they never do. */
  identityOf?(element: Element): string;
  /** How an element reads in messages, without secrets. */
  describe(element: Element): string;
}

export interface Resource<I extends z.ZodObject = z.ZodObject, O extends z.ZodObject = z.ZodObject> {
  /** For instance `twilio:studio:Flow`. */
  token: `twilio:${string}:${string}`;
  /** First paragraph of the reference page. */
  description: string;
  inputs: I;
  outputs: O;
  /** Inputs whose change replaces the object. */
  replaceOn: readonly (keyof z.infer<I> & string)[];
  /** The old object must be deleted before the new one is created, because both have a value that is unique. */
  deleteBeforeReplace?: true;
  /** Outputs that any update may change; preview shows them as unknown. */
  volatile?: readonly (keyof z.infer<O> & string)[];
  /** Inputs that a new object needs; an adopted one already has them. */
  requiredToCreate?: readonly (keyof z.infer<I> & string)[];
  /** Destroy keeps also objects that the stack created, unless `onDestroy` is "delete", because they contain customers' data. */
  keepOnDestroy?: true;
  /** Input that Twilio clears when the key is set: its former value is recorded and restored along with it. */
  clears?: { readonly [Key in keyof z.infer<I> & string]?: keyof z.infer<I> & string };
  /** Lists that others add to as well. With `sharedLists: "replace"` the program's list replaces the whole list. */
  sharedLists?: {
    readonly [Key in keyof z.infer<I> & string]?: SharedList<
      NonNullable<z.infer<I>[Key]> extends readonly (infer Element)[] ? Element : never
    >;
  };
  /** Paths below which differences are ignored, for instance positions on a canvas. */
  ignoredPaths?: readonly (readonly string[])[];
  /**
   * Converts an input to the form in which it is stored and compared. Not called for an unknown value, but the input may
   * contain unknown values of any shape.
   */
  canonical?: { [Key in keyof z.infer<I>]?: (value: NonNullable<z.infer<I>[Key]>) => z.infer<I>[Key] };
  /** Problems that can be found without the network. Any value may be unknown (unknown.ts). */
  findProblems?(inputs: z.infer<I>): Problem[];
  /** Problems that only the account knows, checked in preview and again before the write. Preview shows warnings. */
  preflight?(api: Api, inputs: z.infer<I>, id: string | undefined): Promise<Problem[]>;
  /** Further problems, of an object that does not exist and would be created. Preview shows warnings. */
  preflightInsert?(api: Api, inputs: z.infer<I>): Promise<Problem[]>;
  /** Id of the object with the natural key of these inputs, for objects that are unique in an account. */
  findByKey?(api: Api, inputs: z.infer<I>): Promise<string | undefined>;
  /** What a preview says about an object that it would create, for instance that a name was not found. */
  describeNew?(api: Api, inputs: z.infer<I>): Promise<string | undefined>;
  /** Creates an object. Absent where objects can only be adopted. */
  insert?(api: Api, inputs: z.infer<I>): Promise<Live<z.infer<I>, z.infer<O>>>;
  /** Undefined when Twilio has no such object. */
  fetch(api: Api, id: string): Promise<Live<z.infer<I>, z.infer<O>> | undefined>;
  /** Changes these fields only. Absent where Twilio has no update: then every change replaces. */
  write?(
    api: Api,
    live: Live<z.infer<I>, z.infer<O>>,
    changes: Changes<z.infer<I>>,
  ): Promise<Live<z.infer<I>, z.infer<O>>>;
  /** Deletes the object; a missing one is not an error. Absent where objects must never be deleted. */
  remove?(api: Api, id: string): Promise<void>;
}

export function isError({ severity }: Problem): boolean {
  return severity !== "warning";
}

/** Converts inputs to the form in which they are stored and compared. */
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

/** Infers the types of a resource, and returns it unchanged. */
export function defineResource<I extends z.ZodObject, O extends z.ZodObject>(resource: Resource<I, O>) {
  return resource;
}
