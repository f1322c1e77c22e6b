// Builds the hand-off payload, which must satisfy the attribute contract if there is one.
// Source: TAC Python 2.5.0 and TypeScript (build_handoff_payload); the order of the fields is theirs.

import * as z from "zod";
import type { AttributeContract, AttributesInput, AttributesOutput, NoOthers } from "./attributes.ts";
import { fitted, usualTeamCharacters } from "./budget.ts";
import { HandoffError } from "./handoffError.ts";
import { type HandoffPayload, handoffPayload } from "./payload.ts";
import { problemsIn, refusal } from "./problems.ts";

interface Session {
  /** Orchestrator conversation (`conv_conversation_…`). */
  conversationId: string;
  /** Memory store (`mem_store_…`). */
  storeId: string;
  /** Profile of the customer (`mem_profile_…`). Default `""`, which means unknown. */
  profileId?: string | undefined;
  /** Why a Flex agent should take over. Overrides a `reason` in the attributes, and keeps its place among them. */
  reason: string;
  /** What happens to a reason that is too long for Flex: "cut" shortens it to end in `…`. Default "refuse". */
  longReason?: "refuse" | "cut" | undefined;
}

/**
 * Builds the payload in the order in which TAC sends it.
 *
 * With a contract only its attributes are allowed: any other name or type does not compile, and throws. Without one any
 * JSON is sent, but only the attributes in the flow's contract reach the Flex task.
 *
 * @param options.attributes the agent's own, written as by `JSON.stringify`: a Date as a string, undefined not at all;
 * NaN as null, unless there is a contract, which rejects it
 * @throws HandoffError naming every attribute that is wrong or unknown; or the number of characters that are too many
 * for Flex, which would not create a task (81015), and the largest attribute
 *
 * @example
 * ```ts
 * import { buildHandoffPayload } from "@tac-handoff/runtime";
 *
 * const payload = buildHandoffPayload({
 *   conversationId: "conv_conversation_00000000000000000000000001",
 *   storeId: "mem_store_00000000000000000000000001",
 *   reason: "Wants a refund",
 * });
 *
 * payload.profileId; // → ""
 * payload.attributes; // → { reason: "Wants a refund" }
 * ```
 */
export function buildHandoffPayload<
  Shape extends z.ZodRawShape = z.ZodRawShape,
  Given extends AttributesInput<Shape> = AttributesInput<Shape>,
>(options: Session & WithAttributes<Shape, Given>): HandoffPayload<AttributesOutput<Shape>>;
export function buildHandoffPayload({
  conversationId,
  storeId,
  profileId = "",
  attributes = {},
  reason,
  contract,
  longReason = "refuse",
}: Session & {
  attributes?: Readonly<Record<string, unknown>> | undefined;
  contract?: AttributeContract | undefined;
}): HandoffPayload {
  if (contract !== undefined && !contract?.payload) {
    const problem = { path: "contract", message: "expected the result of defineAttributes" };
    throw refusal("hand-off payload", [problem], "invalid_option");
  }
  const given = { ...asJson(attributes, contract ? "refuse" : "null"), reason };
  const payload = { conversationId, storeId, profileId, attributes: given };
  const { data, error } = (contract?.payload ?? handoffPayload).safeParse(payload);
  if (error) throw refusal("hand-off payload", problemsIn(error, contract?.names));
  // Parsing sorts by the schema, but TAC sends attributes in the given order. The contract's defaults come last.
  const complete = { ...payload, attributes: contract ? { ...given, ...data.attributes } : given };
  return fitted(complete, { teamCharacters: contract?.teamCharacters ?? usualTeamCharacters, longReason });
}

/** Attributes that a contract requires must be given. Without a contract any names are allowed. */
type WithAttributes<Shape extends z.ZodRawShape, Given> = {
  contract?: AttributeContract<Shape> | undefined;
} & (Record<never, never> extends AttributesInput<Shape>
  ? { attributes?: (Given & NoOthers<Given, Shape>) | undefined }
  : { attributes: Given & NoOthers<Given, Shape> });

const anyObject = z.looseObject({});

/** @param nonNumbers how to handle NaN and Infinity, which JSON does not have */
function asJson(
  attributes: Readonly<Record<string, unknown>>,
  nonNumbers: "null" | "refuse",
): Record<string, unknown> {
  let json: unknown;
  try {
    const text = JSON.stringify(attributes, (name, value: unknown) => {
      if (nonNumbers === "refuse" && typeof value === "number" && !Number.isFinite(value)) {
        throw new Error(`${name} is ${value}`);
      }
      return value;
    });
    json = JSON.parse(text ?? "null");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
    const message = `cannot be written as JSON (${reason})`;
    throw new HandoffError(`hand-off payload: attributes: ${message}`, {
      code: "invalid_payload",
      problems: [{ path: "attributes", message }],
      cause,
    });
  }
  const { error } = anyObject.safeParse(json);
  if (error) {
    throw refusal("hand-off payload", [{ path: "attributes", message: error.issues[0]?.message ?? "" }]);
  }
  return json as Record<string, unknown>;
}
