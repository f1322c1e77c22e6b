import type { Api } from "@pulumi/twilio/client";
import { ask, type State, seed } from "@tac-handoff/emulator";
import { expect, test } from "vitest";
import { localAccount } from "../account/testing/localAccount.ts";
import { wantedByStack } from "./facts/wanted.ts";
import { reason, simulate } from "./simulate.ts";
import { flowSid, readyAccount, stack } from "./testing/readyAccount.ts";

const customer = "+15557770002";
const wanted = wantedByStack(stack, {});

async function account(state: State = readyAccount()) {
  const { twilio, api } = await localAccount(state);
  const printed: string[] = [];
  let time = 0;
  const stage = {
    print: (text: string) => printed.push(text),
    // Lets the execution continue; the test controls the clock.
    pause: (ms: number) => {
      time += ms;
      return new Promise<void>((resolve) => setImmediate(resolve));
    },
    now: () => time,
  };
  /** `respond` replaces Twilio's response to a GET if it returns one. */
  const run = ({ respond = () => undefined }: { respond?: (call: { path: string }) => unknown } = {}) => {
    const find: Api["find"] = async (call) => respond(call) ?? api.find(call);
    return simulate({ ...api, find }, wanted, customer, stage);
  };
  return { twilio, printed, run };
}

test("the open conversation of an address is handed off, followed to its task, and otherwise left unchanged", async () => {
  const { twilio, printed, run } = await account();
  await ask(twilio, "POST /local/messages", {
    json: { from: customer, to: seed.phoneNumber, body: "Hello" },
  });
  const [conversation] = Object.values(twilio.state.conversations);
  const before = structuredClone(conversation);

  const { task, steps, problem, executionSid } = await run();

  expect(problem).toBeUndefined();
  expect(task).toMatchObject({ taskChannel: "chat", workflow: "Assign to Anyone" });
  expect(JSON.stringify(task?.attributes)).toContain(reason);
  expect(JSON.stringify(task?.attributes)).toContain(conversation?.id);
  expect(steps.map(({ widget }) => widget).slice(0, 4)).toEqual([
    "Trigger",
    "get_participants",
    "get_conversation",
    "get_open_task",
  ]);
  expect(printed.slice(0, 2)).toEqual([
    `Hand-off of ${conversation?.id} (ACTIVE): execution ${executionSid}`,
    "  Trigger –incomingRequest→ get_participants",
  ]);
  expect(twilio.requests("POST").map(({ path, form }) => [path, form])).toEqual([
    [
      `/v2/Flows/${flowSid}/Executions`,
      { To: customer, From: seed.phoneNumber, Parameters: expect.stringContaining(seed.memoryStoreId) },
    ],
  ]);
  expect(twilio.requests().filter(({ method }) => !["GET", "POST"].includes(method))).toEqual([]);
  expect(conversation).toEqual(before);
});

test("for an address without a conversation, the error says to write first, and nothing is sent", async () => {
  const { twilio, run } = await account();

  const error = await run().catch((thrown: Error) => thrown);

  expect((error as Error).message).toBe(
    `${customer} has no open conversation with the agent (0 checked). Write to ${seed.phoneNumber} (or the agent's other address) from ${customer} first, and let the agent reply.`,
  );
  expect(twilio.requests("POST")).toEqual([]);
});

test("a flow that cannot resume the conversation is reported with its widget", async () => {
  const { twilio, run } = await account();
  await ask(twilio, "POST /local/messages", {
    json: { from: customer, to: seed.phoneNumber, body: "Hello" },
  });
  for (const { participants } of Object.values(twilio.state.conversations)) {
    for (const { addresses } of participants) for (const address of addresses) delete address.channelId;
  }

  const { task, problem } = await run();

  expect(task).toBeUndefined();
  expect(problem).toMatch(/^resume_conversation ended with failed: the Classic conversation was not resumed/);
});

test("for a contact whose execution is still active, the error says how to end it", async () => {
  const { twilio, run } = await account();
  await ask(twilio, "POST /local/messages", {
    json: { from: customer, to: seed.phoneNumber, body: "Hello" },
  });
  twilio.state.executions.FNactive = {
    sid: "FNactive",
    flowSid,
    revision: 1,
    definition: { description: "", initial_state: "Trigger", states: [] } as never,
    status: "active",
    contact: customer,
    channelAddress: seed.phoneNumber,
    initiatedBy: "RQ1",
    stepSids: [],
    dateCreated: "2026-01-05T10:00:00.000Z",
    dateUpdated: "2026-01-05T10:00:00.000Z",
  };

  const error = await run().catch((thrown: Error) => thrown);

  expect((error as Error).message).toMatch(
    /^Studio rejects the hand-off: POST studio\.twilio\.com.* answered 409 \(20409\)/,
  );
  expect((error as Error).message).toMatch(
    /An execution of this contact is still active: end it in the Console \(Studio > Flows > the flow > Logs\)\.$/,
  );
});

test("an execution that does not progress is left running after a minute, and its current widget is reported", async () => {
  const { twilio, run } = await account();
  await ask(twilio, "POST /local/messages", {
    json: { from: customer, to: seed.phoneNumber, body: "Hello" },
  });

  const { problem } = await run({
    // As in a flow that waits for the customer, which the hand-off flow never does.
    respond: ({ path }) => {
      if (path.endsWith("/Tasks")) return { tasks: [] };
      if (path.endsWith("/Steps")) return { steps: [waiting] };
      return /Executions\/FN\w+$/.test(path) ? { sid: "FN1", status: "active" } : undefined;
    },
  });

  expect(problem).toBe(
    "After 60 seconds the execution is at ask_the_customer, and no task has arrived. It continues by itself: Console: Studio > Flows > the flow > Logs.",
  );
});

const waiting = {
  sid: "FT1",
  name: "incomingRequest",
  transitioned_from: "Trigger",
  transitioned_to: "ask_the_customer",
};
