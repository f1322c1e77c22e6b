// The scenarios in this folder with every variant of the hand-off flow, and all paths through it.

import { explore, type Scenario, simulate } from "@tac-handoff/studio";
import { describe, expect, test } from "vitest";
import { agentHandoff } from "./agent-handoff.ts";
import {
  inGerman,
  scenarioFiles,
  scenarioFrom,
  type Variant,
  variantNames,
  variants,
} from "./testing/handoffRuns.ts";

/** A flow with its scenarios, which expect apologies in the flow's language. */
function given(variant: Variant) {
  const flow = agentHandoff(variants[variant]);
  const scenarios = scenarioFiles(variant).map((file): [string, Scenario] => {
    const scenario = scenarioFrom(file, flow);
    return [file, variant === "apologies in another language" ? translated(scenario) : scenario];
  });
  return { flow, scenarios };
}

function translated({ expect: expected = {}, ...scenario }: Scenario): Scenario {
  const { said, messages } = expected;
  return {
    ...scenario,
    expect: {
      ...expected,
      said: said?.map(() => inGerman.call),
      messages: messages?.map(() => inGerman.message),
    },
  };
}

describe.each(variantNames)("the flow with %s", (variant) => {
  const { flow, scenarios } = given(variant);

  test.each(scenarios)("runs as %s expects", async (_, scenario) => {
    const { differences, unused, end } = await simulate(flow, scenario);

    expect(differences).toEqual([]);
    expect(unused).toEqual([]);
    expect(end.how).toBe("ended");
  });
});

/** The variants whose flows have different transitions. */
describe.each([
  ["the usual choices", ["how_it_ended"]],
  ["an apology after a broken session", ["how_it_ended"]],
  ["a Flex agent after every end", []],
] as const)("the flow with %s", (variant, silent) => {
  const { flow, scenarios } = given(variant);

  test("takes every transition that Studio can take in its scenarios, and leaves a caller without a response only if the agent has ended the call", async () => {
    const { transitions, unanswered } = await explore(flow, {
      scenarios: scenarios.map(([, scenario]) => scenario),
    });

    expect(transitions.unreachedByScenarios).toEqual([]);
    expect(transitions.impossible).toEqual([]);
    expect(transitions.unreached).toEqual([]);
    expect(transitions.reached).toBe(transitions.total);
    expect(unanswered.map(({ at }) => at)).toEqual(silent);
  });
});

test.each(["calls only", "messages only"] as const)(
  "the flow with %s is explored completely without scenarios, and has no loops",
  async (variant) => {
    const { transitions, bounds, loops } = await explore(given(variant).flow);

    expect(transitions.unreached).toEqual([]);
    expect(transitions.reached).toBe(transitions.total);
    expect(bounds).toMatchObject({ isIncomplete: false, cut: [] });
    expect(loops).toEqual([]);
  },
);
