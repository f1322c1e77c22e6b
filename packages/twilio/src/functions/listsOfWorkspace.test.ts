import { seed } from "@tac-handoff/emulator";
import { expect, test } from "vitest";
import { runningTwilio } from "../testing/runningTwilio.ts";
import { getTaskQueues } from "./getTaskQueues.ts";
import { getWorkflows } from "./getWorkflows.ts";

const { workspaceSid } = seed;
const twilio = runningTwilio();

test("the queues of a workspace are listed by SID and name", async () => {
  expect(await getTaskQueues.call(twilio.api, { workspaceSid })).toEqual({
    taskQueues: [{ sid: seed.taskQueueSid, friendlyName: "Everyone" }],
  });
});

test("the workflows of a workspace are listed by SID and name", async () => {
  expect(await getWorkflows.call(twilio.api, { workspaceSid })).toEqual({
    workflows: [{ sid: seed.workflowSid, friendlyName: "Assign to Anyone" }],
  });
});

test("a workspace that the account does not have has neither", async () => {
  const nowhere = { workspaceSid: `WS${"f".repeat(32)}` };
  expect(await getTaskQueues.call(twilio.api, nowhere)).toEqual({ taskQueues: [] });
  expect(await getWorkflows.call(twilio.api, nowhere)).toEqual({ workflows: [] });
});
