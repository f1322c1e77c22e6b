// The hand-off flow in every variant against the scenarios beside it, and all the ways through it.

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

/** A flow with its scenarios; the apologies that they expect are in the flow's language. */
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

  // Both tests look at the same ways.
  let walked: Promise<Exploration> | undefined;
  const walkedFromScenarios = () => {
    walked ??= explore(flow, { scenarios: scenarios.map(([, scenario]) => scenario) });
    return walked;
  };

  test("takes every transition that Studio can take in its scenarios alone, and none is wired in vain", async () => {
    const { transitions } = await walkedFromScenarios();

    expect(transitions.unreachedByScenarios).toEqual([]);
    expect(transitions.impossible).toEqual([]);
    expect(transitions.unreached).toEqual([]);
    expect(transitions.reached).toBe(transitions.total);
  });

  test("is explored whole without any scenario, and ends in no loop", async () => {
    const { transitions, bounds, loops } = await explore(flow);

    expect(transitions.unreached).toEqual([]);
    expect(transitions.reached).toBe(transitions.total);
    expect(bounds).toMatchObject({ isIncomplete: false, cut: [] });
    expect(loops).toEqual([]);
  });

  test("leaves a customer without a word only where the session ended without a hand-off", async () => {
    const { unanswered } = await walkedFromScenarios();

    expect(unanswered.map(({ at }) => at)).toEqual(
      variant === "messages only" ? [] : ["is_handoff_too_long"],
    );
  });
});
