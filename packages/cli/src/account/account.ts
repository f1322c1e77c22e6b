// What an account holds of a hand-off, as Twilio tells it, read and never written. For doctor and discover.
// Field names are Twilio's own, so that a reader finds them in the API reference.

import { type Api, pagesByToken, pagesByUrl } from "@pulumi/twilio/client";
import * as z from "zod";

const text = z.string();
const optionalText = text.nullish();

const phoneNumber = z.object({
  sid: text,
  phone_number: text,
  friendly_name: optionalText,
  voice_url: optionalText,
  voice_method: optionalText,
  voice_application_sid: optionalText,
  trunk_sid: optionalText,
  sms_url: optionalText,
  sms_application_sid: optionalText,
  capabilities: z.object({ voice: z.boolean().nullish(), sms: z.boolean().nullish() }).nullish(),
});
export type PhoneNumber = z.infer<typeof phoneNumber>;

const address = z.object({
  sid: text,
  type: text,
  address: text,
  friendly_name: optionalText,
  auto_creation: z
    .object({
      enabled: z.boolean().nullish(),
      type: optionalText,
      conversation_service_sid: optionalText,
      studio_flow_sid: optionalText,
      webhook_url: optionalText,
    })
    .nullish(),
});
export type Address = z.infer<typeof address>;

const named = z.object({ sid: text, friendly_name: text });
export type Named = z.infer<typeof named>;

const taskChannel = z.object({ sid: text, friendly_name: text, unique_name: text });
export type TaskChannel = z.infer<typeof taskChannel>;

const flexConfiguration = z.object({
  status: optionalText,
  ui_version: optionalText,
  taskrouter_workspace_sid: optionalText,
  taskrouter_target_workflow_sid: optionalText,
  chat_service_instance_sid: optionalText,
});
export type FlexConfiguration = z.infer<typeof flexConfiguration>;

/** Flex UI that goes on with the agent's conversation and shows its summary. Source: twilio.com/docs/conversations/solution-blueprints/ai-to-human-handoff */
export const oldestFlexUi = "2.17.1";

const channelSetting = z.object({
  statusTimeouts: z.object({ inactive: z.number().nullish(), closed: z.number().nullish() }).nullish(),
  captureRules: z
    .array(z.object({ from: text, to: text, metadata: z.record(z.string(), z.unknown()).nullish() }))
    .nullish(),
});
const orchestratorConfiguration = z.object({
  id: text,
  displayName: optionalText,
  description: optionalText,
  conversationGroupingType: optionalText,
  memoryStoreId: optionalText,
  channelSettings: z.record(z.string(), channelSetting.nullable()).nullish(),
  statusCallbacks: z.array(z.object({ url: text, method: optionalText })).nullish(),
  intelligenceConfigurationIds: z.array(text).nullish(),
  conversationsV1Bridge: z.object({ serviceId: text }).nullish(),
});
export type OrchestratorConfiguration = z.infer<typeof orchestratorConfiguration>;

const intelligenceConfiguration = z.object({
  id: text,
  displayName: optionalText,
  rules: z
    .array(
      z.object({
        operators: z.array(z.object({ id: text })).nullish(),
        triggers: z.array(z.object({ on: text })).nullish(),
        actions: z.array(z.object({ type: text, url: optionalText })).nullish(),
        context: z.unknown(),
      }),
    )
    .nullish(),
});
export type IntelligenceConfiguration = z.infer<typeof intelligenceConfiguration>;

const operator = z.object({ id: text, displayName: optionalText, author: optionalText });
export type Operator = z.infer<typeof operator>;

const conversation = z.object({
  id: text,
  configurationId: optionalText,
  status: optionalText,
  createdAt: optionalText,
  configuration: z.object({ conversationsV1Bridge: z.object({ serviceId: text }).nullish() }).nullish(),
});
export type Conversation = z.infer<typeof conversation>;

const participant = z.object({
  id: text,
  type: optionalText,
  profileId: optionalText,
  addresses: z.array(z.object({ channel: text, address: text, channelId: optionalText })).nullish(),
});
export type Participant = z.infer<typeof participant>;

/** AI_AGENT, HUMAN_AGENT, AGENT. Whoever is none is the customer: docs/assumptions.md, customer-type. */
export function isAgent({ type }: Participant): boolean {
  return type?.includes("AGENT") ?? false;
}

const step = z.object({
  sid: text,
  name: text,
  transitioned_from: optionalText,
  transitioned_to: optionalText,
});
/** `name` is the event by which the widget `transitioned_from` was left. */
export type Step = z.infer<typeof step>;

const execution = z.object({
  sid: text,
  status: text,
  initiated_by: optionalText,
  date_created: optionalText,
});
export type Execution = z.infer<typeof execution>;

const task = z.object({
  sid: text,
  attributes: text,
  workflow_friendly_name: optionalText,
  task_channel_unique_name: optionalText,
});
/** `attributes` is JSON text. */
export type Task = z.infer<typeof task>;

const memoryStore = z.object({ id: text, displayName: optionalText, status: optionalText });
export type MemoryStore = z.infer<typeof memoryStore>;

const flow = z.object({
  sid: text,
  friendly_name: optionalText,
  status: optionalText,
  revision: z.number().nullish(),
  valid: z.boolean().nullish(),
  webhook_url: optionalText,
  definition: z.unknown(),
});
export type Flow = z.infer<typeof flow>;

/**
 * The readers of an account. Each answers with every row, page by page; a look-up of one answers undefined on 404.
 *
 * @throws TwilioError when Twilio refuses, for instance for lack of rights (20003)
 */
export const read = {
  /** `/2010-04-01/Accounts/AC….json`. A standard API key may not (401, 20003). */
  account: (api: Api) =>
    one(z.object({ sid: text, friendly_name: text, status: text }), api, {
      host: "api",
      path: `/2010-04-01/Accounts/${api.accountSid}.json`,
    }),

  phoneNumbers: async (api: Api): Promise<PhoneNumber[]> => {
    const rows: PhoneNumber[] = [];
    let query: Record<string, string | number> | undefined = { PageSize: 1_000 };
    while (query) {
      const path = `/2010-04-01/Accounts/${api.accountSid}/IncomingPhoneNumbers.json`;
      const page: z.infer<typeof numberPage> = numberPage.parse(await api.find({ host: "api", path, query }));
      rows.push(...page.incoming_phone_numbers);
      // Relative: `/2010-04-01/…?Page=1&PageSize=1000&PageToken=…`
      query = page.next_page_uri
        ? Object.fromEntries(new URL(page.next_page_uri, "https://api.twilio.com").searchParams)
        : undefined;
    }
    return rows;
  },

  /** One number, by a filter of the list, which takes parts of numbers as well. */
  phoneNumber: async (api: Api, e164: string): Promise<PhoneNumber | undefined> => {
    const path = `/2010-04-01/Accounts/${api.accountSid}/IncomingPhoneNumbers.json`;
    const page = await api.find({ host: "api", path, query: { PhoneNumber: e164 } });
    return numberPage.parse(page).incoming_phone_numbers.find((row) => row.phone_number === e164);
  },

  addresses: (api: Api): Promise<Address[]> =>
    classic(address, api, {
      host: "conversations",
      path: "/v1/Configuration/Addresses",
      key: "address_configurations",
      query: { PageSize: 50 },
    }),

  classicServices: (api: Api): Promise<Named[]> =>
    classic(named, api, { host: "conversations", path: "/v1/Services", key: "services" }),

  /** undefined: an account without Flex. */
  flexConfiguration: (api: Api): Promise<FlexConfiguration | undefined> =>
    one(flexConfiguration, api, { host: "flex-api", path: "/v1/Configuration" }),

  workflows: (api: Api, workspaceSid: string): Promise<Named[]> =>
    classic(named, api, {
      host: "taskrouter",
      path: `/v1/Workspaces/${workspaceSid}/Workflows`,
      key: "workflows",
    }),

  taskChannels: (api: Api, workspaceSid: string): Promise<TaskChannel[]> =>
    classic(taskChannel, api, {
      host: "taskrouter",
      path: `/v1/Workspaces/${workspaceSid}/TaskChannels`,
      key: "channels",
    }),

  orchestratorConfigurations: (api: Api): Promise<OrchestratorConfiguration[]> =>
    newer(orchestratorConfiguration, api, {
      host: "conversations",
      path: "/v2/ControlPlane/Configurations",
      key: "configurations",
    }),

  orchestratorConfiguration: (api: Api, id: string): Promise<OrchestratorConfiguration | undefined> =>
    one(orchestratorConfiguration, api, {
      host: "conversations",
      path: `/v2/ControlPlane/Configurations/${encodeURIComponent(id)}`,
    }),

  intelligenceConfigurations: (api: Api): Promise<IntelligenceConfiguration[]> =>
    newer(intelligenceConfiguration, api, {
      host: "intelligence",
      path: "/v3/ControlPlane/Configurations",
      key: "items",
    }),

  intelligenceConfiguration: (api: Api, id: string): Promise<IntelligenceConfiguration | undefined> =>
    one(intelligenceConfiguration, api, {
      host: "intelligence",
      path: `/v3/ControlPlane/Configurations/${encodeURIComponent(id)}`,
    }),

  /** Twilio's own and the account's. */
  intelligenceOperators: (api: Api): Promise<Operator[]> =>
    newer(operator, api, { host: "intelligence", path: "/v3/ControlPlane/Operators", key: "items" }),

  /** One page only, newest first: an account may have very many. */
  conversations: async (api: Api, status: "ACTIVE" | "INACTIVE"): Promise<Conversation[]> => {
    const query = { status, pageSize: 100 };
    const page = await api.find({ host: "conversations", path: "/v2/Conversations", query });
    const { conversations } = z.object({ conversations: z.array(conversation) }).parse(page);
    return conversations.toSorted((a, b) => (b.createdAt ?? "").localeCompare(a.createdAt ?? ""));
  },

  participants: (api: Api, conversationId: string): Promise<Participant[]> =>
    newer(participant, api, {
      host: "conversations",
      path: `/v2/Conversations/${encodeURIComponent(conversationId)}/Participants`,
      key: "participants",
    }),

  /** The list has ids only, so that each store costs a request of its own. */
  memoryStores: async (api: Api): Promise<MemoryStore[]> => {
    const list = { host: "memory", path: "/v1/ControlPlane/Stores", key: "stores" } as const;
    const ids = z.array(text).parse(await all(pagesByToken(api, { ...list, query: { pageSize: 100 } })));
    const stores = await Promise.all(ids.map((id) => read.memoryStore(api, id)));
    return stores.filter((store) => store !== undefined);
  },

  memoryStore: (api: Api, id: string): Promise<MemoryStore | undefined> =>
    one(memoryStore, api, { host: "memory", path: `/v1/ControlPlane/Stores/${encodeURIComponent(id)}` }),

  /** Rows of the list have no definition. */
  flows: (api: Api): Promise<Flow[]> =>
    classic(flow, api, { host: "studio", path: "/v2/Flows", key: "flows" }),

  /** The newest revision, draft or published. */
  flow: (api: Api, sid: string): Promise<Flow | undefined> =>
    one(flow, api, { host: "studio", path: `/v2/Flows/${encodeURIComponent(sid)}` }),

  execution: (api: Api, flowSid: string, sid: string): Promise<Execution | undefined> =>
    one(execution, api, { host: "studio", path: executionPath(flowSid, sid) }),

  /** One page only, newest first. */
  executions: async (api: Api, flowSid: string): Promise<Execution[]> => {
    const path = `/v2/Flows/${encodeURIComponent(flowSid)}/Executions`;
    const page = await api.find({ host: "studio", path, query: { PageSize: 100 } });
    const { executions } = z.object({ executions: z.array(execution) }).parse(page ?? { executions: [] });
    return executions.toSorted((a, b) => (b.date_created ?? "").localeCompare(a.date_created ?? ""));
  },

  /** What Liquid could read at the end of an execution; holds what customers said. */
  executionContext: async (api: Api, flowSid: string, sid: string): Promise<unknown> => {
    const body = await api.find({ host: "studio", path: `${executionPath(flowSid, sid)}/Context` });
    return z.object({ context: z.unknown() }).parse(body ?? {}).context;
  },

  steps: (api: Api, flowSid: string, executionSid: string): Promise<Step[]> =>
    classic(step, api, {
      host: "studio",
      path: `${executionPath(flowSid, executionSid)}/Steps`,
      key: "steps",
    }),

  /** One page only, newest first. */
  newestTasks: async (api: Api, workspaceSid: string): Promise<Task[]> => {
    const path = `/v1/Workspaces/${workspaceSid}/Tasks`;
    const query = { Ordering: "DateCreated:desc", PageSize: 100 };
    return z.object({ tasks: z.array(task) }).parse(await api.find({ host: "taskrouter", path, query }))
      .tasks;
  },

  /** The revision that customers get; undefined when none was ever published. */
  publishedFlow: (api: Api, sid: string): Promise<Flow | undefined> =>
    one(flow, api, {
      host: "studio",
      path: `/v2/Flows/${encodeURIComponent(sid)}/Revisions/LatestPublished`,
    }),
};

function executionPath(flowSid: string, sid: string): string {
  return `/v2/Flows/${encodeURIComponent(flowSid)}/Executions/${encodeURIComponent(sid)}`;
}

const numberPage = z.object({
  incoming_phone_numbers: z.array(phoneNumber),
  next_page_uri: optionalText,
});

async function one<Row>(
  row: z.ZodType<Row>,
  api: Api,
  call: Parameters<Api["find"]>[0],
): Promise<Row | undefined> {
  const body = await api.find(call);
  return body === undefined ? undefined : row.parse(body);
}

async function classic<Row>(row: z.ZodType<Row>, api: Api, list: Parameters<typeof pagesByUrl>[1]) {
  return z.array(row).parse(await all(pagesByUrl(api, list)));
}

async function newer<Row>(row: z.ZodType<Row>, api: Api, list: Parameters<typeof pagesByToken>[1]) {
  return z.array(row).parse(await all(pagesByToken(api, list)));
}

async function all(rows: AsyncIterable<unknown>): Promise<unknown[]> {
  const list: unknown[] = [];
  for await (const row of rows) list.push(row);
  return list;
}
