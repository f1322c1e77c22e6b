import { expect, expectTypeOf, test } from "vitest";
import * as z from "zod";
import * as z3 from "zod/v3";
import { defineAttributes, type TaskAttributes } from "./attributes.ts";
import { errorOf, messageOf } from "./testing/refusal.ts";

const ids = { conversationId: "conv_conversation_1", storeId: "mem_store_1", profileId: "" };
const contract = defineAttributes(
  z.object({
    department: z.string().max(40).describe("Who should respond."),
    priority: z.enum(["normal", "high"]).default("normal"),
  }),
);

test("a contract has the names of its attributes, and the room that Flex leaves for attributes and reason", () => {
  expect(contract.names).toEqual(["department", "priority"]);
  expect(contract.budget).toBe(619);
  expect(defineAttributes(z.object({}), { teamCharacters: 28 }).budget).toBe(719);
});

test("attributes for another hand-off tool are typed and get their defaults", () => {
  const attributes = contract.attributes({ department: "billing" });

  expect(attributes).toEqual({ department: "billing", priority: "normal" });
  expectTypeOf(attributes).toEqualTypeOf<{ department: string; priority: "normal" | "high" }>();
});

test("wrong or unknown attributes do not compile, and the error names each", () => {
  const lenient = { department: "billing", team: "x" };
  const made = [
    // @ts-expect-error: the department is a string, and there is no team
    () => contract.attributes({ department: 1, priority: "normal", team: "x" }),
    // @ts-expect-error: there is no team
    () => contract.attributes(lenient),
    // @ts-expect-error: not an object
    () => contract.attributes("billing"),
  ];

  expect(made.map(messageOf)).toEqual([
    "attributes: department: Invalid input: expected string, received number; team: is not in the attribute contract, which has department, priority",
    "attributes: team: is not in the attribute contract, which has department, priority",
    "attributes: (root): Invalid input: expected object, received string",
  ]);
});

test("reading a payload or a task, as a string or an object, names each wrong key", () => {
  const payload = { ...ids, attributes: { department: "billing", reason: "r" } };
  const task = { ...ids, reason: "r", department: "billing" };

  expect(contract.parseHandoffData(JSON.stringify(payload))).toEqual(contract.parseHandoffData(payload));
  expect(contract.parseHandoffData(payload).attributes).toEqual({
    ...payload.attributes,
    priority: "normal",
  });
  expect(contract.parseTaskAttributes(JSON.stringify(task))).toEqual(task);
  expect(contract.parseTaskAttributes(task)).toEqual(task);
  const wrong = { ...payload, attributes: { ...payload.attributes, team: "x" } };
  expect(errorOf(() => contract.parseHandoffData(wrong))).toMatchObject({
    message: "HandoffData: attributes.team: is not in the attribute contract, which has department, priority",
    code: "invalid_payload",
    problems: [
      {
        path: "attributes.team",
        message: "is not in the attribute contract, which has department, priority",
      },
    ],
  });
  expect(messageOf(() => contract.parseTaskAttributes({ ...task, reason: null, priority: 5 }))).toBe(
    'task attributes: reason: Invalid input: expected string, received null; priority: Invalid option: expected one of "normal"|"high"',
  );
  expect(messageOf(() => contract.parseTaskAttributes("{"))).toBe(
    "task attributes: expected JSON text, found 1 characters that are not JSON",
  );
});

test("a task has the ids, the reason and the attributes at the top level, in addition to other attributes", () => {
  const task = contract.taskAttributes.parse({
    ...ids,
    type: "inbound",
    reason: "r",
    department: "billing",
    priority: "high",
  });

  expect(task).toEqual({ ...ids, type: "inbound", reason: "r", department: "billing", priority: "high" });
  expectTypeOf(task).toEqualTypeOf<TaskAttributes<{ department: string; priority: "normal" | "high" }>>();
  expect(contract.taskAttributes.safeParse({ ...ids, reason: "r", priority: 5 }).success).toBe(false);
});

test("a task may lack any attribute, and defaults are not added", () => {
  expect(contract.taskAttributes.parse({ ...ids, reason: "r" })).toEqual({ ...ids, reason: "r" });
});

test("the payload of a contract has its attributes and the reason, and no others", () => {
  const payload = { ...ids, attributes: { department: "billing", reason: "r" } };

  expect(contract.payload.parse(payload).attributes).toEqual({ ...payload.attributes, priority: "normal" });
  expect(
    contract.payload.safeParse({ ...payload, attributes: { ...payload.attributes, team: "x" } }).success,
  ).toBe(false);
});

test("the JSON Schema requires what an agent must send, and allows nothing unknown", () => {
  expect(contract.jsonSchema()).toMatchObject({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Hand-off payload",
    required: ["conversationId", "storeId", "profileId", "attributes"],
    properties: {
      attributes: {
        required: ["department", "reason"],
        additionalProperties: false,
        properties: {
          department: { type: "string", maxLength: 40, description: "Who should respond." },
          priority: { enum: ["normal", "high"], default: "normal" },
        },
      },
    },
  });
});

test("names that are taken or that Liquid cannot read, and values that are not JSON, are all reported at once", () => {
  const wrong = z.object({
    reason: z.string(),
    customerName: z.string(),
    size: z.string(),
    "order-number": z.string(),
    "2nd": z.string(),
    constructor: z.string(),
    since: z.date(),
    shouted: z.string().transform((text) => text.toUpperCase()),
    isUrgent: z.stringbool(),
  });

  const error = errorOf(() => defineAttributes(wrong, { teamCharacters: -1 }));
  expect(error?.code).toBe("invalid_contract");
  expect(error?.problems.map(({ path }) => path)).toEqual([...Object.keys(wrong.shape), "teamCharacters"]);
  expect(messageOf(() => defineAttributes(wrong))).toBe(
    "attribute contract: reason: the hand-off flow writes an attribute of this name itself; " +
      "customerName: Twilio writes an attribute of this name itself; " +
      "size: Liquid reads this as a property of the object; " +
      "order-number: expected letters, digits and _, not starting with a digit; " +
      "2nd: expected letters, digits and _, not starting with a digit; " +
      "constructor: every JavaScript object has a property of this name; " +
      "since: is not JSON (Date cannot be represented in JSON Schema); " +
      "shouted: is not JSON (Transforms cannot be represented in JSON Schema); " +
      "isUrgent: is sent as a different type than the one given",
  );
});

test("an object of an unsupported zod is rejected, with its version where zod shows it", () => {
  const ofZod4 = (minor: number) => ({ _zod: { version: { major: 4, minor, patch: 17 } } });
  const remedy = "Expected zod 4, 4.1 or later: npm install zod@4";
  const v3 = `was created by zod 3. ${remedy}, and import it as "zod" and not "zod/v3"`;

  // @ts-expect-error: an object of zod 3
  expect(errorOf(() => defineAttributes(z3.object({ department: z3.string() })))).toMatchObject({
    message: `attribute contract: the object ${v3}`,
    code: "unsuitable_zod",
    problems: [{ path: "", message: `the object ${v3}` }],
  });
  const mixed = { department: z.string(), priority: z3.string(), order: z3.number().optional() };
  // @ts-expect-error: attributes of zod 3
  expect(errorOf(() => defineAttributes(z.object(mixed)))).toMatchObject({
    message: `attribute contract: priority: ${v3}; order: ${v3}`,
    code: "unsuitable_zod",
  });
  // @ts-expect-error: an object of zod 4.0
  expect(messageOf(() => defineAttributes(ofZod4(0)))).toBe(
    `attribute contract: the object was created by zod 4.0.17. ${remedy}`,
  );
  // @ts-expect-error: not an object of zod
  expect(errorOf(() => defineAttributes(ofZod4(1)))).toMatchObject({ code: "invalid_contract" });
});

test("anything but a zod object, and room that is not a number of characters, is rejected", () => {
  // @ts-expect-error: only the members
  expect(messageOf(() => defineAttributes({ department: z.string() }))).toBe(
    "attribute contract: expected a z.object({ … }) with a member for each attribute",
  );
  for (const teamCharacters of [-1, 0.5, Number.NaN]) {
    expect(messageOf(() => defineAttributes(z.object({}), { teamCharacters }))).toBe(
      `attribute contract: teamCharacters: expected a whole number of characters, found ${teamCharacters}`,
    );
  }
});

test("room for the team that leaves none for the agent is rejected", () => {
  expect(messageOf(() => defineAttributes(z.object({}), { teamCharacters: 747 }))).toBe(
    "attribute contract: teamCharacters: 747 characters leave no room for the agent; Flex has 746 in addition to the flow's own",
  );
});

test("a contract whose names alone fill the task is rejected", () => {
  const names = Array.from({ length: 30 }, (_, index) => [`an_attribute_${10 + index}`, z.string()]);

  expect(messageOf(() => defineAttributes(z.object(Object.fromEntries(names))))).toBe(
    "attribute contract: the names of 30 attributes take 630 characters, and Flex has room for 619, including values and reason. Remove some, or shorten their names.",
  );
});
