// The scenarios in this folder with every variant of the hand-off flow, and all paths through it.

import { type Exploration, explore, type Scenario, simulate } from "@tac-handoff/studio";
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

  // Two tests use the same exploration.
  let exploration: Promise<Exploration> | undefined;
  const exploreFromScenarios = () => {
    exploration ??= explore(flow, { scenarios: scenarios.map(([, scenario]) => scenario) });
    return exploration;
  };

  test("takes every transition that Studio can take in its scenarios, and has no transition that Studio never takes", async () => {
    const { transitions } = await exploreFromScenarios();

    expect(transitions.unreachedByScenarios).toEqual([]);
    expect(transitions.impossible).toEqual([]);
    expect(transitions.unreached).toEqual([]);
    expect(transitions.reached).toBe(transitions.total);
  });

  test("is explored completely without scenarios, and has no loops", async () => {
    const { transitions, bounds, loops } = await explore(flow);

    expect(transitions.unreached).toEqual([]);
    expect(transitions.reached).toBe(transitions.total);
    expect(bounds).toMatchObject({ isIncomplete: false, cut: [] });
    expect(loops).toEqual([]);
  });

  test("leaves a customer without a response only if the session ended without a hand-off", async () => {
    const { unanswered } = await exploreFromScenarios();

    expect(unanswered.map(({ at }) => at)).toEqual(
      variant === "messages only" ? [] : ["is_handoff_too_long"],
    );
  });
});
