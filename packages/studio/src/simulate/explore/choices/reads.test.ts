import { expect, test } from "vitest";
import { textReader } from "./reads.ts";

const read = textReader();
const paths = (template: string) => read(template).paths.map((path) => path.join("."));

test.each([
  ["plain text", []],
  ["{{flow.variables.n}} {{widgets.ask-x.inbound.Body}}", ["flow.variables.n", "widgets.ask-x.inbound.Body"]],
  [
    "{% for p in widgets.get.parsed.people %}{% for a in p.addresses %}{{a.id}}{% endfor %}{{p.name}}{% endfor %}",
    [
      "widgets.get.parsed.people",
      "widgets.get.parsed.people.0.addresses",
      "widgets.get.parsed.people.0.name",
      "widgets.get.parsed.people.0.addresses.0.id",
    ],
  ],
  [
    "{% assign h = flow.variables.handoff %}{% assign a = h.attributes %}{{a.reason | to_json}}{{h.id}}",
    [
      "flow.variables.handoff",
      "flow.variables.handoff.attributes",
      "flow.variables.handoff.id",
      "flow.variables.handoff.attributes.reason",
    ],
  ],
])("the paths of %s are found", (template, expected) => {
  expect(paths(template).toSorted()).toEqual([...expected].toSorted());
});

test("literals that tags compare with values from outside are found, literals of outputs are not", () => {
  expect(
    read(
      "{% assign a = trigger.call %}{% if a.b == 'x' or a.c > 2 %}{{ 'y' }}{% elsif flow.data.d contains \"z\" and a.e != true %}{% case a.f %}{% when 'w' %}{% endcase %}{% endif %}",
    ).literals,
  ).toEqual(["x", 2, "z", true, "w"]);
});

test("literals that tags compare with what the string computes are not found, since no input can be chosen for them", () => {
  expect(
    read(
      "{% capture v %}{{flow.data.x | to_json}}{% endcapture %}{% assign n = 3 %}{% if v.size > 40 or n == 5 and flow.data.x == 'y' %}a{% endif %}",
    ).literals,
  ).toEqual(["y"]);
});

test("a string of one output is plain, and reading the current time is detected", () => {
  expect(read(" {{ trigger.call.From | downcase }} ").isPlain).toBe(true);
  expect(read("a {{ trigger.call.From }}").isPlain).toBe(false);
  expect(read("{{ 'now' | date: '%H' }}").readsNow).toBe(true);
  expect(read("{{ trigger.call.now }}").readsNow).toBe(false);
});
