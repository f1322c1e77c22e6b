// Rows of what Orchestrator and Memory keep about requests: long-running operations, and responses by Idempotency-Key.

import type { MemoryStore } from "./memory.ts";
import type { OrchestratorConfiguration } from "./orchestrator.ts";

/** The response that is repeated for the same Idempotency-Key for 24 hours. */
export interface FirstResponse {
  at: string;
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

export interface Operation {
  id: string;
  host: "conversations.twilio.com" | "memory.twilio.com";
  createdAt: string;
  /** When the change becomes visible. */
  completesAt: string;
  /** Id of the object that is created, changed or deleted. */
  resourceId: string;
  /** Absent once it has been applied. */
  change?: RowChange;
}

/** A row to write, or null to delete it. */
export type RowChange =
  | { table: "orchestratorConfigurations"; row: OrchestratorConfiguration | null }
  | { table: "memoryStores"; row: MemoryStore | null };
