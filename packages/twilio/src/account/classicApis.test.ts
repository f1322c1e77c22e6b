// Rows of the classic products with only what they cannot do without.

import { expect, test } from "vitest";
import {
  addresses,
  classicServices,
  executions,
  fetchAccount,
  fetchExecutionContext,
  fetchFlexConfiguration,
  fetchPublishedRevision,
  findPhoneNumber,
  flows,
  listNewestExecutions,
  listNewestTasks,
  listSteps,
  listTaskChannels,
  listWorkersOfQueue,
  listWorkflows,
  routingOfWorkflow,
  taskQueues,
} from "../account.ts";
import { testReaders } from "../testing/sparseResponses.ts";

const meta = { next_page_url: null };
const webhookUrl = "https://webhooks.twilio.com/v1/Accounts/AC1/Flows/FW1";

testReaders({
  account: {
    read: fetchAccount,
    response: { sid: "AC1", friendly_name: null, status: null },
    value: { sid: "AC1", friendly_name: "" },
  },
  address: {
    read: (api) => addresses.fetch(api, "IG1"),
    response: {
      sid: "IG1",
      type: "whAtsAPP",
      address: "whatsapp:+15551230101",
      address_country: null,
      friendly_name: null,
      auto_creation: {
        enabled: null,
        type: null,
        conversation_service_sid: null,
        studio_flow_sid: null,
        studio_retry_count: null,
        webhook_url: null,
        webhook_method: null,
        webhook_filters: null,
      },
    },
    value: { sid: "IG1", type: "whatsapp", address: "whatsapp:+15551230101", auto_creation: {} },
  },
  "address without auto-creation": {
    read: (api) => addresses.list(api),
    response: {
      address_configurations: [{ sid: "IG1", type: "Chat", address: "web", auto_creation: null }],
      meta,
    },
    value: [{ sid: "IG1", type: "chat", address: "web" }],
  },
  "Classic service": {
    read: (api) => classicServices.list(api),
    response: { services: [{ sid: "IS1", friendly_name: null }], meta: null },
    value: [{ sid: "IS1", friendly_name: "" }],
  },
  "Flex configuration": {
    read: fetchFlexConfiguration,
    response: {
      status: null,
      ui_version: null,
      taskrouter_workspace_sid: null,
      taskrouter_target_workflow_sid: null,
      chat_service_instance_sid: null,
    },
    value: {},
  },
  "phone number": {
    read: (api) => findPhoneNumber(api, "+15551230100"),
    response: {
      incoming_phone_numbers: [
        {
          sid: "PN1",
          phone_number: "+15551230100",
          friendly_name: null,
          voice_url: null,
          voice_method: null,
          voice_fallback_url: null,
          voice_fallback_method: null,
          voice_application_sid: null,
          trunk_sid: null,
          status_callback: null,
          status_callback_method: null,
          sms_url: null,
          sms_method: null,
          sms_fallback_url: null,
          sms_fallback_method: null,
          sms_application_sid: null,
          capabilities: { voice: null, sms: null },
        },
      ],
      next_page_uri: null,
    },
    value: { sid: "PN1", phone_number: "+15551230100", capabilities: {} },
  },
  flow: {
    read: (api) => flows.fetch(api, "FW1"),
    response: {
      sid: "FW1",
      friendly_name: null,
      status: "Published",
      revision: 2,
      valid: null,
      webhook_url: webhookUrl,
      definition: {},
    },
    value: {
      sid: "FW1",
      friendly_name: "",
      status: "published",
      revision: 2,
      webhook_url: webhookUrl,
      definition: {},
    },
  },
  "flow in a list": {
    read: (api) => flows.list(api),
    response: {
      flows: [
        {
          sid: "FW1",
          friendly_name: null,
          status: null,
          revision: null,
          valid: null,
          webhook_url: null,
          definition: null,
        },
      ],
      meta,
    },
    value: [{ sid: "FW1" }],
  },
  "published flow": {
    read: (api) => fetchPublishedRevision(api, "FW1"),
    response: {
      sid: "FW1",
      friendly_name: null,
      status: null,
      revision: null,
      valid: null,
      webhook_url: null,
    },
    value: { sid: "FW1" },
  },
  execution: {
    read: (api) => executions("FW1").fetch(api, "FN1"),
    response: { sid: "FN1", status: null, initiated_by: null, date_created: null },
    value: { sid: "FN1" },
  },
  executions: {
    read: (api) => listNewestExecutions(api, "FW1"),
    response: { executions: [{ sid: "FN1", date_created: null }], meta },
    value: [{ sid: "FN1" }],
  },
  "execution's context": {
    read: (api) => fetchExecutionContext(api, "FW1", "FN1"),
    response: { context: null },
    value: undefined,
  },
  step: {
    read: (api) => listSteps(api, "FW1", "FN1"),
    response: {
      steps: [{ sid: "FT1", name: null, transitioned_from: null, transitioned_to: null }],
      meta,
    },
    value: [{ sid: "FT1", name: "" }],
  },
  workflow: {
    read: (api) => listWorkflows(api, "WS1"),
    response: {
      workflows: [
        {
          sid: "WW1",
          workspace_sid: "WS1",
          friendly_name: null,
          configuration: null,
          assignment_callback_url: null,
          fallback_assignment_callback_url: null,
          task_reservation_timeout: null,
        },
      ],
      meta,
    },
    value: [{ sid: "WW1", workspace_sid: "WS1", friendly_name: "" }],
  },
  "task queue": {
    read: (api) => taskQueues("WS1").fetch(api, "WQ1"),
    response: {
      sid: "WQ1",
      friendly_name: null,
      target_workers: null,
      max_reserved_workers: null,
      task_order: "fifo",
    },
    value: { sid: "WQ1", friendly_name: "", task_order: "FIFO" },
  },
  worker: {
    read: (api) => listWorkersOfQueue(api, "WS1", "WQ1"),
    response: {
      workers: [{ sid: "WK1", friendly_name: null, available: null, activity_name: null }],
      meta,
    },
    value: [{ sid: "WK1", friendly_name: "" }],
  },
  "task channel": {
    read: (api) => listTaskChannels(api, "WS1"),
    response: { channels: [{ sid: "TC1", friendly_name: null, unique_name: null }], meta },
    value: [{ sid: "TC1", friendly_name: "", unique_name: "" }],
  },
  task: {
    read: (api) => listNewestTasks(api, "WS1"),
    response: {
      tasks: [{ sid: "WT1", attributes: null, workflow_friendly_name: null, task_channel_unique_name: null }],
      meta,
    },
    value: [{ sid: "WT1", attributes: "{}" }],
  },
});

const routed = (task_routing: object) => ({ configuration: JSON.stringify({ task_routing }) });
const filter = { expression: 'department == "billing"', targets: [{ queue: "WQ1" }, { timeout: 30 }] };

test.each([
  ["no configuration", { configuration: null }, { queues: [], takesAll: false }],
  [
    "nothing but a default queue",
    routed({ default_filter: { queue: "WQ9" } }),
    { queues: ["WQ9"], takesAll: true },
  ],
  [
    "a filter and a default queue, each queue once",
    routed({ filters: [filter, filter], default_filter: { queue: "WQ9" } }),
    { queues: ["WQ1", "WQ9"], takesAll: true },
  ],
  ["filters only", routed({ filters: [filter], default_filter: null }), { queues: ["WQ1"], takesAll: false }],
  [
    "a filter for everything",
    routed({ filters: [{ expression: "1==1", targets: [{ queue: "WQ2" }] }] }),
    { queues: ["WQ2"], takesAll: true },
  ],
])("where a workflow sends tasks: %s", (_, workflow, expected) => {
  expect(routingOfWorkflow(workflow)).toEqual(expected);
});
