import { expect, test } from "vitest";
import * as z from "zod";
import { defineResource, type Resource } from "../declare/resource.ts";
import { findRestores, omitControlInputs, parsePrevious, recordPrevious } from "./adoption.ts";

test("inputs that steer the provider are not among those sent to Twilio", () => {
  expect(
    omitControlInputs({ adopt: "FW1", onDestroy: "keep", friendlyName: "x", status: undefined }),
  ).toEqual({
    friendlyName: "x",
    status: undefined,
  });
});

test("nothing is remembered of an object the stack made itself", () => {
  expect(parsePrevious({ adopted: false })).toEqual({});
});

test("what was remembered is read from state as it was", () => {
  expect(parsePrevious({ previous: '{"voiceUrl":"","trunkSid":null}' })).toEqual({
    voiceUrl: "",
    trunkSid: null,
  });
});

const lines: Resource = defineResource({
  token: "twilio:test:Line",
  description: "A line.",
  inputs: z.strictObject({
    url: z.string().optional(),
    trunk: z.string().optional(),
    application: z.string().optional(),
    nested: z.strictObject({ a: z.string().optional(), b: z.string().optional() }).optional(),
    map: z.record(z.string(), z.string()).optional(),
  }),
  outputs: z.object({}),
  replaceOn: [],
  clears: { trunk: "application", application: "trunk" },
  fetch: async () => undefined,
});

test("declared fields are remembered as they are, and as null what is not set", () => {
  const live = { url: "before", note: "not declared" };
  expect(recordPrevious(lines, live, { url: "mine", trunk: undefined, adopt: "x" })).toEqual({
    url: "before",
    trunk: null,
    application: null,
  });
});

test("what was remembered before wins over what is there now, null too", () => {
  const live = { url: "mine", map: { k: "mine" } };
  expect(recordPrevious(lines, live, { url: "x", map: {} }, { url: "before", map: null })).toEqual({
    url: "before",
    map: null,
  });
});

test("an object of fixed keys is remembered whole, with null for each declared key it does not have", () => {
  const live = { nested: { b: "before" }, map: { k: "v" } };
  expect(recordPrevious(lines, live, { nested: { a: "mine" }, map: { other: "mine" } })).toEqual({
    nested: { a: null, b: "before" },
    map: { k: "v" },
  });
});

test("what Twilio clears along with a field is remembered with it", () => {
  expect(recordPrevious(lines, { application: "AP1" }, { trunk: "TK1" })).toEqual({
    trunk: null,
    application: "AP1",
  });
});

test("fields and parts that are no longer declared go back to what they were, or to nothing", () => {
  const olds = { url: "mine", trunk: "TK1", nested: { a: "mine", b: "mine" }, map: { k: "mine" } };
  const news = { nested: { b: "mine" }, map: {} };
  const previous = { url: "before", trunk: null, application: "AP1", nested: { a: "before" } };
  expect(findRestores(lines, olds, news, previous)).toEqual({
    url: "before",
    trunk: null,
    application: "AP1",
    nested: { a: "before", b: "mine" },
  });
  expect(findRestores(lines, olds, news, {})).toEqual({
    url: null,
    trunk: null,
    application: null,
    nested: { a: null, b: "mine" },
  });
});

test("while all stays declared nothing is given back", () => {
  const inputs = { url: "mine", nested: { a: "mine" }, onDestroy: "keep" };
  expect(findRestores(lines, inputs, { ...inputs, trunk: "TK1", onDestroy: "restore" }, {})).toEqual({});
  expect(findRestores(lines, { ...inputs, adopt: "x" }, inputs, {})).toEqual({});
});
