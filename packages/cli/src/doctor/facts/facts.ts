// Reads the account's objects, each of them once and as many as possible in parallel. Sends only GET requests.

import {
  type Account,
  type Address,
  addresses,
  type FlexConfiguration,
  type Flow,
  type FlowRevision,
  fetchAccount,
  fetchFlexConfiguration,
  fetchPublishedRevision,
  findPhoneNumber,
  flows,
  type IntelligenceConfiguration,
  intelligenceConfigurations,
  intelligenceOperators,
  listTaskChannels,
  listWorkflows,
  type MemoryStore,
  memoryStores,
  type Operator,
  type OrchestratorConfiguration,
  orchestratorConfigurations,
  type PhoneNumber,
  type TaskChannel,
  type Workflow,
} from "@pulumi/twilio/account";
import type { Api } from "@pulumi/twilio/client";
import { attempt, type Reading, type RefusedReading, readAfter } from "./reading.ts";
import { type Bridged, findNewestBridged, findNewestHandedOff, type HandedOff } from "./traffic.ts";
import { usesMessaging, type Wanted } from "./wanted.ts";

export interface Facts {
  account: Reading<Account | undefined>;
  number: Reading<PhoneNumber | undefined>;
  addresses: Reading<Address[]>;
  orchestrator: Reading<OrchestratorConfiguration | undefined>;
  orchestrators: Reading<OrchestratorConfiguration[]>;
  intelligence: Reading<IntelligenceConfiguration[]>;
  operators: Reading<Operator[]>;
  memoryStore: Reading<MemoryStore | undefined>;
  /** Newest revision, draft or published. */
  flow: Reading<Flow | undefined>;
  publishedFlow: Reading<FlowRevision | undefined>;
  flex: Reading<FlexConfiguration | undefined>;
  workflows: Reading<Workflow[]>;
  taskChannels: Reading<TaskChannel[]>;
  bridged: Reading<Bridged>;
  handedOff: Reading<HandedOff>;
}

export async function readFacts(api: Api, wanted: Wanted): Promise<Facts> {
  const { phoneNumber, orchestratorConfigurationId, intelligenceConfigurationId, flowSid } = wanted;
  const skipReading = <T>(value: T): Promise<Reading<T>> => Promise.resolve({ value });

  const orchestrator =
    orchestratorConfigurationId === undefined
      ? skipReading<OrchestratorConfiguration | undefined>(undefined)
      : attempt("the Orchestrator configuration", () =>
          orchestratorConfigurations.fetch(api, orchestratorConfigurationId),
        );
  const flex = attempt("the Flex configuration", () => fetchFlexConfiguration(api));
  const inWorkspace = <T>(what: string, list: (api: Api, workspaceSid: string) => Promise<T[]>) =>
    readAfter(flex, (configuration): Promise<Reading<T[]>> => {
      const workspaceSid = configuration?.taskrouter_workspace_sid;
      return workspaceSid ? attempt(what, () => list(api, workspaceSid)) : skipReading([]);
    });

  return awaitAll({
    account: attempt("the account", () => fetchAccount(api)),
    number:
      phoneNumber === undefined
        ? skipReading(undefined)
        : attempt("phone numbers", () => findPhoneNumber(api, phoneNumber)),
    addresses: attempt("addresses", () => addresses.list(api)),
    orchestrator,
    orchestrators: attempt("Orchestrator configurations", () => orchestratorConfigurations.list(api)),
    intelligence: readAfter(orchestrator, (configuration) => {
      const ids = new Set([
        ...(intelligenceConfigurationId === undefined ? [] : [intelligenceConfigurationId]),
        ...(configuration?.intelligenceConfigurationIds ?? []),
      ]);
      return ids.size === 0
        ? skipReading([])
        : attempt("Intelligence configurations", async () => {
            const rows = await Promise.all([...ids].map((id) => intelligenceConfigurations.fetch(api, id)));
            return rows.filter((row) => row !== undefined);
          });
    }),
    operators: attempt("Intelligence operators", () => intelligenceOperators.list(api)),
    memoryStore: readAfter(orchestrator, (configuration) => {
      const id = configuration?.memoryStoreId;
      return id ? attempt("the memory store", () => memoryStores.fetch(api, id)) : skipReading(undefined);
    }),
    flow:
      flowSid === undefined
        ? skipReading(undefined)
        : attempt("Studio flows", () => flows.fetch(api, flowSid)),
    publishedFlow:
      flowSid === undefined
        ? skipReading(undefined)
        : attempt("Studio revisions", () => fetchPublishedRevision(api, flowSid)),
    flex,
    workflows: inWorkspace("TaskRouter workflows", listWorkflows),
    taskChannels: inWorkspace("TaskRouter task channels", listTaskChannels),
    bridged: usesMessaging(wanted)
      ? attempt("conversations", () => findNewestBridged(api, orchestratorConfigurationId))
      : skipReading({ examinedCount: 0, participants: [] }),
    handedOff:
      flowSid !== undefined && wanted.channels.includes("voice")
        ? attempt("Studio executions", () => findNewestHandedOff(api, flowSid))
        : skipReading({ examinedCount: 0 }),
  });
}

async function awaitAll<Parts extends object>(
  promises: {
    [Name in keyof Parts]: Promise<Parts[Name]>;
  },
): Promise<Parts> {
  const entries = Object.entries<Promise<unknown>>(promises as Record<string, Promise<unknown>>);
  const values = await Promise.all(entries.map(async ([name, promise]) => [name, await promise]));
  return Object.fromEntries(values);
}

/** Each refused read, once. */
export function listRefusals(facts: Facts): RefusedReading[] {
  const readings = Object.values(facts as unknown as Record<string, Reading<unknown>>);
  const refused = readings.filter((reading): reading is RefusedReading => reading.refused !== undefined);
  return [...new Map(refused.map((reading) => [reading.what, reading])).values()];
}

/** Why nothing at all could be read (wrong credentials, no connection): the first reason. Undefined otherwise. */
export function whyNothingWasRead(facts: Facts): string | undefined {
  const readings = [facts.account, facts.addresses, facts.orchestrators, facts.operators, facts.flex];
  return readings.every(({ refused }) => refused !== undefined) ? facts.addresses.refused : undefined;
}
