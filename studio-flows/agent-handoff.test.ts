// The definition of the hand-off flow: its content in each variant, and the options that are rejected.

import { defineAttributes, HandoffError } from "@tac-handoff/runtime";
import { checkFlow, type FlowDefinition } from "@tac-handoff/studio";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { agentHandoff } from "./agent-handoff.ts";
import { options, variantNames, variants } from "./testing/handoffRuns.ts";

test.each(variantNames)("the check finds no issues in the flow with %s", (variant) => {
  expect(checkFlow(agentHandoff(variants[variant]))).toEqual([]);
});

test("a flow for some of the channels has no entry and no widgets of the others", () => {
  const calls = agentHandoff(variants["calls only"]);
  const messages = agentHandoff(variants["messages only"]);

  expect(types(calls)).not.toContain("resume-conversation");
  expect(types(messages)).not.toContain("say-play");
  expect(entries(calls)).toEqual(["incomingCall"]);
  expect(entries(messages)).toEqual(["incomingRequest"]);
});

test("every failure event leads to another widget, except for an undelivered message", () => {
  const open = agentHandoff(options).states.flatMap(({ name, transitions }) =>
    transitions
      .filter(({ event, next }) => !next && /fail/i.test(event))
      .map(({ event }) => `${name} ${event}`),
  );

  expect(open).toEqual([
    // callFailure occurs only on calls.
    "send_conversation_to_flex callFailure",
    "send_short_conversation_to_flex callFailure",
    "send_conversation_briefly callFailure",
    "tell_nobody_there failed",
  ]);
});

describe("attributes", () => {
  test("of the team are rejected if they collide with others or leave no room for the agent", () => {
    const attributes = { department: "support", from: "us", note: "n".repeat(120) };

    expect(() => agentHandoff({ ...options, attributes })).toThrow(
      new HandoffError(
        "the team's attributes: department: the agent sends an attribute of this name. Choose another name; " +
          "from: Twilio writes an attribute of this name itself. Choose another name; " +
          "all together: takes 164 characters, and 128 of the 1,024 that Flex accepts are reserved for it. " +
          "Shorten them, or set a larger teamCharacters in studio-flows/attributes.ts",
      ),
    );
  });

  test("of a contract whose text in the flow is too long for Flex are rejected, with those that can be removed", () => {
    const names = Array.from({ length: 9 }, (_, index) => `attribute_${index}`);
    const many = defineAttributes(
      z.object(Object.fromEntries([...names, "the_longest_name"].map((name) => [name, z.string()]))),
    );

    expect(() => agentHandoff({ ...options, contract: many, attributes: { team: "support" } })).toThrow(
      /^attributes of Send to Flex: the flow's text has \d+ characters, \d+ more than Flex accepts\. Remove attributes of the contract \(attribute_0, .*, the_longest_name; the_longest_name has the longest name\) or of the team \(team\)\.$/,
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
