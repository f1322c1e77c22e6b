import { expect, test } from "vitest";
import { failureMeaning, orderedSteps } from "./steps.ts";

const step = (transitioned_from: string, name: string, transitioned_to: string) => ({
  sid: `FT-${transitioned_from}`,
  name,
  transitioned_from,
  transitioned_to,
});
const begun = step("Trigger", "incomingRequest", "get_participants");
const asked = step("get_participants", "success", "resume_conversation");
const notResumed = step("resume_conversation", "failed", "tell_nobody_there");
const apologised = step("tell_nobody_there", "sent", "Ended");

test("steps come in the order they were made, however Twilio lists them", () => {
  const steps = [begun, asked, notResumed, apologised];

  expect(orderedSteps(steps.toReversed())).toEqual(steps);
});

test("a loop in a flow is followed as often as it was run", () => {
  const loop = [step("Trigger", "incomingRequest", "a"), step("a", "next", "a"), step("a", "done", "Ended")];

  expect(orderedSteps(loop)).toEqual(loop);
});

test.each([
  [
    [begun, asked, notResumed, apologised],
    "resume_conversation was left by failed: the Classic conversation was not resumed: no channelId that begins with CH (the message did not come over the bridge), or no conversationsV1Bridge.",
  ],
  [
    [begun, step("get_participants", "failed", "tell_nobody_there"), apologised],
    "get_participants was left by failed: a request to Twilio failed: the flow may not read conversations.twilio.com/v2 (assumptions.md#add-twilio-auth), or it asks for the wrong conversation.",
  ],
  [
    [begun, step("send_conversation_to_flex", "failedToEnqueue", "Ended")],
    "send_conversation_to_flex was left by failedToEnqueue: Flex took no task (81015): workflow or task channel is not of Flex's workspace, or the attributes are too long or no JSON.",
  ],
  [[begun], "The execution ended after Trigger (incomingRequest) without a task for this conversation."],
  [[], "The execution ended after the trigger (no step) without a task for this conversation."],
])("what a bad end means is told by the first event that is no success", (steps, meaning) => {
  expect(failureMeaning(steps)).toBe(meaning);
});
