// What the account holds, each object read once, all that can be at the same time. Only GETs.

import { type Api, TwilioError } from "@pulumi/twilio/client";
import * as z from "zod";
import {
  type Address,
  type Conversation,
  type FlexConfiguration,
  type Flow,
  type IntelligenceConfiguration,
  isAgent,
  type MemoryStore,
  type Named,
  type Operator,
  type OrchestratorConfiguration,
  type Participant,
  type PhoneNumber,
  read,
  type TaskChannel,
} from "../../account/account.ts";
import { usesMessaging, type Wanted } from "./wanted.ts";

/** What a read brought, or why it did not. `lacksRight`: these credentials may not. */
export type Answer<T> =
  | { value: T; refused?: never }
  | { value?: never; refused: string; lacksRight: boolean; what: string };

export interface Facts {
  account: Answer<{ status: string } | undefined>;
  number: Answer<PhoneNumber | undefined>;
  addresses: Answer<Address[]>;
  orchestrator: Answer<OrchestratorConfiguration | undefined>;
  orchestrators: Answer<OrchestratorConfiguration[]>;
  intelligence: Answer<IntelligenceConfiguration[]>;
  operators: Answer<Operator[]>;
  memoryStore: Answer<MemoryStore | undefined>;
  /** Newest revision, draft or published. */
  flow: Answer<Flow | undefined>;
  publishedFlow: Answer<Flow | undefined>;
  flex: Answer<FlexConfiguration | undefined>;
  workflows: Answer<Named[]>;
  taskChannels: Answer<TaskChannel[]>;
  /** The newest conversation that came over the bridge, and how many were looked at. */
  bridged: Answer<Bridged>;
  /** The newest call that was handed off, and how many executions of calls were looked at. */
  handedOff: Answer<HandedOff>;
}

export interface HandedOff {
  lookedAt: number;
  executionSid?: string;
  /** `flow.variables.handoff` of that execution. */
  variable?: unknown;
}

export interface Bridged {
  lookedAt: number;
  conversation?: Conversation | undefined;
  participants: readonly Participant[];
}

export async function readFacts(api: Api, wanted: Wanted): Promise<Facts> {
  const { phoneNumber, orchestratorConfigurationId, intelligenceConfigurationId, flowSid } = wanted;
  const nothing = <T>(value: T): Promise<Answer<T>> => Promise.resolve({ value });
  const ask = <T>(what: string, reading: () => Promise<T>) => answered(what, reading);

  const orchestrator =
    orchestratorConfigurationId === undefined
      ? nothing<OrchestratorConfiguration | undefined>(undefined)
      : ask("the Orchestrator configuration", () =>
          read.orchestratorConfiguration(api, orchestratorConfigurationId),
        );
  const flex = ask("the Flex configuration", () => read.flexConfiguration(api));
  const inWorkspace = <T>(what: string, reading: (workspaceSid: string) => Promise<T[]>) =>
    after(flex, (found): Promise<Answer<T[]>> => {
      const workspaceSid = found?.taskrouter_workspace_sid;
      return workspaceSid ? ask(what, () => reading(workspaceSid)) : nothing([]);
    });

  return inParallel({
    account: ask("the account", () => read.account(api)),
    number:
      phoneNumber === undefined
        ? nothing(undefined)
        : ask("phone numbers", () => read.phoneNumber(api, phoneNumber)),
    addresses: ask("addresses", () => read.addresses(api)),
    orchestrator,
    orchestrators: ask("Orchestrator configurations", () => read.orchestratorConfigurations(api)),
    intelligence: after(orchestrator, (found) => {
      const ids = new Set([
        ...(intelligenceConfigurationId === undefined ? [] : [intelligenceConfigurationId]),
        ...(found?.intelligenceConfigurationIds ?? []),
      ]);
      return ids.size === 0
        ? nothing([])
        : ask("Intelligence configurations", async () => {
            const rows = await Promise.all([...ids].map((id) => read.intelligenceConfiguration(api, id)));
            return rows.filter((row) => row !== undefined);
          });
    }),
    operators: ask("Intelligence operators", () => read.intelligenceOperators(api)),
    memoryStore: after(orchestrator, (found) => {
      const id = found?.memoryStoreId;
      return id ? ask("the memory store", () => read.memoryStore(api, id)) : nothing(undefined);
    }),
    flow: flowSid === undefined ? nothing(undefined) : ask("Studio flows", () => read.flow(api, flowSid)),
    publishedFlow:
      flowSid === undefined
        ? nothing(undefined)
        : ask("Studio revisions", () => read.publishedFlow(api, flowSid)),
    flex,
    workflows: inWorkspace("TaskRouter workflows", (workspaceSid) => read.workflows(api, workspaceSid)),
    taskChannels: inWorkspace("TaskRouter task channels", (workspaceSid) =>
      read.taskChannels(api, workspaceSid),
    ),
    bridged: usesMessaging(wanted)
      ? ask("conversations", () => newestBridged(api, orchestratorConfigurationId))
      : nothing({ lookedAt: 0, participants: [] }),
    handedOff:
      flowSid !== undefined && wanted.channels.includes("voice")
        ? ask("Studio executions", () => newestHandedOff(api, flowSid))
        : nothing({ lookedAt: 0 }),
  });
}

/** Every end of a call starts an execution, so only some of them were hand-offs; a few must do. */
async function newestHandedOff(api: Api, flowSid: string): Promise<HandedOff> {
  const calls = (await read.executions(api, flowSid)).filter(({ initiated_by }) =>
    initiated_by?.startsWith("CA"),
  );
  const newest = calls.slice(0, 5);
  for (const { sid } of newest) {
    const context = callContext.safeParse(await read.executionContext(api, flowSid, sid));
    if (!context.success) continue;
    return { lookedAt: newest.length, executionSid: sid, variable: context.data.flow?.variables?.handoff };
  }
  return { lookedAt: newest.length };
}

const callContext = z.object({
  trigger: z.object({ call: z.object({ HandoffData: z.string().min(1) }) }),
  flow: z.object({ variables: z.object({ handoff: z.unknown() }).nullish() }).nullish(),
});

async function newestBridged(api: Api, configurationId: string | undefined): Promise<Bridged> {
  const pages = await Promise.all([read.conversations(api, "ACTIVE"), read.conversations(api, "INACTIVE")]);
  const own = pages
    .flat()
    .filter((row) => row.configurationId === configurationId)
    .toSorted((a, b) => (b.createdAt ?? "").localeCompare(a.createdAt ?? ""));
  // A call's conversation shows the bridge of its configuration as well, so its participants tell; a few must do.
  for (const conversation of own.filter((row) => row.configuration?.conversationsV1Bridge).slice(0, 5)) {
    const participants = await read.participants(api, conversation.id);
    const isMessage = participants.some(
      (row) =>
        !isAgent(row) && row.addresses?.some(({ channel }) => ["SMS", "WHATSAPP", "CHAT"].includes(channel)),
    );
    if (isMessage) return { lookedAt: own.length, conversation, participants };
  }
  return { lookedAt: own.length, participants: [] };
}

async function answered<T>(what: string, reading: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { value: await reading() };
  } catch (error) {
    if (error instanceof z.ZodError) {
      return { refused: `${what}: ${unexpected(error)}`, lacksRight: false, what };
    }
    const lacksRight =
      error instanceof TwilioError && ([401, 403].includes(error.status) || error.code === 20003);
    return { refused: (error as Error).message, lacksRight, what };
  }
}

function unexpected({ issues }: z.ZodError): string {
  const [first] = issues;
  return `Twilio's answer is not as expected: ${first?.path.join(".")}: ${first?.message}`;
}

/** What depends on another read is not known either when that one was refused. */
async function after<T, U>(
  earlier: Promise<Answer<T>>,
  next: (value: T) => Promise<Answer<U>>,
): Promise<Answer<U>> {
  const answer = await earlier;
  return answer.refused === undefined ? next(answer.value as T) : answer;
}

async function inParallel<Parts extends object>(
  promises: {
    [Name in keyof Parts]: Promise<Parts[Name]>;
  },
): Promise<Parts> {
  const entries = Object.entries<Promise<unknown>>(promises as Record<string, Promise<unknown>>);
  const values = await Promise.all(entries.map(async ([name, promise]) => [name, await promise]));
  return Object.fromEntries(values);
}

/** Every refused read, each once. */
export function refusals(facts: Facts): Extract<Answer<unknown>, { refused: string }>[] {
  const refused = Object.values(facts as unknown as Record<string, Answer<unknown>>).filter(
    (answer): answer is Extract<Answer<unknown>, { refused: string }> => answer.refused !== undefined,
  );
  return [...new Map(refused.map((answer) => [answer.what, answer])).values()];
}

/** Nothing at all could be read: wrong credentials, or no way to Twilio. The first reason, in Twilio's words. */
export function nothingRead(facts: Facts): string | undefined {
  const asked = [facts.account, facts.addresses, facts.orchestrators, facts.operators, facts.flex];
  return asked.every(({ refused }) => refused !== undefined) ? asked[1]?.refused : undefined;
}
