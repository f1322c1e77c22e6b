// Compares every Studio flow of the stack with the attribute contract: the hand-off's own, and those of the team.

import * as pulumi from "@pulumi/pulumi";
import * as twilio from "@pulumi/twilio";
import { checkHandoffAttributes } from "@tac-handoff/studio";
import type { FlowContract } from "@tac-handoff/studio-flows/teamAttributes";

/**
 * Checks the flows that are declared from now on.
 *
 * Declaring a flow then throws a pulumi.RunError if it reads attributes that the contract does not have, or compares one
 * with a value that it cannot have.
 */
export function checkFlowsOfStack(contract: FlowContract): void {
  const payload = contract.jsonSchema();
  pulumi.runtime.registerStackTransformation(({ type, name, props, opts }) => {
    if (type !== twilio.studio.Flow.token) return undefined;
    const { definition } = props as { definition?: unknown };
    if (!pulumi.Output.isInstance(definition)) {
      refuseProblems(name, definition, payload);
      return undefined;
    }
    const checked = definition.apply((known) => {
      refuseProblems(name, known, payload);
      return known;
    });
    return { props: { ...props, definition: checked }, opts };
  });
}

/** @throws pulumi.RunError with all problems */
export function refuseProblems(name: string, definition: unknown, payload: unknown): void {
  const problems = checkHandoffAttributes(parsed(withoutOutputs(definition)), payload);
  if (problems.length === 0) return;
  throw new pulumi.RunError(
    [
      `Flow "${name}" does not agree with the attribute contract (studio-flows/attributes.ts):`,
      ...problems.map(({ path, message }) => `  ${path}: ${message}`),
    ].join("\n"),
  );
}

function parsed(definition: unknown): unknown {
  if (typeof definition !== "string") return definition;
  try {
    return JSON.parse(definition);
  } catch {
    return undefined; // reported by the provider
  }
}

/** A value that is not known yet contains no attribute. */
function withoutOutputs(value: unknown): unknown {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) return "";
  if (Array.isArray(value)) return value.map(withoutOutputs);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutOutputs(item)]));
}
