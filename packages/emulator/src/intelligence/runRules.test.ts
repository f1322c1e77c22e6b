import { expect, onTestFinished, test, vi } from "vitest";
import { ask } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { startEmulator } from "../server.ts";
import type { State } from "../state/state.ts";
import { accountBridged, summaryConfigurationId } from "../testing/bridgedAccount.ts";
import { startTeamServer } from "../testing/teamServer.ts";

const conversations = "https://conversations.twilio.com/v2/Conversations";

const sentimentId = "intelligence_operator_01kcrvw16kfa88qvgrfmr7y151";

async function started(change: (state: State) => void = () => {}, hosts: Record<string, string> = {}) {
  const state = accountBridged();
  change(state);
  const emulator = await startEmulator({ state, hosts });
  onTestFinished(() => emulator.close());
  const write = async (body: string) =>
    (
      await ask(emulator, "POST /local/messages", {
        json: { from: "+15557654321", to: seed.phoneNumber, body },
      })
    ).body;
  const put = (id: string, status: string) =>
    ask(emulator, `PUT ${conversations}/${id}`, { json: { status } });
  const triggers = () =>
    Object.values(emulator.state.operatorResults).map(({ executionDetails }) => executionDetails.trigger.on);
  return { emulator, write, put, triggers };
}

function rules(state: State) {
  return state.intelligenceConfigurations[summaryConfigurationId]?.rules ?? [];
}

test("each rule has one result for each event, and INACTIVE twice in a row is one event", async () => {
  const { write, put, triggers } = await started();
  const { conversationId } = await write("Hello");

  await put(conversationId, "INACTIVE");
  await put(conversationId, "INACTIVE");
  expect(triggers()).toEqual(["CONVERSATION_INACTIVE"]);
  await put(conversationId, "ACTIVE");
  await put(conversationId, "INACTIVE");
  await put(conversationId, "CLOSED");

  expect(triggers()).toEqual(["CONVERSATION_INACTIVE", "CONVERSATION_INACTIVE", "CONVERSATION_END"]);
});

test("a result names the communications it was made from, its rule and its trigger", async () => {
  const { emulator, write, put } = await started();
  const { conversationId, participants } = await write("Where is my order?");

  await put(conversationId, "INACTIVE");

  const [result] = Object.values(emulator.state.operatorResults);
  const communications = emulator.state.conversations[conversationId]?.communications ?? [];
  expect(result).toMatchObject({
    conversationId,
    intelligenceConfiguration: {
      id: summaryConfigurationId,
      ruleId: "intelligence_configurationrule_CONVERSATION_INACTIVE",
      version: 1,
    },
    operator: { id: seed.summaryOperatorId, version: 1 },
    outputFormat: "TEXT",
    result: {
      text: "Made up by the local Twilio, no model read this. 1 message: CUSTOMER: Where is my order?",
    },
    executionDetails: {
      communications: { first: communications[0]?.id, last: communications[0]?.id },
      channels: ["SMS"],
      participants: participants.map(({ id, type }: { id: string; type: string }) => ({
        id,
        type,
        profileId: null,
      })),
    },
  });
});

test("a rule for every second message runs on every second one", async () => {
  const { write, triggers } = await started((state) => {
    for (const rule of rules(state)) rule.triggers = [{ on: "COMMUNICATION", parameters: { count: 2 } }];
    rules(state).pop();
  });

  for (const body of ["1", "2", "3", "4", "5"]) await write(body);

  expect(triggers()).toEqual(["COMMUNICATION", "COMMUNICATION"]);
});

test("a conversation without messages has no result", async () => {
  const { emulator, put, triggers } = await started();
  const json = {
    from: "+15557654321",
    to: seed.phoneNumber,
    configurationId: seed.orchestratorConfigurationId,
  };
  const { conversationId } = (await ask(emulator, "POST /local/calls", { json })).body;

  await put(conversationId, "CLOSED");

  expect(triggers()).toEqual([]);
});

test("a configuration that is linked but deleted has no results, and reports nothing", async () => {
  const { emulator, write, put, triggers } = await started();
  const { conversationId } = await write("Hello");
  delete emulator.state.intelligenceConfigurations[summaryConfigurationId];

  expect((await put(conversationId, "INACTIVE")).status).toBe(200);

  expect(triggers()).toEqual([]);
});

test("a configuration linked after the conversation began does not run on it", async () => {
  const { emulator, write, put, triggers } = await started((state) => {
    const configuration = state.orchestratorConfigurations[seed.orchestratorConfigurationId];
    if (configuration) configuration.intelligenceConfigurationIds = null;
  });
  const { conversationId } = await write("Hello");
  const configuration = emulator.state.orchestratorConfigurations[seed.orchestratorConfigurationId];
  if (configuration) configuration.intelligenceConfigurationIds = [summaryConfigurationId];

  await put(conversationId, "INACTIVE");

  expect(triggers()).toEqual([]);
});

test("an operator that needs a model is skipped, and stderr reports it", async () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  onTestFinished(() => said.mockRestore());
  const { write, put, triggers } = await started((state) => {
    for (const rule of rules(state)) rule.operators = [{ id: sentimentId, version: null, parameters: null }];
  });
  const { conversationId } = await write("Hello");

  await put(conversationId, "INACTIVE");

  expect(triggers()).toEqual([]);
  expect(said.mock.calls).toEqual([
    [
      "The local Twilio does not run the operator Sentiment (rule intelligence_configurationrule_CONVERSATION_INACTIVE).",
    ],
  ]);
});

test("a webhook of a rule receives its results in the form that TAC reads", async () => {
  const agent = await startTeamServer();
  const { emulator, write, put } = await started(
    (state) => {
      for (const rule of rules(state)) {
        rule.actions = [{ type: "WEBHOOK", method: "POST", url: "https://agent.example.com/ci-webhook" }];
      }
    },
    { "agent.example.com": agent.url },
  );
  const { conversationId } = await write("Hello");

  await put(conversationId, "INACTIVE");
  await emulator.close();

  const posts = agent.got.filter(({ url }) => url.startsWith("/ci-webhook?bodySHA256="));
  const [result] = Object.values(emulator.state.operatorResults);
  expect(posts.map(({ body }) => JSON.parse(body))).toMatchObject([
    {
      accountId: seed.accountSid,
      conversationId,
      memoryStoreId: seed.memoryStoreId,
      intelligenceConfiguration: {
        id: summaryConfigurationId,
        friendlyName: "summaries",
        version: 1,
        ruleId: "intelligence_configurationrule_CONVERSATION_INACTIVE",
      },
      operatorResults: [
        {
          id: result?.id,
          operator: { id: seed.summaryOperatorId, friendlyName: "Summary", version: 1, parameters: null },
          outputFormat: "TEXT",
          result: result?.result,
          referenceIds: [],
          executionDetails: {
            trigger: { on: "CONVERSATION_INACTIVE" },
            participants: [{ type: "CUSTOMER" }, {}],
          },
        },
      ],
    },
  ]);
});
