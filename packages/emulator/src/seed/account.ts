// The account as a team has it before the hand-off: an agent created with TAC's quickstart, and Flex, unconnected.

import { newService } from "../classic/rows.ts";
import { newNumber } from "../numbers/phoneNumbers.ts";
import { firstClassicConfiguration } from "../state/classic.ts";
import { summaryFeatures } from "../state/flex.ts";
import { nextSid } from "../state/ids.ts";
import type { State } from "../state/state.ts";
import { addFirstActivities, addFirstTaskChannels } from "../state/workspaceParts.ts";
import { flowToFlex } from "./messagingFlow.ts";
import {
  accountSid,
  activitySids,
  apiKeySecret,
  apiKeySid,
  authToken,
  chatAddress,
  chatAddressSid,
  flexInstanceSid,
  flexServiceSid,
  memoryStoreId,
  oldFlowSid,
  oldSmsUrl,
  oldVoiceUrl,
  orchestratorConfigurationId,
  otherConfigurationId,
  otherResourceSids,
  phoneNumber,
  phoneNumberSid,
  rcsAddressSid,
  rcsSender,
  shortCode,
  smsAddressSid,
  taskChannelSids,
  taskQueueSid,
  whatsappAddressSid,
  whatsappSender,
  workflowSid,
  workspaceSid,
} from "./sids.ts";

export { summaryOperatorId } from "../intelligence/summary.ts";
export * from "./sids.ts";

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
    otherResources: Object.fromEntries(Object.values(otherResourceSids).map((sid) => [sid, { sid }])),
    senders: Object.fromEntries(
      [whatsappSender, rcsSender, shortCode].map((address) => [address, { address }]),
    ),
    calls: {},
    classicConfiguration: { ...firstClassicConfiguration },
    classicServices: {
      [flexServiceSid]: newService(flexServiceSid, "Flex Chat Service", created),
    },
    classicConversations: {},
    addressConfigurations: {},
    flexConfiguration: null,
    workspaces: {},
    activities: {},
    workers: {},
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
    flex_instance_sid: flexInstanceSid,
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
    default_activity_sid: activitySids.Offline,
    timeout_activity_sid: activitySids.Offline,
    event_callback_url: "",
    events_filter: null,
    ...stamps,
  };
  const workspace = { sid: workspaceSid, date_created: created };
  addFirstActivities(state, workspace, activitySids);
  addFirstTaskChannels(state, workspace, (name) => taskChannelSids[name]);
  state.taskQueues[taskQueueSid] = {
    sid: taskQueueSid,
    workspace_sid: workspaceSid,
    friendly_name: "Everyone",
    target_workers: "1==1",
    max_reserved_workers: 1,
    task_order: "FIFO",
    reservation_activity_sid: null,
    assignment_activity_sid: null,
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
    { sid: rcsAddressSid, type: "rcs", address: rcsSender, friendly_name: "Support RCS" },
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
