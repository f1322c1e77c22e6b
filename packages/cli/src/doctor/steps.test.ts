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

test("steps are in the order in which they ran, however Twilio lists them", () => {
  const steps = [begun, asked, notResumed, apologised];

  expect(orderedSteps(steps.toReversed())).toEqual(steps);
});

test("a loop in a flow is followed as often as it ran", () => {
  const loop = [step("Trigger", "incomingRequest", "a"), step("a", "next", "a"), step("a", "done", "Ended")];

  expect(orderedSteps(loop)).toEqual(loop);
});

test.each([
  [
    [begun, asked, notResumed, apologised],
    "resume_conversation ended with failed: the Classic conversation was not resumed: no channelId that begins with CH (the message did not come over the bridge), or no conversationsV1Bridge.",
  ],
  [
    [begun, step("get_participants", "failed", "tell_nobody_there"), apologised],
    "get_participants ended with failed: a request to Twilio failed: the flow is not allowed to read conversations.twilio.com/v2 (assumptions.md#add-twilio-auth), or it requests the wrong conversation.",
  ],
  [
    [begun, step("send_conversation_to_flex", "failedToEnqueue", "Ended")],
    "send_conversation_to_flex ended with failedToEnqueue: Flex did not accept the task (81015): the workflow or task channel is not in Flex's workspace, or the attributes are too long or not valid JSON.",
  ],
  [[begun], "The execution ended after Trigger (incomingRequest) without a task for this conversation."],
  [[], "The execution ended after the trigger (no step) without a task for this conversation."],
])("the first event that is not a success explains the failure", (steps, meaning) => {
  expect(failureMeaning(steps)).toBe(meaning);
});
