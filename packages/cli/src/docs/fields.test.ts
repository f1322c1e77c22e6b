import { expect, test } from "vitest";
import * as z from "zod";
import { fieldsOf } from "./fields.ts";

test("every field is listed with its path, nested fields after their parent", () => {
  const schema = z.strictObject({
    rules: z
      .array(z.strictObject({ on: z.enum(["END", "IDLE"]) }))
      .max(5)
      .optional(),
    byChannel: z.partialRecord(z.enum(["SMS", "VOICE"]), z.strictObject({ closed: z.int().min(1) })),
    timeouts: z.union([z.literal("onHangup"), z.strictObject({ inactive: z.int() })]),
  });

  expect(fieldsOf(schema).map(({ path, type, required }) => [path, type, required])).toEqual([
    ["rules", "list (at most 5) of objects", false],
    ["rules[].on", '`"END"` or `"IDLE"`', true],
    ["byChannel", 'map of objects by `"SMS"`, `"VOICE"`', true],
    ["byChannel.*.closed", "integer, at least 1", true],
    ["timeouts", '`"onHangup"` or object', true],
    ["timeouts.inactive", "integer", true],
  ]);
});

test.each([
  [z.string().regex(/^FW[0-9a-fA-F]{32}$/), "`FW…`"],
  [z.string().regex(/^(mem_store|mem_service)_[0-9a-z]{26}$/), "`mem_store_…` or `mem_service_…`"],
  [z.string().regex(/^WS[0-9a-fA-F]{32}\/WQ[0-9a-fA-F]{32}$/), "`WS…/WQ…`"],
  [z.string().regex(/^[a-z]{1,9}$/), "string"],
  [z.string().max(64), "string, at most 64 characters"],
  [z.union([z.url(), z.literal("")]), 'URL or `""`'],
  [z.int().min(1).max(1_209_600), "integer, 1 to 1,209,600"],
  [z.boolean(), "boolean"],
  [z.array(z.string()).min(1), "list (at least 1) of strings"],
  [z.record(z.string(), z.unknown()), "map of any JSON"],
])("a type is shown in words (%#)", (schema, words) => {
  expect(fieldsOf(z.object({ field: schema }))[0]?.type).toBe(words);
});

test("a schema's metadata is included, and a key with a default is not required", () => {
  const schema = z.object({
    name: z.string().default("handoff").meta({ example: "support" }).describe("Name of it"),
    token: z.string().meta({ secret: true }),
  });

  expect(fieldsOf(schema)).toEqual([
    {
      path: "name",
      type: "string",
      required: false,
      description: "Name of it",
      default: "handoff",
      example: "support",
      secret: false,
    },
    { path: "token", type: "string", required: true, description: "", secret: true },
  ]);
});
