// The hand-off flow against the scenarios beside it, and all the ways through it.

import { readdirSync, readFileSync } from "node:fs";
import { explore, type Scenario, simulate } from "@tac-handoff/studio";
import { readScenario } from "@tac-handoff/studio/scenario";
import { describe, expect, test } from "vitest";
import { agentHandoff } from "./agent-handoff.ts";
import { attributes as contract } from "./attributes.ts";

const flow = agentHandoff({
  workflowSid: `WW${"1".repeat(32)}`,
  voiceTaskChannelSid: `TC${"2".repeat(32)}`,
  messagingTaskChannelSid: `TC${"3".repeat(32)}`,
  contract,
});

const folder = new URL("scenarios/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));

function scenario(file: string): Scenario {
  const read = readScenario(readFileSync(new URL(file, folder), "utf8"), { file, definition: flow });
  if ("problems" in read) throw new Error(JSON.stringify(read.problems, null, 2));
  return read.scenario;
}

test.each(files)("%s goes as it says", async (file) => {
  const { differences, unused, end } = await simulate(flow, scenario(file));

  expect(differences).toEqual([]);
  expect(unused).toEqual([]);
  expect(end.how).toBe("ended");
});

describe("all the ways through the hand-off flow", () => {
  test("take every transition that Studio can take, with and without the scenarios", async () => {
    const scenarios = files.map(scenario);
    for (const given of [[], scenarios]) {
      const { transitions, bounds } = await explore(flow, { scenarios: given });

      expect(transitions.unreached).toEqual([]);
      expect(transitions.reached).toBe(transitions.total);
      // A conversation knows no failure of a call; the builder wants the event named all the same.
      expect(transitions.impossible.map(({ widget, event }) => `${widget} ${event}`)).toEqual([
        "send_conversation_to_flex callFailure",
        "send_conversation_briefly callFailure",
      ]);
      expect(bounds).toMatchObject({ isIncomplete: false, cut: [] });
    }
  });

  test("leave a customer without a word only where the session ended without a hand-off", async () => {
    const { unanswered, loops } = await explore(flow, { scenarios: files.map(scenario) });

    expect(unanswered.map(({ at }) => at)).toEqual(["is_handoff_too_long"]);
    expect(loops).toEqual([]);
  });
});
