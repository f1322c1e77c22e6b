import { expect, test } from "vitest";
import * as z from "zod";
import { defineResource, type Problem } from "../declare/resource.ts";
import { unknownValue } from "../values/unknown.ts";
import { check, findSchemaProblems } from "./check.ts";

const schema = z.strictObject({
  name: z.string().min(3).optional(),
  size: z.number().optional(),
  channel: z.enum(["sms", "chat"]).optional(),
  rules: z.array(z.strictObject({ from: z.string(), to: z.string() })).optional(),
  map: z.record(z.string(), z.strictObject({ on: z.boolean() })).optional(),
  either: z.union([z.literal("never"), z.strictObject({ minutes: z.number() })]).optional(),
  url: z.union([z.url(), z.literal("")]).optional(),
  token: z.string().min(20).optional().meta({ secret: true }),
  login: z
    .strictObject({ user: z.string(), tokens: z.array(z.string().min(20).meta({ secret: true })) })
    .optional(),
});

const texts = (problems: readonly Problem[]) =>
  problems.map(({ path, message }) => `${path.join(".")}: ${message}`);

test("all problems are reported at once, each with its path and the value found", () => {
  const given = {
    name: "ab",
    size: "3",
    channel: "fax",
    rules: [{ from: "*" }, { from: "*", to: "*", extra: 1 }, "none"],
    map: { x: { on: "yes" } },
  };
  expect(texts(findSchemaProblems(schema, given))).toEqual([
    'name: Too small: expected string to have >=3 characters, found "ab"',
    'size: expected number, received string, found "3"',
    'channel: Invalid option: expected one of "sms"|"chat", found "fax"',
    "rules.0.to: is missing",
    'rules.1: Unrecognized key: "extra"',
    'rules.2: expected object, received string, found "none"',
    'map.x.on: expected boolean, received string, found "yes"',
  ]);
});

test("the problems of a union are those of the alternative that was meant, or else why each does not fit", () => {
  const problemsOf = (given: object) => texts(findSchemaProblems(schema, given as Record<string, unknown>));
  expect(problemsOf({ either: {} })).toEqual(["either.minutes: is missing"]);
  expect(problemsOf({ either: { minutes: "1", hours: 2 } })).toEqual([
    'either.minutes: expected number, received string, found "1"',
    'either: Unrecognized key: "hours"',
  ]);
  expect(problemsOf({ either: "always" })).toEqual([
    'either: expected "never" or expected object, received string, found "always"',
  ]);
  expect(problemsOf({ url: 3 })).toEqual(['url: expected string, received number or expected "", found 3']);
  expect(problemsOf({ url: "nowhere" })).toEqual(['url: Invalid URL, found "nowhere"']);
});

test("a secret is never shown, however invalid", () => {
  const given = { token: "short", login: { user: 1, tokens: ["also-short", 12345] } };
  expect(texts(findSchemaProblems(schema, given))).toEqual([
    "token: Too small: expected string to have >=20 characters",
    "login.user: expected string, received number, found 1",
    "login.tokens.0: Too small: expected string to have >=20 characters",
    "login.tokens.1: expected string, received number",
  ]);
});

test("a password in a URL is never shown", () => {
  expect(
    texts(
      findSchemaProblems(z.strictObject({ url: z.url({ protocol: /^https$/ }) }), {
        url: "http://me:pass@x.example.com/p",
      }),
    ),
  ).toEqual(['url: Invalid URL, found "http://…@x.example.com/p"']);
});

test("objects and lists are not shown, because they may contain a secret", () => {
  expect(texts(findSchemaProblems(schema, { name: { password: "x" }, size: ["x"] }))).toEqual([
    "name: expected string, received object",
    "size: expected number, received array",
  ]);
});

test("a value that is unknown in preview is not a problem, at any depth", () => {
  const given = {
    name: unknownValue,
    size: unknownValue,
    channel: unknownValue,
    rules: [unknownValue, { from: unknownValue, to: unknownValue }],
    map: unknownValue,
    either: { minutes: unknownValue },
    url: unknownValue,
    token: unknownValue,
  };
  expect(findSchemaProblems(schema, given)).toEqual([]);
  expect(
    findSchemaProblems(schema, { rules: unknownValue, either: unknownValue, map: { x: unknownValue } }),
  ).toEqual([]);
});

test("a problem next to an unknown value is still reported", () => {
  expect(
    texts(
      findSchemaProblems(schema, {
        rules: [{ from: unknownValue }],
        either: { minutes: unknownValue, hours: 1 },
      }),
    ),
  ).toEqual(["rules.0.to: is missing", 'either: Unrecognized key: "hours"']);
});

const thing = defineResource({
  token: "twilio:test:Thing",
  description: "A thing.",
  inputs: z.strictObject({
    name: z.string().optional(),
    list: z.array(z.string()).optional(),
    adopt: z.string().optional(),
  }),
  outputs: z.object({ sid: z.string() }),
  replaceOn: [],
  requiredToCreate: ["name", "list"],
  canonical: { list: (list) => list.toSorted() },
  findProblems: ({ name, list }) =>
    list?.[0] !== undefined && list[0] === name ? [{ path: ["list", 0], message: "is the name" }] : [],
  fetch: async () => undefined,
});

test("valid inputs are returned in canonical form, and the caller's are not modified", () => {
  const given = { name: "x", list: ["b", "a"] };
  expect(check(thing, given)).toEqual({ inputs: { name: "x", list: ["a", "b"] }, problems: [] });
  expect(given.list).toEqual(["b", "a"]);
});

test("invalid inputs are returned unchanged", () => {
  const given = { list: ["b", "a"], name: 3 };
  expect(check(thing, given)).toEqual({
    inputs: given,
    problems: [{ path: ["name"], message: "expected string, received number, found 3" }],
  });
});

test("an input that a new object needs is reported as missing, unless an existing object is adopted", () => {
  const message = "is missing: a new object needs it (set adopt to use an existing one instead)";
  expect(check(thing, {}).problems).toEqual([
    { path: ["name"], message },
    { path: ["list"], message },
  ]);
  expect(check(thing, { adopt: "x" }).problems).toEqual([]);
  expect(check(thing, { adopt: unknownValue }).problems).toEqual([]);
});

test("the resource's own checks run on the canonical form", () => {
  expect(check(thing, { name: "a", list: ["b", "a"] }).problems).toEqual([
    { path: ["list", 0], message: "is the name" },
  ]);
});

test("an unknown value is not converted to canonical form", () => {
  expect(check(thing, { name: "x", list: unknownValue })).toEqual({
    inputs: { name: "x", list: unknownValue },
    problems: [],
  });
});
