import { expect, test } from "vitest";
import * as z from "zod";
import { project } from "./project.ts";

const schema = z.strictObject({
  name: z.string().optional(),
  nested: z.strictObject({ a: z.number().optional(), b: z.number().optional() }).optional(),
  map: z
    .record(z.string(), z.strictObject({ x: z.number().optional(), y: z.number().optional() }))
    .optional(),
  list: z.array(z.strictObject({ x: z.number().optional(), y: z.number().optional() })).optional(),
});

test("only the declared keys of an object with fixed keys are kept, at every depth", () => {
  const live = { name: "live", nested: { a: 1, b: 2 }, list: [] };
  expect(project(schema, live, { nested: { a: 0 } })).toEqual({ nested: { a: 1 } });
});

test("a declared key that has no value at Twilio stays absent", () => {
  expect(project(schema, { nested: {} }, { name: "declared", nested: { a: 1 } })).toEqual({ nested: {} });
});

test("a map is declared as a whole, with everything in it", () => {
  const live = { map: { one: { x: 1, y: 2 }, two: { x: 3 } } };
  expect(project(schema, live, { map: { one: { x: 1 } } })).toEqual(live);
});

test("a list is declared as a whole, with everything in it", () => {
  const live = { list: [{ x: 1, y: 2 }] };
  expect(project(schema, live, { list: [{ x: 1 }] })).toEqual(live);
});

test("a value of a different kind than the declared one is kept unchanged", () => {
  expect(project(schema, { nested: { a: 1 } }, { nested: "text" })).toEqual({ nested: { a: 1 } });
  expect(project(z.string(), "live", { a: 1 })).toBe("live");
});
