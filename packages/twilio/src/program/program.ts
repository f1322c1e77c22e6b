// The classes and functions that a Pulumi program imports, made from the same definitions as the provider.

import * as pulumi from "@pulumi/pulumi";
import type * as z from "zod";
import type { ProviderFunction } from "../declare/providerFunction.ts";
import type { Resource } from "../declare/resource.ts";
import { adoptionOutputs } from "../provider/adoption.ts";

/** A value, or an output that has it later, at every depth. */
type Deep<T> = T extends string | number | boolean | null | undefined
  ? pulumi.Input<T>
  : T extends readonly (infer Item)[]
    ? pulumi.Input<Deep<Item>[]>
    : unknown extends T
      ? pulumi.Input<unknown>
      : pulumi.Input<{ [Key in keyof T]: Deep<T[Key]> }>;

export type Arguments<I extends z.ZodObject> = { [Key in keyof z.input<I>]: Deep<z.input<I>[Key]> };

export type Properties<I extends z.ZodObject, O extends z.ZodObject> = {
  readonly [Key in keyof z.infer<O>]-?: pulumi.Output<z.infer<O>[Key]>;
} & { readonly [Key in keyof z.infer<I>]-?: pulumi.Output<z.infer<I>[Key]> } & {
  readonly [Key in keyof z.infer<typeof adoptionOutputs>]-?: pulumi.Output<
    z.infer<typeof adoptionOutputs>[Key]
  >;
};

type Described<I extends z.ZodObject, O extends z.ZodObject> = Pick<
  Resource<I, O>,
  "token" | "inputs" | "outputs"
>;

/** Makes the class of a resource: `class Flow extends resourceClass(flow) {}`. */
export function resourceClass<I extends z.ZodObject, O extends z.ZodObject>({
  token,
  inputs,
  outputs,
}: Described<I, O>) {
  const outputNames = [...Object.keys(outputs.shape), ...Object.keys(adoptionOutputs.shape)];
  const unset = Object.fromEntries(
    [...Object.keys(inputs.shape), ...outputNames].map((name) => [name, undefined]),
  );

  class ProgramResource extends pulumi.CustomResource {
    /** Type token, as in a URN. */
    static readonly token = token;

    constructor(name: string, args: Arguments<I>, options?: pulumi.CustomResourceOptions) {
      super(token, name, { ...unset, ...args }, options);
    }
  }
  return ProgramResource as unknown as {
    readonly token: string;
    new (
      name: string,
      args: Arguments<I>,
      options?: pulumi.CustomResourceOptions,
    ): pulumi.CustomResource & Properties<I, O>;
  };
}

/**
 * Makes the function that a program calls for a look-up. It resolves with plain values.
 *
 * @throws RunError with the message of the look-up: what was looked up, what exists, what to do
 */
export function invokeFunction<A extends z.ZodObject, R extends z.ZodObject>({
  token,
}: Pick<ProviderFunction<A, R>, "token" | "args" | "result">) {
  return async (args: z.input<A>, options: pulumi.InvokeOptions = {}): Promise<z.infer<R>> => {
    try {
      return await pulumi.runtime.invoke(token, args, options);
    } catch (error) {
      // Pulumi prints only the message of a RunError, without the engine's words and a stack around it.
      const message = error instanceof Error ? error.message : String(error);
      throw new pulumi.RunError(message.replace(/^invocation of \S+ returned an error: /i, ""));
    }
  };
}
