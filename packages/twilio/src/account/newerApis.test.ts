// Rows of the Orchestrator, Intelligence and Memory with only what they cannot do without.

import {
  intelligenceConfigurations,
  intelligenceOperators,
  listCommunications,
  listMemoryStores,
  listOpenConversations,
  listParticipants,
  orchestratorConfigurations,
} from "../account.ts";
import { testReaders } from "../testing/sparseResponses.ts";

const rule = {
  operators: [{ id: "intelligence_operator_1", version: null, parameters: null }],
  triggers: [{ on: "CONVERSATION_END", parameters: null }],
  actions: [{ type: "WEBHOOK", method: null, url: null }],
  context: null,
};
const contexts = [
  { memory: null, knowledge: null },
  { memory: { enabled: null }, knowledge: { bases: null } },
];

testReaders({
  "Intelligence configuration": {
    read: (api) => intelligenceConfigurations.fetch(api, "1"),
    response: {
      id: "intelligence_configuration_1",
      version: null,
      displayName: null,
      description: null,
      rules: [rule, ...contexts.map((context) => ({ ...rule, context }))],
    },
    value: {
      id: "intelligence_configuration_1",
      rules: [{}, { context: {} }, { context: { memory: {}, knowledge: {} } }].map((context) => ({
        operators: [{ id: "intelligence_operator_1" }],
        triggers: [{ on: "CONVERSATION_END" }],
        actions: [{ type: "WEBHOOK" }],
        ...context,
      })),
    },
  },
  "Intelligence configuration with an empty rule": {
    read: (api) => intelligenceConfigurations.list(api),
    response: {
      items: [
        { id: "1", rules: [{ operators: null, triggers: null, actions: null, context: null }] },
        { id: "2", rules: null },
      ],
      meta: { nextToken: null },
    },
    value: [{ id: "1", rules: [{}] }, { id: "2" }],
  },
  operator: {
    read: (api) => intelligenceOperators.list(api),
    response: { items: [{ id: null, displayName: null, author: null }], meta: { nextToken: null } },
    value: [{}],
  },
  "Orchestrator configuration": {
    read: (api) => orchestratorConfigurations.fetch(api, "1"),
    response: {
      id: "conv_configuration_1",
      version: null,
      displayName: null,
      description: null,
      conversationGroupingType: null,
      memoryStoreId: null,
      channelSettings: {
        SMS: { statusTimeouts: null, captureRules: [{ from: "*", to: "+15551230100", metadata: null }] },
        CHAT: { statusTimeouts: { inactive: null, closed: null }, captureRules: null },
      },
      statusCallbacks: [{ url: "https://agent.example.com/webhook", method: null }],
      intelligenceConfigurationIds: null,
      memoryExtractionEnabled: null,
      conversationsV1Bridge: null,
    },
    value: {
      id: "conv_configuration_1",
      channelSettings: {
        SMS: { captureRules: [{ from: "*", to: "+15551230100" }] },
        CHAT: { statusTimeouts: {} },
      },
      statusCallbacks: [{ url: "https://agent.example.com/webhook" }],
    },
  },
  "Orchestrator configuration without channels": {
    read: (api) => orchestratorConfigurations.list(api),
    response: {
      configurations: [{ id: "1", channelSettings: null, statusCallbacks: null }],
      meta: { nextToken: null },
    },
    value: [{ id: "1" }],
  },
  conversation: {
    // Requested once as ACTIVE and once as INACTIVE.
    read: async (api) => (await listOpenConversations(api, "conv_configuration_1")).slice(0, 1),
    response: {
      conversations: [
        {
          id: "conv_conversation_1",
          configurationId: "conv_configuration_1",
          status: null,
          createdAt: null,
          configuration: { conversationsV1Bridge: null },
        },
      ],
      meta: { nextToken: null },
    },
    value: [{ id: "conv_conversation_1", configurationId: "conv_configuration_1", configuration: {} }],
  },
  participant: {
    read: (api) => listParticipants(api, "conv_conversation_1"),
    response: {
      participants: [
        { id: "1", type: null, profileId: null, addresses: null },
        { id: "2", addresses: [{ channel: "sms", address: "+15557770001", channelId: null }] },
      ],
      meta: { nextToken: null },
    },
    value: [{ id: "1" }, { id: "2", addresses: [{ channel: "SMS", address: "+15557770001" }] }],
  },
  communication: {
    read: (api) => listCommunications(api, "conv_conversation_1"),
    response: {
      communications: [
        {
          id: "2",
          author: { address: "+1", channel: "sms", participantId: null },
          createdAt: "2026-01-05T10:00:02Z",
        },
        {
          id: "1",
          author: { address: null, channel: null, participantId: "3" },
          createdAt: "2026-01-05T10:00:01.5Z",
        },
        { id: "0", author: { address: null, channel: null, participantId: null }, createdAt: null },
      ],
      meta: { nextToken: null },
    },
    value: [
      { id: "0", author: {} },
      { id: "1", author: { participantId: "3" }, createdAt: "2026-01-05T10:00:01.5Z" },
      { id: "2", author: { address: "+1", channel: "SMS" }, createdAt: "2026-01-05T10:00:02Z" },
    ],
  },
  "memory store": {
    // The same response to the list and to the store.
    read: listMemoryStores,
    response: {
      stores: ["mem_store_1"],
      meta: { nextToken: null },
      id: "mem_store_1",
      displayName: null,
      description: null,
      status: null,
    },
    value: [{ id: "mem_store_1" }],
  },
  "account without memory stores": {
    read: listMemoryStores,
    response: { stores: null, meta: { nextToken: null } },
    value: [],
  },
});
