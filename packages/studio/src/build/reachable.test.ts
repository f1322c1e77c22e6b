import { expect, test } from "vitest";
import { defineFlow, sayPlay } from "./build.ts";
import { withoutUnreachable } from "./reachable.ts";

test("a branch that no trigger event leads to is omitted, and the rest is unchanged", () => {
  const flow = defineFlow({
    description: "greets callers",
    trigger: { incomingCall: "greet" },
    widgets: { greet: sayPlay({ say: "Hello" }), goodbye: sayPlay({ say: "Bye" }) },
  });

  const trimmed = withoutUnreachable(flow);

  expect(trimmed.states.map(({ name }) => name)).toEqual(["Trigger", "greet"]);
  expect(trimmed.states).toEqual(flow.states.slice(0, 2));
});
