import { expect, test } from "vitest";
import { findArrivals } from "./graph.ts";
import type { Node } from "./node.ts";

const starts = ["incomingCall", "incomingMessage", "incomingRequest", "incomingParent"];

/** Returns the triggers whose executions reach each branch of a split. */
function reach(input: string, ...types: [type: string, value?: string][]) {
  const nodes: Node[] = [
    { name: "Trigger", type: "trigger", transitions: starts.map((event) => ({ event, next: "which" })) },
    {
      name: "which",
      type: "split-based-on",
      properties: { input },
      transitions: [
        { event: "noMatch", next: "none" },
        ...types.map(([type, value = ""]) => ({
          event: "match",
          next: type,
          conditions: [{ type, value, arguments: [input] }],
        })),
      ],
    },
    ...["none", ...types.map(([type]) => type)].map((name) => ({
      name,
      type: "set-variables",
      transitions: [],
    })),
  ];
  const arrivals = findArrivals(nodes);
  return Object.fromEntries(
    ["none", ...types.map(([type]) => type)].map((name) => [
      name,
      (arrivals.get(name) ?? [])
        .map(({ start }) => start.replace("incoming", ""))
        .toSorted()
        .join(),
    ]),
  );
}

test("a split on a trigger sends each kind of execution one way", () => {
  expect(reach("{{trigger.call}}", ["is_blank"], ["is_not_blank"])).toEqual({
    none: "Parent",
    is_blank: "Message,Parent,Request",
    is_not_blank: "Call,Parent",
  });
  expect(reach("{{ trigger.message.From }}", ["is_not_blank"])).toEqual({
    none: "Call,Parent,Request",
    is_not_blank: "Message,Parent",
  });
});

test("a field that may be missing can be blank, and any comparison can be false", () => {
  expect(reach("{{trigger.message.Body}}", ["is_blank"])).toEqual({
    none: "Message,Parent",
    is_blank: "Call,Message,Parent,Request",
  });
  expect(reach("{{trigger.call.From}}", ["starts_with", "+1"], ["does_not_contain", "9"])).toEqual({
    none: "Call,Parent",
    starts_with: "Call,Parent",
    does_not_contain: "Call,Message,Parent,Request",
  });
  expect(reach("{{flow.data.reason}}", ["is_not_blank"])).toEqual({
    none: "Call,Message,Parent,Request",
    is_not_blank: "Parent,Request",
  });
});

test("nothing follows from other inputs", () => {
  const all = "Call,Message,Parent,Request";

  for (const input of [
    "{{trigger.call | size}}",
    "{{trigger.call}}{{flow.sid}}",
    "{{flow.variables.a}}",
    "call",
  ])
    expect(reach(input, ["is_blank"])).toEqual({ none: all, is_blank: all });
  expect(reach("{{trigger.call}}", ["equal_to", "{{flow.sid}}"])).toEqual({ none: all, equal_to: all });
});
