// Messages that the agent has not replied to, and what a local Twilio confirms about Twilio.

import { ask, type Emulator, seed } from "@tac-handoff/emulator";
import { expect, test } from "vitest";
import { localAccount } from "../account/testing/localAccount.ts";
import { examine } from "./examine.ts";
import { checkIds } from "./facts/catalogue.ts";
import { wantedByStack } from "./facts/wanted.ts";
import { toJson } from "./report.ts";
import { asLive, look } from "./testing/examinedAccount.ts";
import { readyAccount, stack } from "./testing/readyAccount.ts";

const minute = 60_000;

/** Nothing listens there: an agent that is down. */
const wanted = { ...wantedByStack(stack, {}), agentDomain: "agent.example.com" };

async function account() {
  const { twilio, api } = await localAccount(readyAccount());
  await ask(twilio, "PUT /local/hosts", { json: { host: "agent.example.com", url: "http://127.0.0.1:1" } });
  const answered = async (minutes: number) => {
    const now = () => Date.now() + minutes * minute;
    const { checks } = await examine(api, { wanted, env: { none: "none" }, reach: true, now });
    const check = checks.find(({ id }) => id === "messages-answered");
    return [check?.status, check?.found];
  };
  return { twilio, api, answered };
}

function write(twilio: Emulator, from: string, body: string) {
  return ask(twilio, "POST /local/messages", { json: { from, to: seed.phoneNumber, body } });
}

const onlyConversation = ({ state }: Emulator) => {
  const [row] = Object.values(state.conversations);
  if (!row) throw new Error("there is no conversation");
  return row;
};

test("a customer who wrote while the agent was down is a warning, without what they wrote or their address", async () => {
  const { twilio, answered } = await account();
  expect(await answered(0)).toEqual(["skipped", "no open conversation of the agent is older than 3 minutes"]);

  await write(twilio, "+15557770002", "Where is my order?");

  expect(await answered(1)).toEqual(["skipped", "no open conversation of the agent is older than 3 minutes"]);
  expect(await answered(5)).toEqual([
    "warning",
    `the customer wrote last, and has had no reply, in ${onlyConversation(twilio).id} (SMS, 5 minutes)`,
  ]);
});

test("a customer to whom the agent has replied does not wait", async () => {
  const { twilio, answered } = await account();
  await write(twilio, "+15557770002", "Where is my order?");
  const conversation = onlyConversation(twilio);
  const [customer, agent] = conversation.participants;
  if (agent) agent.type = "AI_AGENT";
  const payload = {
    from: { participantId: agent?.id, channel: "SMS" },
    to: [{ participantId: customer?.id, channel: "SMS" }],
    content: { text: "On its way" },
  };
  const sent = await ask(
    twilio,
    `POST https://conversations.twilio.com/v2/Conversations/${conversation.id}/Actions`,
    { json: { type: "SEND_MESSAGE", payload } },
  );
  expect(sent.status).toBe(202);

  expect(await answered(5)).toEqual(["ok", "none of the 1 newest open conversations waits for a reply"]);
});

test("a customer who was handed off waits for a Flex agent, not for the agent", async () => {
  const { twilio, answered } = await account();
  await write(twilio, "+15557770002", "A human, please");

  onlyConversation(twilio).configuration.statusCallbacks = [];

  expect((await answered(5))[0]).toBe("skipped");
});

test("a conversation that a Flex agent has joined does not wait for the agent", async () => {
  const { twilio, answered } = await account();
  await write(twilio, "+15557770002", "Hello");
  const { participants } = onlyConversation(twilio);
  const [customer] = participants;
  if (customer) participants.push({ ...customer, id: "conv_participant_flex", type: "HUMAN_AGENT" });

  expect((await answered(5))[0]).toBe("ok");
});

test("the newest five of many conversations are examined, and only with --reach", async () => {
  const { twilio, api, answered } = await account();
  for (let i = 1; i <= 7; i += 1) await write(twilio, `+1555777000${i}`, "Hello");
  const asked = () => twilio.requests("GET").filter(({ path }) => path.endsWith("/Communications")).length;

  await look(api);
  expect(asked()).toBe(0);

  const [status, found] = await answered(5);
  expect([status, found?.split("conv_conversation_").length]).toEqual(["warning", 6]);
  expect(asked()).toBe(5);
});

test("a local Twilio is named in the JSON and confirms no assumption, which the same account at Twilio would", async () => {
  const { twilio, api } = await localAccount(readyAccount());
  await write(twilio, "+15557770002", "Hello");

  const local = await look(api);
  const live = await look(asLive(api));

  const confirmed = ({ checks }: typeof local) =>
    checks.filter((check) => check.confirmed).map(({ id }) => id);
  expect(JSON.parse(toJson(local))).toMatchObject({ ready: true, localTwilio: twilio.url });
  expect(confirmed(local)).toEqual([]);
  expect(local.checks.map(({ id, status }) => [id, status])).toEqual(
    live.checks.map(({ id, status }) => [id, status]),
  );
  expect(JSON.parse(toJson(live))).not.toHaveProperty("localTwilio");
  expect(confirmed(live)).toEqual(
    checkIds.filter((id) =>
      [
        "summary-operator",
        "flow-same",
        "flex-workflow",
        "flex-task-channels",
        "conversation-service",
        "conversation-channel",
      ].includes(id),
    ),
  );
});
