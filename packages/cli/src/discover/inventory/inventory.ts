// Reads all objects of an account that relate to a hand-off. Twilio may refuse one type and allow the others.

import {
  type Address,
  addresses,
  type ClassicService,
  classicServices,
  type FlexConfiguration,
  type FlowRevision,
  fetchFlexConfiguration,
  flows,
  type IntelligenceConfiguration,
  intelligenceConfigurations,
  listMemoryStores,
  listSenderAddresses,
  listTaskChannels,
  listWorkflows,
  type MemoryStore,
  type OrchestratorConfiguration,
  orchestratorConfigurations,
  type PhoneNumber,
  phoneNumbers,
  type TaskChannel,
  type Workflow,
} from "@pulumi/twilio/account";
import type { Api } from "@pulumi/twilio/client";
import { UserError } from "@tac-handoff/studio/errors";
import * as z from "zod";
import { showAddress, showIntelligence, showMemoryStore, showNumber, showOrchestrator } from "./shown.ts";

export const kinds = {
  phoneNumbers: "phone numbers",
  addresses: "addresses",
  rcsSenders: "RCS senders",
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

/** Rows with Twilio's field names, and URLs without possible passwords. A type that was refused has no rows. */
export interface Inventory {
  accountSid: string;
  phoneNumbers: PhoneNumber[];
  addresses: Address[];
  /** With their prefix, `rcs:`. */
  rcsSenders: string[];
  classicServices: ClassicService[];
  /** Undefined for an account without Flex, or if refused. */
  flex: FlexConfiguration | undefined;
  workflows: Workflow[];
  taskChannels: TaskChannel[];
  orchestratorConfigurations: OrchestratorConfiguration[];
  intelligenceConfigurations: IntelligenceConfiguration[];
  memoryStores: MemoryStore[];
  flows: FlowRevision[];
  refused: Refusal[];
}

/** The account could not be read at all. */
export class AccountUnreadableError extends UserError {
  override readonly name = "AccountUnreadableError";
}

/**
 * Reads the account, all types in parallel, with GET requests only.
 *
 * @throws AccountUnreadableError with the reason for the first type, if every type is refused
 */
export async function readInventory(api: Api): Promise<Inventory> {
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
    const flex = await attempt("flex", fetchFlexConfiguration(api), undefined);
    const workspaceSid = flex?.taskrouter_workspace_sid;
    const [workflows, taskChannels] = await Promise.all([
      workspaceSid ? attempt("workflows", listWorkflows(api, workspaceSid), []) : [],
      workspaceSid ? attempt("taskChannels", listTaskChannels(api, workspaceSid), []) : [],
    ]);
    return { flex, workflows, taskChannels };
  };

  const [
    numbers,
    messagingAddresses,
    rcsSenders,
    services,
    taskRouter,
    orchestrators,
    intelligence,
    stores,
    allFlows,
  ] = await Promise.all([
    attempt("phoneNumbers", phoneNumbers.list(api), []),
    attempt("addresses", addresses.list(api), []),
    attempt("rcsSenders", listSenderAddresses(api, "rcs"), []),
    attempt("classicServices", classicServices.list(api), []),
    flexAndTaskRouter(),
    attempt("orchestratorConfigurations", orchestratorConfigurations.list(api), []),
    attempt("intelligenceConfigurations", intelligenceConfigurations.list(api), []),
    attempt("memoryStores", listMemoryStores(api), []),
    attempt("flows", flows.list(api), []),
  ]);
  // Workflows and task channels are not requested if Flex's configuration was refused.
  const [first] = refused;
  const isFlexRefused = refused.some(({ kind }) => kind === "flex");
  if (first && isFlexRefused && refused.length === Object.keys(kinds).length - 2) {
    throw new AccountUnreadableError(`Account ${api.accountSid} cannot be read: ${first.reason}`);
  }
  return {
    accountSid: api.accountSid,
    phoneNumbers: numbers.map(showNumber),
    addresses: messagingAddresses.map(showAddress),
    rcsSenders,
    classicServices: services,
    ...taskRouter,
    orchestratorConfigurations: orchestrators.map(showOrchestrator),
    intelligenceConfigurations: intelligence.map(showIntelligence),
    memoryStores: stores.map(showMemoryStore),
    flows: allFlows,
    refused: sortByKind(refused),
  };
}

/** Types without which the proposal is incomplete. RCS senders are only additional evidence: an address shows the same. */
export function isNeeded({ kind }: Refusal): boolean {
  return kind !== "rcsSenders";
}

export function isRefused({ refused }: Pick<Inventory, "refused">, kind: Kind): boolean {
  return refused.some((refusal) => refusal.kind === kind);
}

/** Responses arrive in any order. */
function sortByKind(refused: Refusal[]): Refusal[] {
  const order = Object.keys(kinds);
  return refused.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) {
    return `Twilio's response is not as documented:\n${z.prettifyError(error)}`;
  }
  return error instanceof Error ? error.message : String(error);
}
