// The payloads of TAC's SDKs, byte for byte, through both entries of the flow.

import { expect, test } from "vitest";
import { call, caller, message } from "./testing/handoffRuns.ts";

/** What the model said: `Wants "refund" – café 🙁`, a line break, `ok?` */
const task = {
  conversationId: "conv_conversation_01abc",
  storeId: "mem_store_01abc",
  profileId: "mem_profile_01abc",
  reason: 'Wants "refund" – café 🙁\nok?',
  department: "support",
  priority: "normal",
};

// The end frame of a call. Python writes it compactly and in UTF-8, like TypeScript; its other strings have spaces and
// \u.
const compact = String.raw`{"conversationId":"conv_conversation_01abc","storeId":"mem_store_01abc","profileId":"mem_profile_01abc","attributes":{"department":"support","priority":"normal","reason":"Wants \"refund\" – café 🙁\nok?"}}`;
const spaced = String.raw`{"conversationId": "conv_conversation_01abc", "storeId": "mem_store_01abc", "profileId": "mem_profile_01abc", "attributes": {"department": "support", "priority": "normal", "reason": "Wants \"refund\" \u2013 caf\u00e9 \ud83d\ude41\nok?"}}`;

test.each([
  ["written compactly and in UTF-8, as by both SDKs", compact],
  ["written with spaces and only ASCII, as by Python's json.dumps", spaced],
])("the HandoffData of a call is read %s", async (_, text) => {
  const frame = JSON.stringify({ type: "end", handoffData: text });
  const { handoffData } = JSON.parse(frame) as { handoffData: string };
  // Twilio passes the string on as a form field.
  const posted = new URLSearchParams(new URLSearchParams({ HandoffData: handoffData }).toString());

  const { tasks } = await call({ SessionStatus: "ended", HandoffData: posted.get("HandoffData") ?? "" });

  expect(tasks.map(({ attributes }) => attributes)).toEqual([{ ...caller, ...task }]);
});

test.each([
  [
    "TypeScript",
    "To=%2B15557770002&From=%2B15551230100&Parameters=%7B%22HandoffData%22%3A%7B%22conversationId%22%3A%22conv_conversation_01abc%22%2C%22storeId%22%3A%22mem_store_01abc%22%2C%22profileId%22%3A%22mem_profile_01abc%22%2C%22attributes%22%3A%7B%22department%22%3A%22support%22%2C%22priority%22%3A%22normal%22%2C%22reason%22%3A%22Wants+%5C%22refund%5C%22+%E2%80%93+caf%C3%A9+%F0%9F%99%81%5Cnok%3F%22%7D%7D%7D",
  ],
  [
    "Python",
    "To=%2B15557770002&From=%2B15551230100&Parameters=%7B%22HandoffData%22%3A+%7B%22conversationId%22%3A+%22conv_conversation_01abc%22%2C+%22storeId%22%3A+%22mem_store_01abc%22%2C+%22profileId%22%3A+%22mem_profile_01abc%22%2C+%22attributes%22%3A+%7B%22department%22%3A+%22support%22%2C+%22priority%22%3A+%22normal%22%2C+%22reason%22%3A+%22Wants+%5C%22refund%5C%22+%5Cu2013+caf%5Cu00e9+%5Cud83d%5Cude41%5Cnok%3F%22%7D%7D%7D",
  ],
])("the form of a message is read as TAC for %s writes it", async (_, form) => {
  const parameters = JSON.parse(new URLSearchParams(form).get("Parameters") ?? "");

  const { tasks } = await message(parameters);

  expect(tasks.map(({ attributes }) => attributes)).toEqual([task]);
});

test("a profile that TAC does not know is an empty string in the task as well", async () => {
  const payload = JSON.parse(compact.replace("mem_profile_01abc", ""));

  const ofCall = await call({ HandoffData: JSON.stringify(payload) });
  const ofMessage = await message({ HandoffData: payload });

  expect(ofCall.tasks[0]?.attributes.profileId).toBe("");
  expect(ofMessage.tasks[0]?.attributes.profileId).toBe("");
});
