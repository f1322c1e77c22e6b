// An account in which every resource exists that a path can name: what the requests of `npm run truth` are sent to.

import {
  accountBeforeHandoff,
  ask,
  type Emulator,
  type State,
  seed,
  startEmulator,
} from "@tac-handoff/emulator";

export interface Scene {
  emulator: Emulator;
  /** The id of an existing resource by the path of its collection, without parameters: `v2/Flows/Executions`. */
  ids: Record<string, string>;
  /** Puts the account back to how it was. */
  reset(): void;
}

const conversations = "https://conversations.twilio.com/v2/Conversations";

const customer = "+15557654321";

/** A Classic conversation, a conversation with a summary, a call, an execution and a task exist in it. */
export async function openScene(): Promise<Scene> {
  const state = accountBeforeHandoff();
  const emulator = await startEmulator({ state, operationDelayMs: 0, storeActivationMs: 0 });
  const send = async (what: string, request: Parameters<typeof ask>[2] = {}) => {
    const { status, body } = await ask(emulator, what, request);
    if (status >= 300) throw new Error(`${what}: ${status} ${JSON.stringify(body)}`);
    return body;
  };

  // Reaches Flex through the flow, which makes a task and an interaction.
  await send("POST /local/messages", {
    json: { from: "+15557654323", to: seed.phoneNumber, body: "A person, please" },
  });
  const summaries = await send("POST https://intelligence.twilio.com/v3/ControlPlane/Configurations", {
    json: { displayName: "summaries", rules: [summaryAtInactive] },
  });
  bridge(emulator.state, summaries.id);
  const { conversationId } = await send("POST /local/messages", {
    json: { from: customer, to: seed.phoneNumber, body: "Hello" },
  });
  const { callSid } = await send("POST /local/calls", { json: { from: customer, to: seed.phoneNumber } });
  await send(`PUT ${conversations}/${conversationId}`, { json: { status: "INACTIVE" } });
  await send(`POST https://taskrouter.twilio.com/v1/Workspaces/${seed.workspaceSid}/Workers`, {
    form: { FriendlyName: "ann" },
  });
  const unbridged = await send("POST https://conversations.twilio.com/v1/Services", {
    form: { FriendlyName: "Not bridged" },
  });
  const execution = await send(`POST https://studio.twilio.com/v2/Flows/${seed.oldFlowSid}/Executions`, {
    form: { To: "+15557654322", From: seed.phoneNumber },
  });
  await send(`POST https://memory.twilio.com/v1/Stores/${seed.memoryStoreId}/Profiles`, {
    json: { traits: { Contact: { phone: customer } } },
  });
  await send(
    `PATCH https://conversations.twilio.com/v2/ControlPlane/Configurations/${seed.orchestratorConfigurationId}`,
    { json: { memoryExtractionEnabled: false } },
  );
  const ids = idsOf(emulator.state, {
    conversationId,
    callSid,
    executionSid: execution.sid,
    unbridgedServiceSid: unbridged.sid,
  });
  const saved = structuredClone(emulator.state);
  return {
    emulator,
    ids,
    reset() {
      const clean = structuredClone(saved);
      Object.assign(emulator.state, clean);
    },
  };
}

const summaryAtInactive = {
  operators: [{ id: seed.summaryOperatorId }],
  triggers: [{ on: "CONVERSATION_INACTIVE" }],
  actions: [],
};

/** What `pulumi up` changes, as far as messages are concerned. */
function bridge(state: State, intelligenceConfigurationId: string): void {
  for (const { auto_creation } of Object.values(state.addressConfigurations)) auto_creation.type = "default";
  const configuration = state.orchestratorConfigurations[seed.orchestratorConfigurationId];
  if (!configuration) throw new Error("the account has no Orchestrator configuration");
  configuration.conversationsV1Bridge = { serviceId: seed.flexServiceSid };
  configuration.intelligenceConfigurationIds = [intelligenceConfigurationId];
}

/** An existing id for each parameter of a path, by the part of the path before it. */
function idsOf(
  state: State,
  named: Record<"conversationId" | "callSid" | "executionSid" | "unbridgedServiceSid", string>,
): Record<string, string> {
  const first = (table: object) => Object.keys(table)[0] ?? "";
  const { participants, communications, actions } = state.conversations[named.conversationId] ?? {};
  const classic = Object.keys(state.classicConversations).at(-1) ?? "";
  return {
    "api.twilio.com/2010-04-01/Accounts": seed.accountSid,
    "/IncomingPhoneNumbers": seed.phoneNumberSid,
    "/Calls": named.callSid,
    "conversations.twilio.com/v1/Services": seed.flexServiceSid,
    "/Configuration/Addresses": seed.smsAddressSid,
    "/Services/*/Conversations": classic,
    "conversations.twilio.com/v2/ControlPlane/Configurations": seed.orchestratorConfigurationId,
    "/ControlPlane/Operations": first(state.operations),
    "conversations.twilio.com/v2/Conversations": named.conversationId,
    "/Participants": participants?.[0]?.id ?? "",
    "/Communications": communications?.[0]?.id ?? "",
    "/Actions": actions?.[0]?.id ?? "",
    "/Interactions": first(state.interactions),
    "intelligence.twilio.com/v3/ControlPlane/Configurations": first(state.intelligenceConfigurations),
    "/ControlPlane/Operators": seed.summaryOperatorId,
    "/OperatorResults": first(state.operatorResults),
    "intelligence.twilio.com/v3/Conversations": named.conversationId,
    "/ControlPlane/Stores": seed.memoryStoreId,
    "memory.twilio.com/v1/Stores": seed.memoryStoreId,
    "/Profiles": first(state.profiles),
    "/Flows": seed.oldFlowSid,
    "/Revisions": "1",
    "/Executions": named.executionSid,
    "/Steps": state.executions[named.executionSid]?.stepSids[0] ?? "",
    "/AvailablePhoneNumbers": "US",
    "/AvailablePhoneNumbers/*/Mobile": "GB",
    "/Messages": state.classicConversations[classic]?.messages[0]?.sid ?? "",
    "/Activities": first(state.activities),
    "/Workers": first(state.workers),
    "taskrouter.twilio.com/v1/Workspaces": seed.workspaceSid,
    "/Workflows": seed.workflowSid,
    "/TaskQueues": seed.taskQueueSid,
    "/TaskChannels": seed.taskChannelSids.chat,
    "/Tasks": first(state.tasks),
    // Named in a body only.
    unbridgedService: named.unbridgedServiceSid,
    rule: Object.values(state.intelligenceConfigurations)[0]?.rules[0]?.id ?? "",
  };
}
