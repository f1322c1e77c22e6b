import { expect, test } from "vitest";
import { findFlows, seemsFlow } from "./findFlows.ts";

const definition = { states: [], initial_state: "Trigger" };

test.each([
  ["a definition", definition, [{ definition, keys: [] }]],
  [
    "a flow resource",
    { sid: "FW", friendly_name: "Support", definition, errors: null },
    [{ definition, keys: ["definition"], title: "Support" }],
  ],
  [
    "a flow resource with its definition as a string",
    { definition: JSON.stringify(definition) },
    [{ definition, keys: ["definition"] }],
  ],
  [
    "the list that Twilio's CLI prints",
    [{ friendlyName: "Support", definition }],
    [{ definition, keys: [0, "definition"], title: "Support" }],
  ],
  ["an object with a list of flows", { flows: [definition] }, [{ definition, keys: ["flows", 0] }]],
  [
    "a definition without states",
    { initial_state: "Trigger" },
    [{ definition: { initial_state: "Trigger" }, keys: [] }],
  ],
])("%s is a flow", (_, document, found) => {
  expect(findFlows(document)).toEqual({ found, none: [] });
});

const expected =
  'expected an object with "states" and "initial_state", or a flow resource with its "definition"';

test.each([
  [3, [], `${expected}, found a number`],
  ["{}", [], `${expected}, found a string`],
  [null, [], `${expected}, found null`],
  [{}, [], `${expected}, found an empty object`],
  [{ name: "tool", version: "1" }, [], `${expected}, found an object with "name", "version"`],
  [{ states: 16, name: "Germany" }, [], `${expected}, found an object with "states", "name"`],
  [[], [], "the list of flows is empty"],
  [
    { meta: {}, flows: [{ definition: null }, { definition: null }] },
    ["flows", 0, "definition"],
    "its definition is null, as in the API's list of flows; fetch the flow by its SID",
  ],
  [
    { definition: [] },
    ["definition"],
    "its definition is a list, expected an object or its JSON as a string",
  ],
  [
    { definition: '{"states": [],\n}' },
    ["definition"],
    'its definition is a string that is not valid JSON: line 2, column 1 of the string: expected another property name in double quotes, found "}"; remove the comma before it',
  ],
])("%j is not a flow, with the reason", (document, keys, reason) => {
  expect(findFlows(document)).toEqual({ found: [], none: [{ keys, reason }] });
});

test.each([
  [definition, true],
  [{ states: [{ name: "Trigger", transitions: [] }] }, true],
  [{ definition: JSON.stringify(definition) }, true],
  [[{ definition }], true],
  [{ states: ["Bavaria", "Saxony"] }, false],
  [{ definition: "a noun" }, false],
  [[], false],
  [{ name: "tool" }, false],
])("whether %j in a folder is probably a flow: %j", (document, isFlow) => {
  expect(seemsFlow(document)).toBe(isFlow);
});
