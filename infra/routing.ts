// Routing in words (`tac-handoff:flex.routing`): attribute of the contract → value → queue, as TaskRouter's expressions.

import { targetWorkers } from "@pulumi/twilio/schemas";
import { findNearest, type PayloadAttribute, payloadAttributes } from "@tac-handoff/studio";
import type { FlowContract } from "@tac-handoff/studio-flows/teamAttributes";
import * as z from "zod";
import { type ConfigProblem, howToSet, keyOf } from "./configProblems.ts";

const queueName = z.string().regex(/\S/, "expected the name of a queue");

/** Keys below `tac-handoff:flex` about queues. */
export const routingKeys = {
  routing: z
    .record(z.string(), z.record(z.string(), queueName))
    .optional()
    .meta({ example: '{"department": {"billing": "Billing"}}' })
    .describe(
      "Which queue receives a task: attribute of the contract, its value, name of the queue. The rules are tried in the order of the contract's attributes; the first that matches counts. A queue that does not exist is created",
    ),
  defaultQueue: queueName
    .default("Everyone")
    .meta({ example: "Everyone" })
    .describe("Queue of the tasks that no rule of `flex.routing` matches, by its name"),
  queues: z
    .record(
      queueName,
      z.strictObject({
        targetWorkers: targetWorkers
          .optional()
          .meta({ example: 'routing.skills HAS "billing"' })
          .describe(
            'TaskRouter expression for the workers of the queue; an existing queue is adopted and changed. Default for a new queue: `routing.skills HAS "<name of the queue>"`, and everyone for `defaultQueue`',
          ),
      }),
    )
    .default({})
    .meta({ example: '{"Billing": {"targetWorkers": "routing.skills HAS \\"billing\\""}}' })
    .describe("Settings of queues that `flex.routing` names, by the name of the queue"),
};

/** Names of queues by attribute and value. */
type Routing = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface Rule {
  /** Name in the Console: `department: billing`. */
  name: string;
  /** `department == "billing"` */
  expression: string;
  /** Name of the queue. */
  queue: string;
}

/**
 * The rules in the order in which TaskRouter tries them: that of the contract's attributes, and of their values in the
 * contract. The order in the configuration does not count, because Pulumi sorts its keys.
 */
export function rulesOf(routing: Routing, contract: FlowContract): Rule[] {
  const attributes = readAttributes(contract);
  return [...attributes].flatMap(([name, attribute]) => {
    const queues = Object.entries(routing[name] ?? {});
    const listed = (attribute.values ?? []).map(String);
    const sorted = queues.toSorted(
      ([a], [b]) => listed.indexOf(a) - listed.indexOf(b) || (a < b ? -1 : Number(a > b)),
    );
    return sorted.map(([value, queue]) => ({
      name: `${name}: ${value}`,
      expression: constantsOf(attribute, value)
        .map((constant) => `${name} == ${constant}`)
        .join(" OR "),
      queue,
    }));
  });
}

/** The names of all queues that tasks are sent to, each once. */
export function queueNames(routing: Routing, defaultQueue: string): string[] {
  return [...new Set([...Object.values(routing).flatMap((queues) => Object.values(queues)), defaultQueue])];
}

/** Flex's convention: a worker's skills are at `routing.skills`. Source: twilio.com/docs/flex, skills-based routing */
export function hasSkill(skill: string): string {
  return `routing.skills HAS ${quoteString(skill)}`;
}

/** What can be read of the keys if some of them are wrong. */
const readableKeys = z.looseObject({
  routing: z.record(z.string(), z.record(z.string(), z.unknown())).optional().catch(undefined),
  defaultQueue: z.string().optional().catch(undefined),
  queues: z.record(z.string(), z.unknown()).optional().catch(undefined),
});

/**
 * Mistakes that the form alone does not show: attributes, values and queues that do not go together. Found even if other
 * keys are wrong.
 *
 * @param flex the value of `tac-handoff:flex`, of any form
 */
export function routingProblems(flex: unknown, contract: FlowContract): ConfigProblem[] {
  const { data } = readableKeys.safeParse(flex);
  if (!data) return [];
  const { routing, defaultQueue = "Everyone", queues = {} } = data;
  if (routing === undefined) {
    const isWrong = isGiven(flex, "routing");
    return isWrong ? [] : ["defaultQueue", "queues"].filter((key) => isGiven(flex, key)).map(uselessKey);
  }
  const attributes = readAttributes(contract);
  // Whatever is not a name is reported by the form.
  const used = queueNames(routing as Routing, defaultQueue).filter(
    (name) => typeof name === "string" && name !== "",
  );
  return [
    ...Object.entries(routing).flatMap(([name, values]) => {
      const attribute = attributes.get(name);
      if (!attribute) return [unknownAttribute(name, attributes)];
      const unfit = /^(and|or|not|in|has|contains|true|false|null)$/i.test(name)
        ? "TaskRouter reads this name as a part of an expression, so tasks cannot be routed by it"
        : isComparable(attribute)
          ? undefined
          : "is a list or an object, and tasks are routed by texts, numbers and true or false only";
      if (unfit !== undefined) return [{ key: keyOf(["flex", "routing", name]), message: `${unfit}.` }];
      const wrong = Object.keys(values).filter((value) => constantsOf(attribute, value).length === 0);
      return wrong.map((value) => unknownValue(name, value, attribute));
    }),
    ...Object.keys(queues)
      .filter((name) => !used.includes(name))
      .map((name) => unusedQueue(name, used)),
  ];
}

function isGiven(flex: unknown, key: string): boolean {
  return typeof flex === "object" && flex !== null && Object.hasOwn(flex, key);
}

const example = "pulumi config set --path 'tac-handoff:flex.routing.department.billing' Billing";

function uselessKey(key: string): ConfigProblem {
  return {
    key: keyOf(["flex", key]),
    message: "has no effect without tac-handoff:flex.routing, which sends tasks to queues.",
    example,
  };
}

function unknownAttribute(name: string, attributes: ReadonlyMap<string, PayloadAttribute>): ConfigProblem {
  const names = [...attributes.keys()];
  const near = findNearest(name, names);
  const meant = near ? ` Did you mean ${keyOf(["flex", "routing", near])}?` : "";
  const all = names.length > 0 ? `Its attributes are ${names.join(", ")}.` : "It has no attributes.";
  const shown = near ?? names[0] ?? "";
  const value = String(attributes.get(shown)?.values?.[0] ?? "billing");
  return {
    key: keyOf(["flex", "routing", name]),
    message: `is not an attribute of the contract (studio-flows/attributes.ts).${meant} ${all}`,
    example: shown && howToSet(keyOf(["flex", "routing", shown, value]), "Billing"),
  };
}

function unknownValue(name: string, value: string, { types, values }: PayloadAttribute): ConfigProblem {
  const key = keyOf(["flex", "routing", name, value]);
  if (!values) return { key, message: `is not a value of the attribute: expected ${types.join(" or ")}.` };
  const all = values.map(String);
  const near = findNearest(value, all);
  const meant = near ? ` Did you mean ${keyOf(["flex", "routing", name, near])}?` : "";
  return {
    key,
    message: `is not a value of the attribute.${meant} Its values are ${all.join(", ")}.`,
    example: howToSet(keyOf(["flex", "routing", name, near ?? all[0] ?? ""]), "Billing"),
  };
}

function unusedQueue(name: string, used: readonly string[]): ConfigProblem {
  const near = findNearest(name, used);
  return {
    key: keyOf(["flex", "queues", name]),
    message: `is neither a queue of tac-handoff:flex.routing nor tac-handoff:flex.defaultQueue.${near ? ` Did you mean ${keyOf(["flex", "queues", near])}?` : ""} The queues are ${used.join(", ")}.`,
    example,
  };
}

/** The attributes of the contract, which tasks have at the top level. Not the reason, which is free text. */
function readAttributes({ names, jsonSchema }: FlowContract): Map<string, PayloadAttribute> {
  const all = payloadAttributes(jsonSchema());
  return new Map(names.map((name) => [name, all?.get(name) ?? { types: [] }]));
}

const comparable = ["string", "number", "boolean"];

function isComparable({ types }: PayloadAttribute): boolean {
  return types.length === 0 || types.some((type) => comparable.includes(type));
}

/**
 * How an expression writes a value, once for each type that it can have: `5` in the configuration may be the number 5 or
 * the string "5". None if it is not a value of the attribute.
 */
function constantsOf({ types, values }: PayloadAttribute, text: string): string[] {
  if (values) return values.filter((value) => String(value) === text).map(constant);
  const can = (type: string) => types.length === 0 || types.includes(type);
  return [
    ...(can("string") ? [quoteString(text)] : []),
    ...(can("number") && /^-?\d+(\.\d+)?$/.test(text) ? [text] : []),
    ...(can("boolean") && /^(true|false)$/.test(text) ? [text] : []),
  ];
}

function constant(value: unknown): string {
  return typeof value === "string" ? quoteString(value) : String(value);
}

/** In the quotation marks that the text does not contain: how TaskRouter reads a backslash is not documented. */
function quoteString(text: string): string {
  const mark = text.includes('"') && !text.includes("'") ? "'" : '"';
  const escaped = text.replaceAll("\\", "\\\\").replaceAll(mark, `\\${mark}`);
  return `${mark}${escaped}${mark}`;
}
