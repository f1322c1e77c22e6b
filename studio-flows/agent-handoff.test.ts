// The hand-off flow as a definition: what it has in each variant, and which choices of a team are refused.

import { defineAttributes, HandoffError } from "@tac-handoff/runtime";
import { checkFlow, type FlowDefinition } from "@tac-handoff/studio";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { agentHandoff } from "./agent-handoff.ts";
import { options, variantNames, variants } from "./testing/handoffRuns.ts";

test.each(variantNames)("our own check finds nothing in the flow with %s", (variant) => {
  expect(checkFlow(agentHandoff(variants[variant]))).toEqual([]);
});

test("a flow for some channels only has no entry and no widget of the others", () => {
  const calls = agentHandoff(variants["calls only"]);
  const messages = agentHandoff(variants["messages only"]);

  expect(types(calls)).not.toContain("resume-conversation");
  expect(types(messages)).not.toContain("say-play");
  expect(entries(calls)).toEqual(["incomingCall"]);
  expect(entries(messages)).toEqual(["incomingRequest"]);
});

test("every failure event leads to another widget, but for a message that cannot be delivered", () => {
  const open = agentHandoff(options).states.flatMap(({ name, transitions }) =>
    transitions
      .filter(({ event, next }) => !next && /fail/i.test(event))
      .map(({ event }) => `${name} ${event}`),
  );

  expect(open).toEqual([
    // callFailure comes to calls only.
    "send_conversation_to_flex callFailure",
    "send_conversation_briefly callFailure",
    "tell_nobody_there failed",
  ]);
});

describe("attributes", () => {
  test("of the team are refused where they collide with others or leave the agent no room", () => {
    const attributes = { department: "support", from: "us", note: "n".repeat(120) };

    expect(() => agentHandoff({ ...options, attributes })).toThrow(
      new HandoffError(
        "the team's attributes: department: the agent sends an attribute of this name. Choose another name; " +
          "from: Twilio writes an attribute of this name itself. Choose another name; " +
          "all together: takes 164 characters, and 128 of the 1,024 that Flex takes are kept for it. " +
          "Shorten them, or set a larger teamCharacters in studio-flows/attributes.ts",
      ),
    );
  });

  test("of a contract whose text in the flow is longer than Flex takes are refused, with what may go", () => {
    const names = Array.from({ length: 9 }, (_, index) => `attribute_${index}`);
    const many = defineAttributes(
      z.object(Object.fromEntries([...names, "the_longest_name"].map((name) => [name, z.string()]))),
    );

    expect(() => agentHandoff({ ...options, contract: many, attributes: { team: "support" } })).toThrow(
      /^attributes of Send to Flex: the flow's text has \d+ characters, \d+ more than Flex takes\. Drop attributes of the contract \(attribute_0, .*, the_longest_name; the_longest_name has the longest name\) or of the team \(team\)\.$/,
    );
  });
});

function types({ states }: FlowDefinition): string[] {
  return states.map(({ type }) => type);
}

function entries({ states }: FlowDefinition): string[] {
  const trigger = states.find(({ type }) => type === "trigger");
  return (trigger?.transitions ?? []).filter(({ next }) => next).map(({ event }) => event);
}
