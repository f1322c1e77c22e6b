import type { MemoryStore } from "./memory.ts";
import type { OrchestratorConfiguration } from "./orchestrator.ts";

/** The response that the same Idempotency-Key gets again for 24 hours. */
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
  /** Id of the object that is made, changed or deleted. */
  resourceId: string;
  /** Absent once it has been made. */
  change?: RowChange;
}

/** A row to write, or null to delete it. */
export type RowChange =
  | { table: "orchestratorConfigurations"; row: OrchestratorConfiguration | null }
  | { table: "memoryStores"; row: MemoryStore | null };
