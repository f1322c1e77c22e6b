// The attribute contract: the attributes that an agent may send and a Flex task has, defined in one place.

import * as z from "zod";
import { budgetBeside, usualTeamCharacters } from "./budget.ts";
import { refuseUnfit } from "./contractProblems.ts";
import { type HandoffPayload, handoffPayload, reasonOfHandoff } from "./payload.ts";
import { problemsIn, refusal } from "./problems.ts";
import { readJson } from "./readJson.ts";

/** Attributes as an agent passes them to the payload builder. */
export type AttributesInput<Shape extends z.ZodRawShape> = z.input<z.ZodObject<Shape, z.core.$strict>>;

/** Attributes as they are sent, with defaults. */
export type AttributesOutput<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape, z.core.$strict>>;

/** Rejects names that are not in the contract, even if the attributes are in a variable. */
export type NoOthers<Given, Shape> = [Exclude<keyof Given, keyof Shape>] extends [never]
  ? unknown
  : { [Name in Exclude<keyof Given, keyof Shape>]: NotInTheAttributeContract };

declare const nothing: unique symbol;
/** A type without values. The compiler shows its name for an unknown attribute. */
interface NotInTheAttributeContract {
  readonly [nothing]: never;
}

/**
 * The attributes of a handed-off Flex task, as read by a Flex plugin or a workflow. The task has others as well.
 *
 * Those of the contract are optional: a Python agent may omit them, and a task whose attributes are too long for Flex is
 * created without some of them. A call whose session failed has `sessionError` and none of these.
 */
export type TaskAttributes<Attributes extends object = Record<never, never>> = {
  conversationId: string;
  storeId: string;
  /** Empty if unknown. */
  profileId: string;
  reason: string;
} & Partial<Attributes>;

export interface AttributeContract<Shape extends z.ZodRawShape = z.ZodRawShape> {
  /** The attributes, without `reason`. Rejects other names. */
  schema: z.ZodObject<Shape, z.core.$strict>;
  /** Names of the attributes, in the order of the schema. */
  names: readonly (keyof Shape & string)[];
  /** Characters that Flex leaves for attributes and reason, including names and punctuation. */
  budget: number;
  /** Characters reserved for the attributes that the team adds to every task (`tac-handoff:flex.attributes`). */
  teamCharacters: number;
  /**
   * Builds the attributes, with their defaults, for a hand-off tool that does not know the contract, such as TAC's own.
   * Any other name or type does not compile, and throws a HandoffError that names each wrong or unknown attribute.
   */
  attributes<Given extends AttributesInput<Shape>>(
    given: Given & NoOthers<Given, Shape>,
  ): AttributesOutput<Shape>;
  /**
   * Reads a payload with these attributes and no others, as a string or an object. Throws a HandoffError that names
   * each wrong key.
   */
  parseHandoffData(raw: unknown): HandoffPayload<AttributesOutput<Shape>>;
  /**
   * Reads the attributes of a handed-off task: an object, as a Flex plugin has it, or the string of TaskRouter's API.
   * Throws a HandoffError that names each wrong attribute.
   */
  parseTaskAttributes(raw: unknown): TaskAttributes<AttributesOutput<Shape>>;
  /** The schema of `parseTaskAttributes`. */
  taskAttributes: z.ZodType<TaskAttributes<AttributesOutput<Shape>>>;
  /** The schema of `parseHandoffData`. */
  payload: z.ZodType<HandoffPayload<AttributesOutput<Shape>>>;
  /** `payload` as JSON Schema (draft 2020-12), for agents in other languages. */
  jsonSchema(): z.core.JSONSchema.BaseSchema;
}

/**
 * Creates a contract from a zod object: `defineAttributes(z.object({ department: z.string().max(40).optional() }))`.
 *
 * @param options.teamCharacters room for the attributes that the team adds to every task, in characters. Default 128
 * @throws HandoffError naming every attribute whose name is taken or cannot be read by Liquid, or whose value is not
 * JSON or is sent as a different type than the one given; or if the names alone leave no room in Flex; or, with the
 * version that was found, if the object is not of zod 4.1 or later
 *
 * @example
 * ```ts
 * import { defineAttributes } from "@tac-handoff/runtime";
 * import * as z from "zod";
 *
 * const contract = defineAttributes(
 *   z.object({
 *     department: z.string().max(40).optional(),
 *     priority: z.enum(["low", "normal", "high"]).default("normal"),
 *   }),
 * );
 *
 * contract.names; // → ["department", "priority"]
 * contract.attributes({ department: "billing" }); // → { department: "billing", priority: "normal" }
 * ```
 */
export function defineAttributes<Shape extends z.ZodRawShape>(
  attributes: z.ZodObject<Shape, z.core.$ZodObjectConfig>,
  { teamCharacters = usualTeamCharacters }: { teamCharacters?: number | undefined } = {},
): AttributeContract<Shape> {
  refuseUnfit(attributes, teamCharacters);
  const names = Object.keys(attributes.shape);

  const schema = attributes.strict();
  const anyShape: z.ZodObject<z.ZodRawShape> = schema;
  const withReason = anyShape.safeExtend({ reason: reasonOfHandoff });
  const payload = handoffPayload
    .extend({ attributes: withReason.describe("The agent's own attributes and the model's reason.") })
    .meta({ ...handoffPayload.meta() });
  const { conversationId, storeId, profileId } = handoffPayload.shape;
  const optional = Object.entries<z.core.$ZodType>(attributes.shape).map(([name, type]) => [
    name,
    z.optional(withoutDefault(type)),
  ]);
  const task = z.looseObject({
    conversationId,
    storeId,
    profileId,
    reason: reasonOfHandoff,
    ...Object.fromEntries(optional),
  });
  return {
    schema,
    names,
    budget: budgetBeside(teamCharacters),
    teamCharacters,
    attributes(given) {
      const { data, error } = schema.safeParse(given);
      if (error) throw refusal("attributes", problemsIn(error, names));
      return data;
    },
    parseHandoffData(raw) {
      const { data, error } = payload.safeParse(asObject(raw, "HandoffData"));
      if (error) throw refusal("HandoffData", problemsIn(error, names));
      return data as HandoffPayload<AttributesOutput<Shape>>;
    },
    parseTaskAttributes(raw) {
      const { data, error } = task.safeParse(asObject(raw, "task attributes"));
      if (error) throw refusal("task attributes", problemsIn(error));
      return data as unknown as TaskAttributes<AttributesOutput<Shape>>;
    },
    taskAttributes: task as unknown as z.ZodType<TaskAttributes<AttributesOutput<Shape>>>,
    payload: payload as unknown as z.ZodType<HandoffPayload<AttributesOutput<Shape>>>,
    jsonSchema: () => z.toJSONSchema(payload, { io: "input" }),
  };
}

function asObject(raw: unknown, place: string): unknown {
  return typeof raw === "string" ? readJson(raw, place) : raw;
}

/** Defaults apply only to what the agent sends: a missing value in a task stays missing. */
function withoutDefault(type: z.core.$ZodType): z.core.$ZodType {
  return type instanceof z.ZodDefault || type instanceof z.ZodPrefault ? withoutDefault(type.unwrap()) : type;
}
