// For tests only: inputs of an Orchestrator configuration.

import { seed } from "@tac-handoff/emulator";

/** The configuration that the account has already. */
export const presentId = seed.orchestratorConfigurationId;

/** What a new configuration needs. */
export const leastInputs = {
  displayName: "hand-off",
  conversationGroupingType: "GROUP_BY_PROFILE",
  memoryStoreId: seed.memoryStoreId,
} as const;
