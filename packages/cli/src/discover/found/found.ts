// What an account holds of a hand-off, every kind at once. Each kind may be refused on its own; the rest goes on.

import type { Api } from "@pulumi/twilio/client";
import { UserError } from "@tac-handoff/studio/errors";
import * as z from "zod";
import {
  type Address,
  type FlexConfiguration,
  type Flow,
  type IntelligenceConfiguration,
  type MemoryStore,
  type Named,
  type OrchestratorConfiguration,
  type PhoneNumber,
  read,
  type TaskChannel,
} from "../../account/account.ts";
import { plainUrl } from "../../account/plainUrl.ts";

export const kinds = {
  phoneNumbers: "phone numbers",
  addresses: "addresses",
  classicServices: "Classic services",
  flex: "Flex configuration",
  workflows: "workflows",
  taskChannels: "task channels",
  orchestratorConfigurations: "Orchestrator configurations",
  intelligenceConfigurations: "Intelligence configurations",
  memoryStores: "memory stores",
  flows: "flows",
} as const;
export type Kind = keyof typeof kinds;

export interface Refusal {
  kind: Kind;
  reason: string;
}

/** Rows as Twilio tells them, but URLs without what may be a password. A kind that was refused has no rows. */
export interface Found {
  accountSid: string;
  phoneNumbers: PhoneNumber[];
  addresses: Address[];
  classicServices: Named[];
  /** undefined: an account without Flex, or refused. */
  flex: FlexConfiguration | undefined;
  workflows: Named[];
  taskChannels: TaskChannel[];
  orchestratorConfigurations: OrchestratorConfiguration[];
  intelligenceConfigurations: IntelligenceConfiguration[];
  memoryStores: MemoryStore[];
  flows: Flow[];
  refused: Refusal[];
}

/** Nothing could be read at all. */
export class CannotLook extends UserError {
  override readonly name = "CannotLook";
}

/**
 * Reads the account, all kinds in parallel, and sends nothing but GET.
 *
 * @throws CannotLook with the reason of the first kind, when every kind is refused
 */
export async function readFound(api: Api): Promise<Found> {
  const refused: Refusal[] = [];
  const attempt = async <Rows>(kind: Kind, reading: Promise<Rows>, otherwise: Rows): Promise<Rows> => {
    try {
      return await reading;
    } catch (error) {
      refused.push({ kind, reason: reasonOf(error) });
      return otherwise;
    }
  };
  const flexAndTaskRouter = async () => {
    const flex = await attempt("flex", read.flexConfiguration(api), undefined);
    const workspaceSid = flex?.taskrouter_workspace_sid;
    const [workflows, taskChannels] = await Promise.all([
      workspaceSid ? attempt("workflows", read.workflows(api, workspaceSid), []) : [],
      workspaceSid ? attempt("taskChannels", read.taskChannels(api, workspaceSid), []) : [],
    ]);
    return { flex, workflows, taskChannels };
  };

  const [
    phoneNumbers,
    addresses,
    classicServices,
    taskRouter,
    orchestratorConfigurations,
    intelligenceConfigurations,
    memoryStores,
    flows,
  ] = await Promise.all([
    attempt("phoneNumbers", read.phoneNumbers(api), []),
    attempt("addresses", read.addresses(api), []),
    attempt("classicServices", read.classicServices(api), []),
    flexAndTaskRouter(),
    attempt("orchestratorConfigurations", read.orchestratorConfigurations(api), []),
    attempt("intelligenceConfigurations", read.intelligenceConfigurations(api), []),
    attempt("memoryStores", read.memoryStores(api), []),
    attempt("flows", read.flows(api), []),
  ]);
  // Without Flex's answer nobody asks for the two kinds of its workspace.
  const [first] = refused;
  const isFlexRefused = refused.some(({ kind }) => kind === "flex");
  if (first && isFlexRefused && refused.length === Object.keys(kinds).length - 2) {
    throw new CannotLook(`Account ${api.accountSid} cannot be read: ${first.reason}`);
  }
  return {
    accountSid: api.accountSid,
    phoneNumbers: phoneNumbers.map(withPlainUrls),
    addresses: addresses.map(withPlainWebhook),
    classicServices,
    ...taskRouter,
    orchestratorConfigurations: orchestratorConfigurations.map(withPlainCallbacks),
    intelligenceConfigurations: intelligenceConfigurations.map(withPlainActions),
    memoryStores,
    flows,
    refused: inOrderOfKinds(refused),
  };
}

export function isRefused({ refused }: Pick<Found, "refused">, kind: Kind): boolean {
  return refused.some((refusal) => refusal.kind === kind);
}

/** The order in which answers come is chance. */
function inOrderOfKinds(refused: Refusal[]): Refusal[] {
  const order = Object.keys(kinds);
  return refused.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) {
    return `Twilio's answer is not as documented:\n${z.prettifyError(error)}`;
  }
  return error instanceof Error ? error.message : String(error);
}

function withPlainUrls(number: PhoneNumber): PhoneNumber {
  return { ...number, voice_url: plainUrl(number.voice_url), sms_url: plainUrl(number.sms_url) };
}

function withPlainWebhook({ auto_creation, ...address }: Address): Address {
  return {
    ...address,
    auto_creation: auto_creation && { ...auto_creation, webhook_url: plainUrl(auto_creation.webhook_url) },
  };
}

function withPlainCallbacks({ statusCallbacks, ...configuration }: OrchestratorConfiguration) {
  const callbacks = statusCallbacks?.map(({ url, method }) => ({ url: plainUrl(url) ?? "", method }));
  return { ...configuration, statusCallbacks: callbacks };
}

function withPlainActions({ rules, ...configuration }: IntelligenceConfiguration): IntelligenceConfiguration {
  const plain = rules?.map(({ actions, ...rule }) => ({
    ...rule,
    actions: actions?.map((action) => ({ ...action, url: plainUrl(action.url) })),
  }));
  return { ...configuration, rules: plain };
}
