// For tests: the decision for one key, on one line.

import type { Decision } from "../decide/decision.ts";
import type { Choices, ProposedKey } from "../decide/keys.ts";
import { propose } from "../decide/propose.ts";
import type { Inventory } from "../inventory/inventory.ts";

/** The decision for a key, on one line. */
export function decided(key: ProposedKey, found: Inventory, flags: Choices = {}): string {
  return summarize(propose(found, flags).answers[key]);
}

export function summarize(answer: Decision<unknown>): string {
  if (answer.kind === "omit") return `omit: ${answer.why}`;
  if (answer.kind === "value") return `${answer.value}: ${answer.why}`;
  return `? ${answer.candidates.map(({ value }) => value).join(" ")}`.trim();
}

/** What discover records about a kind of object that it was not allowed to read. */
export const refusedKind = (kind: "phoneNumbers" | "addresses" | "orchestratorConfigurations") => [
  { kind, reason: "no" },
];

/** A number whose calls reach the agent. */
export const twiml = { voice_url: "https://agent.example.com/twiml" };
