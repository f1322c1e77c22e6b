import { expect, test } from "vitest";
import * as z from "zod";
import { known } from "./known.ts";

const schema = z.strictObject({
  name: z.string(),
  parts: z.array(z.strictObject({ on: z.enum(["A"]) })).optional(),
  anything: z.record(z.string(), z.unknown()).optional(),
});

test("keys that the schema does not have are left out, in lists too, and maps stay whole", () => {
  const answer = { name: "n", new: 1, parts: [{ on: "A", added: true }], anything: { free: { to: "grow" } } };

  expect(known(schema, answer)).toEqual({
    name: "n",
    parts: [{ on: "A" }],
    anything: { free: { to: "grow" } },
  });
});

test("a value that the schema would refuse stays, because Twilio says so", () => {
  expect(known(schema, { name: 7, parts: [{ on: "B" }] })).toEqual({ name: 7, parts: [{ on: "B" }] });
});
