// Attributes that a virtual agent might send, generated from the team's contract.

import { buildHandoffPayload, HandoffError } from "@tac-handoff/runtime";
import { UserError } from "@tac-handoff/studio/errors";
import * as z from "zod";
import { isSchema, type Schema } from "../docs/jsonSchema.ts";
import type { AnyContract } from "./agent.ts";
import { sampleValues } from "./sampleValues.ts";

export interface SampleAttributes {
  attributes: Record<string, unknown>;
  /** Optional attributes without a sample, one sentence each. */
  leftOut: string[];
}

/** The contract requires a value that cannot be generated. */
export class SampleError extends UserError {
  override readonly name = "SampleError";
}

/**
 * Generates a value for each attribute of a contract, including optional ones.
 *
 * @throws SampleError with one sentence if a required attribute has no sample, or if the required attributes are too
 * long for Flex
 */
export function sampleAttributes(contract: AnyContract): SampleAttributes {
  const root: Schema = z.toJSONSchema(contract.schema, { io: "input" });
  const { properties = {}, required = [] } = root;
  const attributes: Record<string, unknown> = {};
  const leftOut: string[] = [];
  const leaveOut = (name: string) => {
    if (required.includes(name)) throw new SampleError(missingSample(name));
    delete attributes[name];
    leftOut.push(missingSample(name));
  };

  for (const name of contract.names) {
    const member = contract.schema.shape[name];
    const schema = properties[name];
    const found =
      isSchema(schema) && member
        ? sampleValues(schema, root).find((value) => fits(member, value))
        : undefined;
    if (found === undefined) leaveOut(name);
    else attributes[name] = found;
  }
  // Rules between attributes, and Flex's limit for all of them.
  for (;;) {
    const { error } = contract.schema.safeParse(attributes);
    const refused = error?.issues.map(({ path: [name] }) => String(name)).find((name) => name in attributes);
    if (error && refused === undefined)
      throw new SampleError(missingSample(required[0] ?? contract.names[0] ?? ""));
    if (refused !== undefined) leaveOut(refused);
    else if (!removeSurplus(contract, attributes, required)) return { attributes, leftOut };
  }
}

function missingSample(name: string): string {
  return `studio-flows/attributes.ts: cannot generate a sample value for the attribute "${name}"; add a valid one with .meta({ examples: [...] }).`;
}

function fits(member: z.core.$ZodType, value: unknown): boolean {
  try {
    return z.safeParse(member, value).success;
  } catch {
    return false; // a rule that depends on another program cannot run here
  }
}

/** Removes the last optional attribute if all together are too long for Flex. */
function removeSurplus(
  contract: AnyContract,
  attributes: Record<string, unknown>,
  required: readonly string[],
): boolean {
  try {
    buildHandoffPayload({
      conversationId: "c".repeat(44),
      storeId: "m".repeat(38),
      contract,
      attributes,
      reason: sampleReason,
    });
    return false;
  } catch (error) {
    if (!(error instanceof HandoffError)) throw error;
    const surplus = Object.keys(attributes).findLast((name) => !required.includes(name));
    if (surplus === undefined) throw new SampleError(error.message);
    delete attributes[surplus];
    return true;
  }
}

/** Contains characters that JSON and terminals may mishandle. */
export const sampleReason = 'Wants a refund for order 1234 – "it never arrived"';
