// Rows of Memory: stores, and the profiles in them.

export interface MemoryStore {
  id: string;
  displayName: string;
  description: string | null;
  intelligenceServiceId: string | null;
  version: number;
  /**
   * Whether `Contact.phone` is promoted to the identifier `phone`, so that profiles can be found and created by it.
   * Default true (docs/assumptions.md, memory-phone).
   */
  phoneIsIdentifier?: boolean;
  /** When the store becomes ACTIVE. */
  activeAt: string;
  /** When the store can be read. Until `activeAt` it is QUEUED for half of the time, then PROVISIONING. */
  visibleAt: string;
}

export interface Profile {
  id: string;
  storeId: string;
  /** By group, then by name: `{ Contact: { phone: "+15551230100" } }`. */
  traits: Record<string, Record<string, unknown>>;
  observations: Observation[];
  summaries: Summary[];
  createdAt: string;
}

export interface Observation {
  id: string;
  content: string;
  source: string;
  occurredAt: string;
  conversationIds: string[];
  createdAt: string;
  updatedAt: string;
}

export interface Summary {
  id: string;
  content: string;
  source: string | null;
  occurredAt: string;
  conversationId: string;
  createdAt: string;
  updatedAt: string;
}
