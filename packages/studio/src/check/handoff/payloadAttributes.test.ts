import { defineAttributes } from "@tac-handoff/runtime";
import { expect, test } from "vitest";
import * as z from "zod";
import { payloadAttributes } from "./payloadAttributes.ts";

const of = (member: unknown, more: object = {}) =>
  payloadAttributes({ properties: { attributes: { properties: { it: member } } }, ...more })?.get("it");

test("the attributes of a contract have their types, and the values that can be listed", () => {
  const contract = defineAttributes(
    z.object({
      text: z.string().optional(),
      choice: z.enum(["b", "a"]).default("a"),
      flag: z.boolean(),
      level: z.union([z.literal(1), z.literal(2), z.literal("top")]).nullable(),
      count: z.int(),
      either: z.union([z.string(), z.number()]),
      many: z.array(z.string()),
      any: z.json().optional(),
    }),
  );

  expect([...(payloadAttributes(contract.jsonSchema()) ?? [])]).toEqual([
    ["text", { types: ["string"] }],
    ["choice", { types: ["string"], values: ["b", "a"] }],
    ["flag", { types: ["boolean"], values: [true, false] }],
    ["level", { types: ["number", "string"], values: [1, 2, "top"] }],
    ["count", { types: ["number"] }],
    ["either", { types: ["string", "number"] }],
    ["many", { types: ["array"] }],
    ["any", { types: expect.any(Array) }],
    ["reason", { types: ["string"] }],
  ]);
});

test.each([
  ["a list of types", { type: ["boolean", "null"] }, { types: ["boolean"], values: [true, false] }],
  ["a reference", { $ref: "#/$defs/Level" }, { types: ["string"], values: ["x"] }],
  ["a reference to itself", { $ref: "#/$defs/Loop" }, { types: [] }],
  ["a reference elsewhere", { $ref: "https://example.com/schema" }, { types: [] }],
  ["true", true, { types: [] }],
  ["no type", { description: "anything" }, { types: [] }],
  ["a choice with anything in it", { anyOf: [{ enum: ["x"] }, {}] }, { types: [] }],
])("%s is read", (_, member, expected) => {
  const $defs = { Level: { const: "x" }, Loop: { $ref: "#/$defs/Loop" } };
  expect(of(member, { $defs })).toEqual(expected);
});
