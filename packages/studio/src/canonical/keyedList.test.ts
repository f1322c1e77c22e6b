import fc from "fast-check";
import { expect, test } from "vitest";
import { listsByKey, listsOfKeys } from "./keyedList.ts";

test("variables and parameters are keyed, without the default type and the index of old exports", () => {
  const properties = {
    url: "https://example.com",
    variables: [
      { value: "{{x}}", key: "b", type: "json_object", index: "0" },
      { value: "1", key: "a", type: "string", index: "1" },
    ],
    parameters: [{ key: "page", value: "1" }],
    content_variables: [{ key: "{{1}}", value: "Ann" }],
  };

  const byKey = listsByKey(properties);

  expect(byKey).toEqual({
    url: "https://example.com",
    variables: { a: { value: "1" }, b: { type: "json_object", value: "{{x}}" } },
    parameters: { page: { value: "1" } },
    content_variables: { "{{1}}": { value: "Ann" } },
  });
  expect(listsOfKeys(byKey)).toEqual({
    url: "https://example.com",
    variables: [
      { key: "a", value: "1" },
      { key: "b", type: "json_object", value: "{{x}}" },
    ],
    parameters: [{ key: "page", value: "1" }],
    content_variables: [{ key: "{{1}}", value: "Ann" }],
  });
});

test("a list keeps its order if a key occurs twice", () => {
  const parameters = [
    { key: "to", value: "1" },
    { key: "to", value: "2" },
  ];
  expect(listsByKey({ parameters })).toEqual({ parameters });
});

test.each([
  ["{{flow.variables.first}}", "list"],
  ["{% if flow.variables.first %}1{% endif %}", "list"],
  ["{{flow.variables | to_json}}", "list"],
  ['{{flow.variables["first"]}}', "list"],
  ["{{flow.variables.second | plus: 1}}", "mapping"],
  ["{{flow.variables.elsewhere}}", "mapping"],
  ["first", "mapping"],
])("with the value %s for a second variable the variables are a %s", (value, form) => {
  const variables = [
    { key: "second", value },
    { key: "first", value: "1" },
  ];
  const mapping = { first: { value: "1" }, second: { value } };
  const inOrder = variables.toReversed();

  expect(listsByKey({ variables })).toEqual({ variables: form === "list" ? variables : mapping });
  expect(listsByKey({ variables: mapping })).toEqual({ variables: form === "list" ? inOrder : mapping });
});

test.each([
  [[{ key: "a" }]],
  [[{ key: "a", value: "1", colour: "red" }]],
  [[{ key: 1, value: "1" }]],
  [[{ key: "__proto__", value: "1" }]],
  [["a"]],
  ["a"],
  [{ a: "1" }],
  [{ a: { value: "1", colour: "red" } }],
  [null],
])("%j is not a list of keys and values, and is unchanged", (variables) => {
  expect(listsByKey({ variables })).toEqual({ variables });
  expect(listsOfKeys({ variables })).toEqual({ variables });
});

const entry = fc.record(
  {
    key: fc.oneof(fc.constantFrom("a", "b", "1", "__proto__"), fc.string()),
    value: fc.oneof(fc.string(), fc.constantFrom("{{flow.variables.a}}", "{{flow.variables.b}}")),
    type: fc.constantFrom("string", "json_object"),
  },
  { requiredKeys: ["key", "value"] },
);

test("a list of keys and values survives a round trip, and so does its form", () => {
  fc.assert(
    fc.property(
      fc.array(entry, { maxLength: 5 }),
      fc.constantFrom("variables", "parameters"),
      (given, property) => {
        const list = given.map((each) => ({ ...each }));
        const form = listsByKey({ [property]: list });

        const back = listsOfKeys(form);

        expect(listsByKey(form)).toEqual(form);
        expect(listsByKey(back)).toEqual(form);
        const wanted = list.map(({ type, ...rest }) => (type === "json_object" ? { ...rest, type } : rest));
        expect(back[property]).toHaveLength(wanted.length);
        expect(back[property]).toEqual(expect.arrayContaining(wanted));
      },
    ),
  );
});
