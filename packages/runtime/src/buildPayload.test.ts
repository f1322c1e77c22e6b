import fc from "fast-check";
import { describe, expect, expectTypeOf, test } from "vitest";
import * as z from "zod";
import { defineAttributes } from "./attributes.ts";
import { buildHandoffPayload } from "./buildPayload.ts";
import type { HandoffPayload } from "./payload.ts";
import { errorOf, messageOf } from "./testing/refusal.ts";

const session = { conversationId: "conv_conversation_01abc", storeId: "mem_store_01abc" };
const contract = defineAttributes(
  z.object({
    department: z.string().max(40).optional(),
    priority: z.enum(["normal", "high"]).default("normal"),
    order: z.number().optional(),
  }),
);

test("a payload has TAC's four fields in TAC's order, and an unknown profile is an empty string", () => {
  const payload = buildHandoffPayload({
    ...session,
    attributes: { department: "support" },
    reason: "Wants refund – café",
  });

  expect(JSON.stringify(payload)).toBe(
    '{"conversationId":"conv_conversation_01abc","storeId":"mem_store_01abc","profileId":"","attributes":{"department":"support","reason":"Wants refund – café"}}',
  );
});

test("the model's reason wins over a static one and keeps its position", () => {
  const { attributes } = buildHandoffPayload({
    ...session,
    attributes: { reason: "static", priority: 2 },
    reason: "model",
  });

  expect(Object.entries(attributes)).toEqual([
    ["reason", "model"],
    ["priority", 2],
  ]);
});

test("values that JSON does not have are written as TAC for TypeScript does, and values that cannot be written are rejected", () => {
  const { attributes } = buildHandoffPayload({
    ...session,
    attributes: { score: Number.NaN, none: undefined },
    reason: "r",
  });

  expect(attributes).toEqual({ score: null, reason: "r" });
  expect(messageOf(() => buildHandoffPayload({ ...session, attributes: { order: 1n }, reason: "r" }))).toBe(
    "hand-off payload: attributes: cannot be written as JSON (Do not know how to serialize a BigInt)",
  );
});

test.each([
  ["null", null],
  ["array", ["billing"]],
  ["string", "billing"],
  ["string", new Date(0)],
  ["null", () => "billing"],
])("attributes that are not an object are rejected: %s", (received, attributes) => {
  // @ts-expect-error: only an object compiles
  expect(messageOf(() => buildHandoffPayload({ ...session, attributes, reason: "r" }))).toBe(
    `hand-off payload: attributes: Invalid input: expected object, received ${received}`,
  );
});

test("a contract that defineAttributes did not create is rejected rather than ignored", () => {
  for (const wrong of [z.object({ department: z.string() }), null]) {
    // @ts-expect-error: not a contract
    expect(messageOf(() => buildHandoffPayload({ ...session, contract: wrong, reason: "r" }))).toBe(
      "hand-off payload: contract: expected the result of defineAttributes",
    );
  }
});

test("options that are set to undefined are the same as options that are omitted", () => {
  const payload = buildHandoffPayload({
    ...session,
    profileId: undefined,
    attributes: undefined,
    contract: undefined,
    longReason: undefined,
    reason: "r",
  });

  expect(payload).toEqual(buildHandoffPayload({ ...session, reason: "r" }));
});

test("an error has a code, and its problems as data", () => {
  const strict = { ...session, contract, reason: "r" };
  const errors = [
    // @ts-expect-error: the order is a number
    () => buildHandoffPayload({ ...strict, storeId: "", attributes: { order: "7" } }),
    () => buildHandoffPayload({ ...strict, attributes: { department: "billing" }, reason: "r".repeat(800) }),
    () => buildHandoffPayload({ ...strict, attributes: { order: Number.NaN } }),
    () => buildHandoffPayload({ ...session, reason: "r", storeId: "m".repeat(900) }),
  ].map((build) => errorOf(build));

  expect(errors.map((error) => [error?.code, error?.problems.map(({ path }) => path)])).toEqual([
    ["invalid_payload", ["storeId", "attributes.order"]],
    ["too_long", ["attributes.reason"]],
    ["invalid_payload", ["attributes"]],
    ["too_long", ["storeId"]],
  ]);
  expect(errors[0]?.problems).toEqual([
    { path: "storeId", message: "Too small: expected string to have >=1 characters" },
    { path: "attributes.order", message: "Invalid input: expected number, received string" },
  ]);
});

test("the error names every wrong field", () => {
  expect(messageOf(() => buildHandoffPayload({ conversationId: "", storeId: "", reason: "r" }))).toBe(
    "hand-off payload: conversationId: Too small: expected string to have >=1 characters; storeId: Too small: expected string to have >=1 characters",
  );
});

describe("with a contract", () => {
  test("attributes are typed, keep the order given, and get the contract's defaults", () => {
    const payload = buildHandoffPayload({
      ...session,
      contract,
      attributes: { order: 7, department: "billing" },
      reason: "r",
    });

    expect(JSON.stringify(payload.attributes)).toBe(
      '{"order":7,"department":"billing","reason":"r","priority":"normal"}',
    );
    expectTypeOf(payload.attributes.priority).toEqualTypeOf<"normal" | "high">();
    expectTypeOf(payload).toExtend<HandoffPayload>();
  });

  test("a name or type that is not in the contract does not compile, and throws with the contract's names", () => {
    const misspelt = { departmnet: "billing" };
    const lenient = { ...misspelt, department: "billing" };
    const builds = [
      // @ts-expect-error: no such attribute
      () => buildHandoffPayload({ ...session, contract, attributes: { departmnet: "billing" }, reason: "r" }),
      // @ts-expect-error: not in a variable either
      () => buildHandoffPayload({ ...session, contract, attributes: lenient, reason: "r" }),
      // @ts-expect-error: not even if the variable has none of the contract's names
      () => buildHandoffPayload({ ...session, contract, attributes: misspelt, reason: "r" }),
      // @ts-expect-error: the order is a number
      () => buildHandoffPayload({ ...session, contract, attributes: { order: "7" }, reason: "r" }),
    ];

    expect(builds.map(messageOf)).toEqual([
      "hand-off payload: attributes.departmnet: is not in the attribute contract, which has department, priority, order",
      "hand-off payload: attributes.departmnet: is not in the attribute contract, which has department, priority, order",
      "hand-off payload: attributes.departmnet: is not in the attribute contract, which has department, priority, order",
      "hand-off payload: attributes.order: Invalid input: expected number, received string",
    ]);
  });

  test("the error names a number that JSON does not have", () => {
    const build = (order: number) => () =>
      buildHandoffPayload({ ...session, contract, attributes: { order }, reason: "r" });

    expect([messageOf(build(Number.NaN)), messageOf(build(-Infinity))]).toEqual([
      "hand-off payload: attributes: cannot be written as JSON (order is NaN)",
      "hand-off payload: attributes: cannot be written as JSON (order is -Infinity)",
    ]);
  });

  test("names that every object has are unknown to a contract like any others", () => {
    const attributes = JSON.parse('{ "__proto__": "x", "constructor": "y" }');

    expect(messageOf(() => buildHandoffPayload({ ...session, contract, attributes, reason: "r" }))).toBe(
      "hand-off payload: attributes.__proto__: is not in the attribute contract, which has department, priority, order; " +
        "attributes.constructor: is not in the attribute contract, which has department, priority, order",
    );
  });

  test("an attribute that the contract requires cannot be omitted", () => {
    const strict = defineAttributes(z.object({ department: z.string() }));

    // @ts-expect-error: department is missing
    expect(messageOf(() => buildHandoffPayload({ ...session, contract: strict, reason: "r" }))).toBe(
      "hand-off payload: attributes.department: Invalid input: expected string, received undefined",
    );
  });

  test("a rule that involves several attributes applies as well", () => {
    const ruled = defineAttributes(
      z
        .object({ order: z.number().optional(), shop: z.string().optional() })
        .refine(({ order, shop }) => order === undefined || shop, {
          path: ["shop"],
          error: "belongs to order",
        }),
    );

    expect(
      messageOf(() =>
        buildHandoffPayload({ ...session, contract: ruled, attributes: { order: 1 }, reason: "r" }),
      ),
    ).toBe("hand-off payload: attributes.shop: belongs to order");
  });
});

describe("a payload too long for Flex", () => {
  test("is rejected with the number of excess characters and the largest attribute", () => {
    expect(
      messageOf(() =>
        buildHandoffPayload({ ...session, attributes: { notes: "n".repeat(700) }, reason: "r" }),
      ),
    ).toBe(
      "hand-off payload: 11 characters too many for Flex, which accepts 1024 in all, 224 of them reserved for the flow. The largest attribute is notes with 702 characters: shorten it, or leave it out.",
    );
    expect(messageOf(() => buildHandoffPayload({ ...session, reason: "r".repeat(800) }))).toBe(
      'hand-off payload: 99 characters too many for Flex, which accepts 1024 in all, 224 of them reserved for the flow. The largest attribute is reason with 802 characters: have the model write a shorter one, or pass longReason: "cut".',
    );
  });

  test("is rejected although the reason may be cut, if the other attributes alone are too long", () => {
    const build = () =>
      buildHandoffPayload({
        ...session,
        attributes: { notes: "n".repeat(900) },
        reason: "r".repeat(2_000),
        longReason: "cut",
      });

    expect(messageOf(build)).toBe(
      "hand-off payload: 211 characters too many for Flex, which accepts 1024 in all, 224 of them reserved for the flow. The largest attribute is notes with 902 characters: shorten it, or leave it out.",
    );
  });

  test("is rejected with the name of an id that is too long", () => {
    const build = () => buildHandoffPayload({ ...session, storeId: "m".repeat(900), reason: "r" });

    expect(messageOf(build)).toBe(
      "hand-off payload: 185 characters too many for Flex, which accepts 1024 in all, 224 of them reserved for the flow. storeId has 902 characters, but no Twilio id is that long.",
    );
  });

  test("fits if its reason may be cut, and the reason ends in … after a whole grapheme", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", minLength: 700, maxLength: 3_000 }),
        fc.string({ maxLength: 20 }),
        (reason, department) => {
          const options = { ...session, attributes: { department }, reason };
          const { attributes, ...ids } = buildHandoffPayload({ ...options, longReason: "cut" });

          expect(JSON.stringify({ ...ids, ...attributes }).length).toBeLessThanOrEqual(800);
          const kept = attributes.reason.slice(0, -1);
          const graphemes = [...new Intl.Segmenter().segment(reason)];
          expect(attributes.reason).toBe(`${kept}…`);
          expect(graphemes.find(({ index }) => index === kept.length)).toBeDefined();
          expect(reason.startsWith(kept)).toBe(true);
        },
      ),
    );
  });
});
