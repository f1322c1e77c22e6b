import { defineAttributes } from "@tac-handoff/runtime";
import { expect, test } from "vitest";
import * as z from "zod";
import { SampleError, sampleAttributes } from "./sampleAttributes.ts";

function sampled(shape: z.ZodRawShape) {
  return sampleAttributes(defineAttributes(z.object(shape)));
}

test("an attribute's sample is its first example, its default, or the first of its values", () => {
  const { attributes, leftOut } = sampled({
    department: z
      .string()
      .optional()
      .meta({ examples: ["billing", "sales"] }),
    language: z.enum(["de", "en"]).default("en"),
    topic: z.enum(["refund", "order"]),
    version: z.literal(3),
  });

  expect(attributes).toEqual({ department: "billing", language: "en", topic: "refund", version: 3 });
  expect(leftOut).toEqual([]);
});

test("values are generated within the limits of their type", () => {
  const { attributes } = sampled({
    code: z.string().min(8).max(10),
    initial: z.string().max(1),
    mail: z.email(),
    id: z.uuid(),
    day: z.iso.date(),
    phone: z.string().regex(/^\+\d+$/),
    stars: z.int().min(3).max(5),
    share: z.number().gt(0).lt(0.5),
    dozens: z.int().multipleOf(12).min(20),
    isUrgent: z.boolean(),
    nothing: z.null(),
  });

  expect(attributes).toEqual({
    code: "sample s",
    initial: "s",
    mail: "customer@example.com",
    id: "123e4567-e89b-42d3-a456-426614174000",
    day: "2026-01-31",
    phone: "+15557770001",
    stars: 3,
    share: 0.25,
    dozens: 24,
    isUrgent: true,
    nothing: null,
  });
});

test("lists, objects, records, choices and recursive values are generated from their parts", () => {
  const { attributes } = sampled({
    items: z.array(z.object({ sku: z.string(), count: z.int().min(1), note: z.string().optional() })).min(2),
    pair: z.tuple([z.string(), z.number()]),
    labels: z.record(z.string(), z.string()),
    totals: z.record(z.enum(["net", "gross"]), z.number()),
    either: z.union([z.number(), z.string()]),
    both: z.intersection(z.object({ a: z.string() }), z.object({ b: z.boolean() })),
    anything: z.json(),
    maybe: z.string().nullable(),
  });

  const item = { sku: "sample", count: 1, note: "sample" };
  expect(attributes).toMatchObject({
    items: [item, item],
    pair: ["sample", 1],
    labels: {},
    totals: { net: 1, gross: 1 },
    either: 1,
    both: { a: "sample", b: true },
    maybe: "sample",
  });
  expect(attributes).toHaveProperty("anything");
});

test("an attribute without a valid sample is named with the remedy: a required one is an error, an optional one is omitted", () => {
  const order = z.string().regex(/^\d{3}-[A-Z]{7}$/);
  const sentence =
    'studio-flows/attributes.ts: cannot generate a sample value for the attribute "order"; add a valid one with .meta({ examples: [...] }).';

  expect(() => sampled({ order })).toThrow(new SampleError(sentence));
  expect(sampled({ order: order.optional(), topic: z.string() })).toEqual({
    attributes: { topic: "sample" },
    leftOut: [sentence],
  });
});

test("a rule between attributes is respected", () => {
  const contract = defineAttributes(
    z
      .object({ order: z.number().optional(), shop: z.enum(["eu"]).optional() })
      .refine(({ shop }) => shop === undefined, { path: ["shop"] }),
  );

  expect(sampleAttributes(contract).attributes).toEqual({ order: 1 });
});

test("if all attributes together are too long for Flex, optional ones are dropped; required ones are reported", () => {
  expect(sampled({ long: z.string().min(500), more: z.string().min(400).optional() }).attributes).toEqual({
    long: expect.stringMatching(/^sample /),
  });
  expect(() => sampled({ long: z.string().min(800) })).toThrow(
    /^hand-off payload: \d+ characters too many for Flex.* The largest attribute is long with 802 characters: shorten it, or leave it out\.$/,
  );
});

test("a contract without attributes has no samples", () => {
  expect(sampled({})).toEqual({ attributes: {}, leftOut: [] });
});
