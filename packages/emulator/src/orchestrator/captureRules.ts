// Which Orchestrator configuration captures a customer's message or call.

import type { ClassicConversation } from "../state/classic.ts";
import type { Address, OrchestratorConfiguration } from "../state/orchestrator.ts";
import type { State } from "../state/state.ts";

/** The configuration that bridges the conversation's service, otherwise the first one whose rules match. */
export function capturingConfiguration(
  state: State,
  channel: Address["channel"],
  { from, to }: { from: string; to: string },
  classic?: ClassicConversation,
): OrchestratorConfiguration | undefined {
  const rows = usableConfigurations(state);
  const bridging = rows.find(
    ({ conversationsV1Bridge }) => classic && conversationsV1Bridge?.serviceId === classic.chat_service_sid,
  );
  return bridging ?? rows.find((row) => captures(row, channel, from, to));
}

/** Configurations with a memory store. Without one, capture fails silently. Source: Twilio's agent skills (twilio/ai, June 2026) */
export function usableConfigurations(state: State): OrchestratorConfiguration[] {
  return Object.values(state.orchestratorConfigurations).filter(
    (row) => state.memoryStores[row.memoryStoreId ?? ""],
  );
}

function captures(row: OrchestratorConfiguration, channel: string, from: string, to: string): boolean {
  const rules = row.channelSettings[channel]?.captureRules ?? [];
  return rules.some((rule) => matches(rule.from, from) && matches(rule.to, to));
}

function matches(pattern: string, address: string): boolean {
  return pattern === "*" || pattern === address;
}
