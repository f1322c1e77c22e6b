export interface MemoryStore {
  id: string;
  displayName: string;
  description: string | null;
  intelligenceServiceId: string | null;
  version: number;
  /**
   * Whether `Contact.phone` is promoted to the identifier `phone`, so that profiles can be found and made by it.
   * Default true (docs/assumptions.md, memory-phone).
   */
  phoneIsIdentifier?: boolean;
  /** The store can be read before that, QUEUED in the first half of the time, then PROVISIONING. */
  activeAt: string;
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
