// What a schema does not say of a value: which id, which flow, and which fields exclude each other.

import { seed } from "@tac-handoff/emulator";

const flow = JSON.stringify({
  description: "",
  states: [{ name: "Trigger", type: "trigger", transitions: [], properties: { offset: { x: 0, y: 0 } } }],
  initial_state: "Trigger",
  flags: { allow_concurrent_calls: true },
});

const routing = JSON.stringify({
  task_routing: { filters: [], default_filter: { queue: seed.taskQueueSid } },
});

/** By the name of the property; `undefined` leaves the property out. */
export function knownValues(ids: Record<string, string>, operation: string): Record<string, unknown> {
  return { ...knownAnywhere(ids), ...knownOf(operation, ids) };
}

function knownOf(operation: string, ids: Record<string, string>): Record<string, unknown> {
  switch (operation) {
    case "POST conversations.twilio.com/v2/ControlPlane/Configurations":
      // A service can be bridged once.
      return { serviceId: ids.unbridgedService };
    case "POST conversations.twilio.com/v2/Conversations":
      return { configurationId: seed.orchestratorConfigurationId };
    case "POST conversations.twilio.com/v2/Conversations/{ConversationId}/Actions":
      return {
        type: "SEND_MESSAGE",
        payload: {
          from: { address: seed.phoneNumber, channel: "SMS" },
          to: [{ participantId: ids["/Participants"] }],
          content: { text: "Hello" },
        },
      };
    case "PUT intelligence.twilio.com/v3/ControlPlane/Configurations/{id}":
      return { id: ids.rule };
    case "POST studio.twilio.com/v2/Flows/{FlowSid}/Executions/{Sid}":
      return { Status: "ended" };
    case "POST api.twilio.com/2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers.json":
      return { PhoneNumber: "+15557650000", AreaCode: undefined };
    case "POST api.twilio.com/2010-04-01/Accounts/{AccountSid}/Calls.json":
      return {
        Twiml: "<Response/>",
        StatusCallbackEvent: ["initiated", "completed"],
        MachineDetection: "Enable",
        AsyncAmd: "true",
        SendDigits: "W1",
      };
    case "POST api.twilio.com/2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.json":
      return { Status: "completed", Url: undefined, Twiml: undefined };
    case "GET conversations.twilio.com/v1/Services/{ChatServiceSid}/Conversations":
      return { StartDate: "2026-01-05", EndDate: "2026-01-06" };
    case "POST conversations.twilio.com/v1/Configuration":
      return { DefaultInactiveTimer: "PT10M", DefaultClosedTimer: "P1D" };
    case "POST conversations.twilio.com/v1/Configuration/Addresses":
    case "POST conversations.twilio.com/v1/Configuration/Addresses/{Sid}":
      return {
        Address: "another-web-chat",
        Type: "chat",
        AddressCountry: "US",
        "AutoCreation.WebhookUrl": "https://agent.example.com/messages",
        "AutoCreation.WebhookFilters": ["onMessageAdded"],
      };
    case "GET api.twilio.com/2010-04-01/Accounts/{AccountSid}/AvailablePhoneNumbers/{CountryCode}/Local.json":
    case "GET api.twilio.com/2010-04-01/Accounts/{AccountSid}/AvailablePhoneNumbers/{CountryCode}/TollFree.json":
    case "GET api.twilio.com/2010-04-01/Accounts/{AccountSid}/AvailablePhoneNumbers/{CountryCode}/Mobile.json":
      return { AreaCode: "415", Contains: "415", NearLatLong: "37.8,-122.4" };
    case "GET messaging.twilio.com/v2/Channels/Senders":
      return { Channel: "whatsapp" };
    case "POST taskrouter.twilio.com/v1/Workspaces":
      return { Template: "NONE" };
    case "GET taskrouter.twilio.com/v1/Workspaces/{WorkspaceSid}/Tasks":
      return { EvaluateTaskAttributes: 'channel == "voice"', Ordering: "DateCreated:desc" };
    case "GET taskrouter.twilio.com/v1/Workspaces/{WorkspaceSid}/TaskQueues":
      return { EvaluateWorkerAttributes: "{}", Ordering: "DateUpdated:desc" };
    case "GET taskrouter.twilio.com/v1/Workspaces/{WorkspaceSid}/Workers":
      return { TargetWorkersExpression: "1==1", Ordering: "DateStatusChanged:desc" };
    case "POST taskrouter.twilio.com/v1/Workspaces/{WorkspaceSid}/Workers":
    case "POST taskrouter.twilio.com/v1/Workspaces/{WorkspaceSid}/Workers/{Sid}":
      return { Attributes: "{}" };
    case "POST flex-api.twilio.com/v1/Configuration":
      return { account_sid: seed.accountSid };
    default:
      return {};
  }
}

function knownAnywhere(ids: Record<string, string>): Record<string, unknown> {
  return {
    // Orchestrator
    memoryStoreId: seed.memoryStoreId,
    intelligenceConfigurationIds: [ids["intelligence.twilio.com/v3/ControlPlane/Configurations"]],
    channelSettings: {
      SMS: {
        statusTimeouts: { inactive: 10, closed: 60 },
        captureRules: [{ from: "*", to: seed.phoneNumber, metadata: { callType: "PSTN" } }],
      },
    },
    statusCallbacks: [{ url: "https://agent.example.com/webhook", method: "POST" }],
    serviceId: seed.flexServiceSid,
    conversationGroupingType: "GROUP_BY_PARTICIPANT_ADDRESSES_AND_CHANNEL_TYPE",
    // Intelligence
    operators: [{ id: seed.summaryOperatorId, version: 1, parameters: { tone: "short" } }],
    triggers: [{ on: "COMMUNICATION", parameters: { count: 2 } }],
    conversationId: ids["conversations.twilio.com/v2/Conversations"],
    conversationIds: [ids["conversations.twilio.com/v2/Conversations"]],
    intelligenceConfigurationId: ids["intelligence.twilio.com/v3/ControlPlane/Configurations"],
    operatorId: seed.summaryOperatorId,
    // Memory
    traits: { Contact: { phone: "+15557654340" } },
    idType: "phone",
    // Studio
    Definition: flow,
    Parameters: JSON.stringify({ conversationId: "c" }),
    To: "+15557654330",
    From: seed.phoneNumber,
    // Classic, numbers, TaskRouter
    Configuration: routing,
    TargetWorkers: "1==1",
    pageToken: undefined,
    PageToken: undefined,
    Page: undefined,
  };
}
