import { expect, test } from "vitest";
import * as z from "zod";
import { defineResource, type Resource } from "../declare/resource.ts";
import { findRestores, omitControlInputs, parsePrevious, recordPrevious } from "./adoption.ts";

test("inputs that control the provider are not sent to Twilio", () => {
  expect(
    omitControlInputs({ adopt: "FW1", onDestroy: "keep", friendlyName: "x", status: undefined }),
  ).toEqual({
    friendlyName: "x",
    status: undefined,
  });
});

test("no previous values are recorded for an object that the stack created", () => {
  expect(parsePrevious({ adopted: false })).toEqual({});
});

test("previous values are read from the state unchanged", () => {
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

test("declared fields are recorded with their present values, and unset ones as null", () => {
  const live = { url: "before", note: "not declared" };
  expect(recordPrevious(lines, live, { url: "mine", trunk: undefined, adopt: "x" })).toEqual({
    url: "before",
    trunk: null,
    application: null,
  });
});

test("values recorded earlier take precedence over present ones, null included", () => {
  const live = { url: "mine", map: { k: "mine" } };
  expect(recordPrevious(lines, live, { url: "x", map: {} }, { url: "before", map: null })).toEqual({
    url: "before",
    map: null,
  });
});

test("an object with fixed keys is recorded whole, with null for each declared key it does not have", () => {
  const live = { nested: { b: "before" }, map: { k: "v" } };
  expect(recordPrevious(lines, live, { nested: { a: "mine" }, map: { other: "mine" } })).toEqual({
    nested: { a: null, b: "before" },
    map: { k: "v" },
  });
});

test("a field that Twilio clears along with another is recorded with it", () => {
  expect(recordPrevious(lines, { application: "AP1" }, { trunk: "TK1" })).toEqual({
    trunk: null,
    application: "AP1",
  });
});

test("fields, and keys inside objects, that are no longer declared are restored or cleared", () => {
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

test("nothing is restored while everything stays declared", () => {
  const inputs = { url: "mine", nested: { a: "mine" }, onDestroy: "keep" };
  expect(findRestores(lines, inputs, { ...inputs, trunk: "TK1", onDestroy: "restore" }, {})).toEqual({});
  expect(findRestores(lines, { ...inputs, adopt: "x" }, inputs, {})).toEqual({});
});
