// What a preview says about the lists of a configuration that others use as well.

import { expect, test } from "vitest";
import type { Resource } from "../../declare/resource.ts";
import { create, previewCreate, previewUpdate } from "../../provider/lifecycle.ts";
import { presentId } from "../../testing/orchestrator.ts";
import { runningTwilio } from "../../testing/runningTwilio.ts";
import { callback, inputs, intelligence, teamsConfiguration } from "../../testing/teamsConfiguration.ts";
import { removeSecretMarks, unknownValue } from "../../values/unknown.ts";
import { configuration as definition } from "./configuration.ts";

const configuration: Resource = definition;
const twilio = runningTwilio();
const { row } = teamsConfiguration(twilio);

async function adopt() {
  const { id, state } = await create(configuration, twilio.api, inputs);
  return { id, state: removeSecretMarks(state) as Record<string, unknown> };
}

test("the preview of an adoption shows what is added, what is kept, and old and new values, without secrets", async () => {
  row().statusCallbacks = [{ url: "https://user:hunter2@team.example.com/in?token=s3cret", method: "POST" }];
  const declared = {
    ...inputs,
    description: "Virtual agent",
    intelligenceConfigurationIds: [unknownValue],
    channelSettings: { VOICE: { statusTimeouts: "onHangup" } },
  };

  const { note } = await previewCreate(configuration, twilio.api, declared);

  expect(note?.split("\n")).toEqual([
    `adopts ${presentId}, changing`,
    "  statusCallbacks: + https://mine.example.com/webhook (kept: https://team.example.com/in?…)",
    `  intelligenceConfigurationIds: + (known after up) (kept: ${intelligence(1)}, ${intelligence(2)})`,
    '  description: (not set) → "Virtual agent"',
    '  channelSettings.VOICE.statusTimeouts: inactive: 5, closed: 30 → "onHangup"',
    "  channelSettings.VOICE.captureRules: a list of 1 → (not set)",
  ]);
});

test.each(["adoption", "update"])(
  "a list that would be too long is an error of the preview of an %s",
  async (step) => {
    const made = step === "update" ? await adopt() : undefined;
    const five = [1, 2, 3, 4, 5].map(intelligence);
    row().intelligenceConfigurationIds = [...five];
    const before = twilio.writes().length;

    const attempt = made
      ? previewUpdate(configuration, twilio.api, { ...made, olds: { adopt: presentId }, news: inputs })
      : previewCreate(configuration, twilio.api, inputs);

    await expect(attempt).rejects.toThrow(
      new Error(
        `intelligenceConfigurationIds: ${presentId} has 5 (${five.join(", ")}), with ${intelligence(9)} it would have 6, and Twilio allows 5. Remove one that is not needed any more, or let the program replace the whole list: sharedLists: "replace" (in the stack of the hand-off, tac-handoff:adopt.lists).`,
      ),
    );
    expect(twilio.writes()).toHaveLength(before);
  },
);

test("twenty callbacks are too many with one more, and a full list is not when the program's is among them", async () => {
  const twenty = Array.from({ length: 20 }, (_, n) => callback(`team${n}`));
  row().statusCallbacks = [...twenty];
  await expect(previewCreate(configuration, twilio.api, inputs)).rejects.toThrow(
    /^statusCallbacks: .* has 20 \(https:\/\/team0\..*it would have 21, and Twilio allows 20\./,
  );

  row().statusCallbacks = [...twenty.slice(1), callback("mine")];
  const { warnings } = await previewCreate(configuration, twilio.api, inputs);
  expect(warnings).toEqual([]);
});

test("more callbacks than Twilio's document of the request allows are a warning", async () => {
  const { warnings } = await previewCreate(configuration, twilio.api, inputs);
  expect(warnings).toEqual([
    {
      path: ["statusCallbacks"],
      message: `${presentId} has 2 (https://team.example.com/webhook, https://crm.example.com/webhook), with https://mine.example.com/webhook it would have 3. Twilio's documents allow 20 in a configuration, but 2 in the request that writes them: if Twilio refuses it, nothing is changed, and a callback must be removed first`,
      severity: "warning",
    },
  ]);
});
