// How the Orchestrator captures, groups and times conversations (conv_configuration_…).
// Conversations v2: JSON, 202 and an operation; write.ts says how it is changed.
// Source: twilio-node 6.3.1, rest/conversations/v2; twilio.com/docs/api/conversations/v2/configuration

import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import { memoryStores } from "../../account/memory.ts";
import { operationDone } from "../../account/operation.ts";
import { type OrchestratorConfiguration, orchestratorConfigurations } from "../../account/orchestrator.ts";
import type { Api } from "../../client/api.ts";
import { present } from "../../client/present.ts";
import { id as configurationId, sid } from "../../client/sid.ts";
import { until } from "../../client/wait.ts";
import { fetchAndRemove } from "../../declare/fetchAndRemove.ts";
import {
  type Changes,
  canonicalizeInputs,
  defineResource,
  type Live,
  type Problem,
} from "../../declare/resource.ts";
import { isObject } from "../../values/diff.ts";
import { dropEmpty, isEmpty } from "../../values/empty.ts";
import { plainUrl } from "../../values/plainUrl.ts";
import { project } from "../../values/project.ts";
import { unknownValue } from "../../values/unknown.ts";
import {
  canonicalChannels,
  channelSettings,
  channelsFromTwilio,
  channelsToTwilio,
  findChannelProblems,
} from "./channelSettings.ts";
import { idempotent, writeConfiguration } from "./write.ts";

/** In responses, and what TAC accepts. Source: twilio_conversations_v2.json in @twilio/cli-core 9.0.0 */
const mostCallbacks = 20;
/** In requests. Which of the two holds is not known: docs/assumptions.md, status-callback-limit. */
const mostCallbacksInRequests = 2;
const mostIntelligenceConfigurations = 5;

const inputs = z.strictObject({
  displayName: z
    .string()
    .regex(/^[A-Za-z0-9_ -]{1,32}$/, "expected 1 to 32 letters, digits, blanks, _ and -")
    .optional()
    .describe("Name, of at most 32 letters, digits, blanks, _ and -: TAC cannot start with any other."),
  description: z
    .string()
    .max(512)
    .optional()
    .describe(
      "Description for the Console. Sent as an empty string when left out, because TAC cannot start while it is null.",
    ),
  conversationGroupingType: z
    .enum([
      "GROUP_BY_PROFILE",
      "GROUP_BY_PARTICIPANT_ADDRESSES",
      "GROUP_BY_PARTICIPANT_ADDRESSES_AND_CHANNEL_TYPE",
    ])
    .optional()
    .describe("How communications are grouped into conversations. A change replaces the resource."),
  memoryStoreId: configurationId("mem_store", "mem_service")
    .optional()
    .describe("Memory store for profiles and summaries."),
  channelSettings: channelSettings
    .optional()
    .describe(
      "Settings by channel; each channel is managed as a whole, and a channel that is left out is not changed. Changes apply to new conversations only.",
    ),
  statusCallbacks: z
    .array(
      z.strictObject({
        url: z.url().describe("URL that receives the events."),
        method: z.enum(["POST", "GET"]).optional().describe('Default "POST".'),
      }),
    )
    .max(mostCallbacks)
    .optional()
    .describe(
      "Webhooks for events of conversations; TAC's is `https://<domain>/webhook`. Managed per element, see `sharedLists`.",
    ),
  intelligenceConfigurationIds: z
    .array(configurationId("intelligence_configuration"))
    .max(mostIntelligenceConfigurations)
    .optional()
    .describe(
      "Intelligence configurations that analyze the conversations. Managed per element, see `sharedLists`.",
    ),
  sharedLists: z
    .enum(["keep", "replace"])
    .optional()
    .describe(
      'What happens to elements of `statusCallbacks` and `intelligenceConfigurationIds` that the program does not declare. Default "keep": they stay, whoever adds or removes them, and destroy removes only the program\'s own. "replace": the declared list is the whole list, and destroy restores the previous one.',
    ),
  memoryExtractionEnabled: z
    .boolean()
    .optional()
    .describe("Whether memories are extracted from conversations. Default false."),
  conversationsV1Bridge: z
    .strictObject({
      serviceId: sid("IS").describe("Classic service to bridge. At most one configuration can bridge it."),
    })
    .optional()
    .describe(
      "Bridge to a Conversations (Classic) service. Chat needs it, and so does a flow that resumes a conversation.",
    ),
  adopt: configurationId("conv_configuration")
    .optional()
    .describe("ID of an existing configuration to adopt. Destroy restores its previous settings."),
});

const outputs = z.object({
  configurationId: z
    .string()
    .describe("ID of the configuration: TAC's TWILIO_CONVERSATION_CONFIGURATION_ID."),
  version: z.number().int().optional().describe("Version, incremented by each change."),
});

type Inputs = z.infer<typeof inputs>;
type Outputs = z.infer<typeof outputs>;

const canonical = {
  channelSettings: canonicalChannels,
  statusCallbacks: (callbacks: NonNullable<Inputs["statusCallbacks"]>) =>
    Array.isArray(callbacks)
      ? callbacks.map((callback) =>
          isObject(callback) ? { method: "POST" as const, ...callback } : callback,
        )
      : callbacks,
  conversationsV1Bridge: ({ serviceId }: NonNullable<Inputs["conversationsV1Bridge"]>) => ({
    serviceId: serviceId === unknownValue ? unknownValue : `IS${serviceId.slice(2).toLowerCase()}`,
  }),
};

type StatusCallback = NonNullable<Inputs["statusCallbacks"]>[number];

/** Host names have no case, and a port that the scheme implies says nothing. */
function callbackUrl({ url }: StatusCallback): string {
  return URL.canParse(url) ? new URL(url).href : url;
}

const { at } = orchestratorConfigurations;

export const configuration = defineResource({
  token: "twilio:orchestrator:Configuration",
  description:
    "A Conversation Orchestrator configuration: which traffic becomes conversations, how they are grouped, when they close, and what analyzes them.",
  inputs,
  outputs,
  replaceOn: ["conversationGroupingType"],
  // Two configurations cannot bridge one Classic service, not even for a moment.
  deleteBeforeReplace: true,
  requiredToCreate: ["displayName", "conversationGroupingType", "memoryStoreId"],
  volatile: ["version"],
  canonical,
  sharedLists: {
    statusCallbacks: {
      limit: mostCallbacks,
      documented: {
        limit: mostCallbacksInRequests,
        warning: `Twilio's documents allow ${mostCallbacks} in a configuration, but ${mostCallbacksInRequests} in the request that writes them: if Twilio refuses it, nothing is changed, and a callback must be removed first`,
      },
      keyOf: callbackUrl,
      identityOf: ({ method = "POST", ...callback }) => `${method} ${callbackUrl(callback)}`,
      describe: ({ method = "POST", url }) => `${method === "POST" ? "" : `${method} `}${plainUrl(url)}`,
    },
    intelligenceConfigurationIds: {
      limit: mostIntelligenceConfigurations,
      keyOf: (id) => id,
      describe: (id) => id,
    },
  },

  findProblems: ({ channelSettings }) =>
    isObject(channelSettings) ? findChannelProblems(channelSettings) : [],

  async preflight(api, { conversationsV1Bridge, memoryStoreId }, id) {
    const problems = [
      await bridgedElsewhere(api, conversationsV1Bridge?.serviceId, id),
      await storeMissing(api, memoryStoreId),
    ];
    return problems.filter((problem) => problem !== undefined);
  },

  async insert(api, inputs) {
    const json = { description: "", channelSettings: {}, ...toTwilio(inputs) };
    const accepted = await api.send({ ...at(api), method: "POST", json, headers: idempotent() });
    const id = (await operationDone(api, "conversations", accepted)) ?? (await findByName(api, inputs));
    return readBack(api, id, inputs);
  },

  async write(api, { id }, changes) {
    const accepted = await writeConfiguration(api, id, toTwilio(changes));
    await operationDone(api, "conversations", accepted);
    return readBack(api, id, changes);
  },

  ...fetchAndRemove(orchestratorConfigurations, fromTwilio),

  async remove(api, id) {
    const accepted = await orchestratorConfigurations.remove(api, id, idempotent());
    if (!accepted) return;
    await operationDone(api, "conversations", accepted);
    await until(api, `configuration ${id} is still there`, async () =>
      (await api.find(at(api, id))) ? undefined : true,
    );
  },
});

/** Inputs in the API's form; `null` where a change clears a field. */
function toTwilio({
  channelSettings,
  adopt: _,
  sharedLists: __,
  ...changes
}: Changes<Inputs>): Record<string, unknown> {
  const { description, ...others } = changes;
  return {
    ...others,
    ...(description !== undefined && { description: description ?? "" }),
    ...(channelSettings !== undefined && {
      channelSettings: channelSettings && channelsToTwilio(channelSettings),
    }),
  };
}

function fromTwilio(row: OrchestratorConfiguration): Live<Inputs, Outputs> {
  const { id, version, channelSettings, statusCallbacks, intelligenceConfigurationIds, ...fields } = row;
  const found = {
    ...fields,
    channelSettings: channelSettings && channelsFromTwilio(channelSettings),
    statusCallbacks: (statusCallbacks ?? []).map(present),
    intelligenceConfigurationIds: intelligenceConfigurationIds ?? [],
  };
  return {
    id,
    inputs: canonicalizeInputs<Partial<Inputs>>({ canonical }, present(found)),
    outputs: { configurationId: id, ...(typeof version === "number" && { version }) },
  };
}

/** A read just after a completed operation may still show the old object. */
async function readBack(api: Api, id: string | undefined, changed: Changes<Inputs>) {
  const { adopt: _, sharedLists: __, ...wanted } = changed;
  return until(api, `configuration ${id} does not show the change`, async () => {
    const row = await orchestratorConfigurations.fetch(api, id ?? "");
    const live = row && fromTwilio(row);
    return live && isWritten(live.inputs, wanted) ? live : undefined;
  });
}

function isWritten(live: Partial<Inputs>, wanted: Changes<Inputs>): boolean {
  const found = project(inputs, live, wanted) as Record<string, unknown>;
  return Object.entries(wanted).every(([key, value]) => isSame(found[key], value, unset[key]));
}

/** What Twilio may return for an input that is not set. */
const unset: Record<string, unknown> = { description: "", memoryExtractionEnabled: false };

function isSame(found: unknown, wanted: unknown, unset: unknown): boolean {
  const [a, b] = [found, wanted].map((value) => dropEmpty(value ?? unset));
  return (isEmpty(a) && isEmpty(b)) || isDeepStrictEqual(a, b);
}

async function findByName(api: Api, { displayName, memoryStoreId }: Inputs): Promise<string | undefined> {
  const rows = await orchestratorConfigurations.list(api, memoryStoreId ? { memoryStoreId } : {});
  return rows.find((row) => row.displayName === displayName)?.id;
}

async function bridgedElsewhere(
  api: Api,
  serviceId: string | undefined,
  ownId: string | undefined,
): Promise<Problem | undefined> {
  if (!serviceId || serviceId === unknownValue) return undefined;
  const rows = (await orchestratorConfigurations.list(api)).map(fromTwilio);
  const other = rows.find(
    ({ id, inputs }) => id !== ownId && inputs.conversationsV1Bridge?.serviceId === serviceId,
  );
  if (!other) return undefined;
  return {
    path: ["conversationsV1Bridge", "serviceId"],
    message: `Classic service ${serviceId} is already bridged by configuration ${other.id} ("${other.inputs.displayName}"), and only one can bridge it. Adopt that configuration, remove its bridge, or bridge another service.`,
  };
}

/** Twilio accepts the ID of a store that does not exist, and capture then fails silently. */
async function storeMissing(api: Api, storeId: string | undefined): Promise<Problem | undefined> {
  if (!storeId || storeId === unknownValue) return undefined;
  if (await memoryStores.fetch(api, storeId)) return undefined;
  return { path: ["memoryStoreId"], message: `account ${api.accountSid} has no memory store ${storeId}` };
}
