// The account as a team has it before the hand-off: an agent created with TAC's quickstart, and Flex, unconnected.
// Every SID is a prefix, zeros and a small number; every secret states that it is made up.

import { newService } from "../classic/rows.ts";
import { newNumber } from "../numbers/phoneNumbers.ts";
import { summaryFeatures } from "../state/flex.ts";
import { nextSid } from "../state/ids.ts";
import type { State } from "../state/state.ts";
import { flowToFlex } from "./messagingFlow.ts";

const zeros = (prefix: string, last: string) => prefix + last.padStart(32, "0");

const newPlane = (prefix: string, last: string) => `${prefix}_${last.padStart(26, "0")}`;

export const accountSid = zeros("AC", "1");

export const authToken = "made-up-auth-token-of-local-tests";

export const apiKeySid = zeros("SK", "1");

export const apiKeySecret = "made-up-api-secret-of-local-tests";

/** The agent's number, for calls and SMS. */
export const phoneNumber = "+15551230100";

export const whatsappSender = "whatsapp:+15551230101";

/** Address of the web chat. */
export const chatAddress = "webchat";

export const phoneNumberSid = zeros("PN", "1");

export const smsAddressSid = zeros("IG", "1");

export const whatsappAddressSid = zeros("IG", "2");

export const chatAddressSid = zeros("IG", "3");

export const flexServiceSid = zeros("IS", "1");

/** The flow that receives messages before the hand-off, "Flex Messaging Flow". */
export const oldFlowSid = zeros("FW", "1");

export const oldVoiceUrl = "https://ivr.example.com/answer";

export const oldSmsUrl = "https://ivr.example.com/sms";

export const workspaceSid = zeros("WS", "1");

export const workflowSid = zeros("WW", "1");

export const taskQueueSid = zeros("WQ", "1");

/** SIDs of the stock task channels, by unique name. */
export const taskChannelSids = {
  default: zeros("TC", "1"),
  voice: zeros("TC", "2"),
  chat: zeros("TC", "3"),
  sms: zeros("TC", "4"),
  video: zeros("TC", "5"),
  email: zeros("TC", "6"),
} as const;

export const memoryStoreId = newPlane("mem_store", "1");

export const orchestratorConfigurationId = newPlane("conv_configuration", "1");

export { summaryOperatorId } from "../intelligence/summary.ts";

const created = "2026-01-05T10:00:00Z";

const stamps = { date_created: created, date_updated: created };

/** Returns a new state each time; change it as you like before `startEmulator({ state })`. */
export function accountBeforeHandoff(): State {
  const state: State = {
    account: {
      sid: accountSid,
      friendlyName: "Local Twilio",
      authToken,
      apiKeys: [{ sid: apiKeySid, secret: apiKeySecret, kind: "standard" }],
      dateCreated: created,
    },
    sequence: 4096,
    orchestratorConfigurations: {},
    operations: {},
    firstResponses: {},
    conversations: {},
    intelligenceConfigurations: {},
    operatorResults: {},
    memoryStores: {},
    profiles: {},
    flows: {},
    executions: {},
    phoneNumbers: {},
    calls: {},
    classicServices: {
      [flexServiceSid]: newService(flexServiceSid, "Flex Chat Service", created),
    },
    classicConversations: {},
    addressConfigurations: {},
    flexConfiguration: null,
    workspaces: {},
    workflows: {},
    taskQueues: {},
    taskChannels: {},
    tasks: {},
    features: summaryFeatures(),
    flexContexts: {},
    interactions: {},
  };
  addFlex(state);
  addMessaging(state);
  addAgent(state);
  state.phoneNumbers[phoneNumberSid] = {
    ...newNumber(state, phoneNumber, new Date(created)),
    sid: phoneNumberSid,
    voice_url: oldVoiceUrl,
    sms_url: oldSmsUrl,
  };
  return state;
}

function addFlex(state: State): void {
  state.flexConfiguration = {
    account_sid: accountSid,
    ...stamps,
    status: "ok",
    taskrouter_workspace_sid: workspaceSid,
    taskrouter_target_workflow_sid: workflowSid,
    taskrouter_target_taskqueue_sid: taskQueueSid,
    chat_service_instance_sid: flexServiceSid,
    flex_instance_sid: zeros("GO", "1"),
    messaging_service_instance_sid: null,
    runtime_domain: "https://local-1000.twil.io",
    service_version: "1.2.0",
    ui_version: "2.17.1",
    ui_attributes: {},
    public_attributes: {},
    url: "https://flex-api.twilio.com/v1/Configuration",
  };
  state.workspaces[workspaceSid] = {
    sid: workspaceSid,
    friendly_name: "Flex Task Assignment",
    multi_task_enabled: true,
    prioritize_queue_order: "FIFO",
    ...stamps,
  };
  state.taskQueues[taskQueueSid] = {
    sid: taskQueueSid,
    workspace_sid: workspaceSid,
    friendly_name: "Everyone",
    target_workers: "1==1",
    max_reserved_workers: 1,
    task_order: "FIFO",
    ...stamps,
  };
  state.workflows[workflowSid] = {
    sid: workflowSid,
    workspace_sid: workspaceSid,
    friendly_name: "Assign to Anyone",
    configuration: JSON.stringify({ task_routing: { filters: [], default_filter: { queue: taskQueueSid } } }),
    task_reservation_timeout: 120,
    assignment_callback_url: "",
    fallback_assignment_callback_url: "",
    ...stamps,
  };
  for (const [name, sid] of Object.entries(taskChannelSids)) {
    state.taskChannels[sid] = {
      sid,
      workspace_sid: workspaceSid,
      // The Console calls the chat channel "Programmable Chat". Source: twilio.com/docs/studio/widget-library/send-flex
      friendly_name:
        name === "chat" ? "Programmable Chat" : name.replace(/^./, (letter) => letter.toUpperCase()),
      unique_name: name,
      channel_optimized_routing: false,
      ...stamps,
    };
  }
}

function addMessaging(state: State): void {
  state.flows[oldFlowSid] = {
    sid: oldFlowSid,
    date_created: created,
    revisions: [
      {
        revision: 1,
        friendly_name: "Flex Messaging Flow",
        status: "published",
        definition: flowToFlex({ workflowSid, taskChannelSid: taskChannelSids.chat }),
        commit_message: null,
        author_sid: null,
        date_created: created,
      },
    ],
  };
  const toOldFlow = {
    enabled: true,
    type: "studio" as const,
    conversation_service_sid: flexServiceSid,
    studio_flow_sid: oldFlowSid,
    studio_retry_count: 0,
  };
  const addresses = [
    { sid: smsAddressSid, type: "sms", address: phoneNumber, friendly_name: "Support SMS" },
    { sid: whatsappAddressSid, type: "whatsapp", address: whatsappSender, friendly_name: "Support WhatsApp" },
    { sid: chatAddressSid, type: "chat", address: chatAddress, friendly_name: "Web chat" },
  ] as const;
  for (const address of addresses) {
    state.addressConfigurations[address.sid] = {
      ...address,
      address_country: null,
      auto_creation: { ...toOldFlow },
      ...stamps,
    };
  }
}

/** What TAC's quickstart creates. Source: TAC Python 2.5.0, its setup wizard (`make setup`) */
function addAgent(state: State): void {
  state.memoryStores[memoryStoreId] = {
    id: memoryStoreId,
    displayName: "customers",
    description: "Customers of the agent",
    intelligenceServiceId: null,
    version: 1,
    phoneIsIdentifier: true,
    visibleAt: created,
    activeAt: created,
  };
  const bothWays = [
    { from: "*", to: phoneNumber, metadata: {} },
    { from: phoneNumber, to: "*", metadata: {} },
  ];
  state.orchestratorConfigurations[orchestratorConfigurationId] = {
    id: orchestratorConfigurationId,
    displayName: "support-agent",
    description: "",
    conversationGroupingType: "GROUP_BY_PARTICIPANT_ADDRESSES_AND_CHANNEL_TYPE",
    memoryStoreId,
    channelSettings: {
      SMS: { statusTimeouts: { inactive: 2, closed: 3 }, captureRules: bothWays },
      RCS: { statusTimeouts: { inactive: 10, closed: 15 }, captureRules: structuredClone(bothWays) },
      VOICE: {
        statusTimeouts: { inactive: 5, closed: 30 },
        captureRules: [{ from: "*", to: phoneNumber, metadata: { callType: "PSTN" } }],
      },
    },
    statusCallbacks: [{ url: "https://agent.example.com/webhook", method: "POST" }],
    intelligenceConfigurationIds: null,
    memoryExtractionEnabled: false,
    conversationsV1Bridge: null,
    traitExtractionStrategyIds: [],
    observationExtractionStrategyIds: [],
    version: 1,
    createdAt: created,
    updatedAt: created,
  };
}

/** The account with `count` more numbers, from +15552000000, with the same URLs as the first. */
export function withNumbers(state: State, count: number): State {
  const copy = structuredClone(state);
  for (let i = 0; i < count; i += 1) {
    const number = newNumber(copy, `+1555${String(2_000_000 + i)}`, new Date(created));
    copy.phoneNumbers[number.sid] = { ...number, voice_url: oldVoiceUrl, sms_url: oldSmsUrl };
  }
  return copy;
}

/** The account with a second workflow "Assign to Anyone", so that a lookup by name finds two. */
export function withSecondWorkflow(state: State): State {
  const copy = structuredClone(state);
  const [workflow] = Object.values(copy.workflows);
  if (!workflow) throw new Error("the account has no workflow to repeat");
  const sid = nextSid(copy, "WW");
  copy.workflows[sid] = { ...workflow, sid };
  return copy;
}

export const otherConfigurationId = newPlane("conv_configuration", "2");

/** The account with a second Orchestrator configuration, which already bridges Flex's Classic service. */
export function withServiceBridged(state: State): State {
  const copy = structuredClone(state);
  const first = copy.orchestratorConfigurations[orchestratorConfigurationId];
  if (!first) throw new Error("the account has no configuration to repeat");
  copy.orchestratorConfigurations[otherConfigurationId] = {
    ...first,
    id: otherConfigurationId,
    displayName: "other-agent",
    channelSettings: {},
    conversationsV1Bridge: { serviceId: flexServiceSid },
  };
  return copy;
}
