import { expect, test } from "vitest";
import { Refusal } from "../http/errors.ts";
import * as seed from "../seed/account.ts";
import { flowToFlex } from "../seed/messagingFlow.ts";
import { jsonPointer, validateDefinition } from "./validation.ts";

const definition = flowToFlex({ workflowSid: seed.workflowSid, taskChannelSid: seed.taskChannelSids.chat });

function details(wrong: unknown): unknown {
  try {
    validateDefinition(wrong);
  } catch (error) {
    if (error instanceof Refusal) return error.details;
    throw error;
  }
  return undefined;
}

function withWidget(widget: Record<string, unknown>) {
  return { ...definition, states: [...definition.states, widget] };
}

test("the flow of the initial account is valid", () => {
  expect(validateDefinition(definition)).toEqual(definition);
});

test.each([
  ["states[3].transitions[0].next", "#/states/3/transitions/0/next"],
  ["initial_state", "#/initial_state"],
  ['states[0].properties["a/b~c"]', "#/states/0/properties/a~1b~0c"],
  ["", "#"],
])("path %s is %s as a JSON pointer", (path, pointer) => {
  expect(jsonPointer(path)).toBe(pointer);
});

test("a dangling transition is reported with Twilio's message", () => {
  const lost = {
    name: "lost",
    type: "set-variables",
    transitions: [{ event: "next", next: "nowhere" }],
    properties: {},
  };
  expect(details(withWidget({ ...lost, properties: { variables: [] } }))).toEqual({
    errors: [{ message: "must match a widget name", property_path: "#/states/2/transitions/0/next" }],
    warnings: [],
  });
});

test("problems that Twilio's check does not report pass: an unknown property, invalid Liquid", () => {
  const odd = { say: "{{ unclosed", tone: "friendly" };
  const widget = {
    name: "odd",
    type: "say-play",
    transitions: [{ event: "audioComplete" }],
    properties: odd,
  };
  expect(details(withWidget(widget))).toBeUndefined();
});

test.each([
  ["null", null, ["#"]],
  ["a list", [], ["#"]],
  ["a text", "text", ["#"]],
  ["an empty object", {}, ["#/initial_state", "#/states"]],
])("%s is not a definition", (_, wrong, paths) => {
  const { errors } = details(wrong) as { errors: { property_path: string }[] };
  expect(errors.map(({ property_path }) => property_path)).toEqual(paths);
});
