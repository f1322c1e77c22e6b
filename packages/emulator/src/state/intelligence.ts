// Rows of Conversational Intelligence: configurations with their rules, and operator results.

export interface IntelligenceConfiguration {
  accountId: string;
  id: string;
  displayName: string;
  description: string | null;
  version: number;
  rules: Rule[];
  dateCreated: string;
  dateUpdated: string;
}

export interface Rule {
  id: string;
  operators: { id: string; version: number | null; parameters: Record<string, unknown> | null }[];
  triggers: { on: string; parameters: { count: number } | null }[];
  actions: { type: string; method: string; url: string }[];
  context: { memory: { enabled: boolean } | null; knowledge: { bases: string[] } | null } | null;
}

export type TriggerOn = "COMMUNICATION" | "CONVERSATION_END" | "CONVERSATION_INACTIVE";

export interface OperatorResult {
  id: string;
  accountId: string;
  conversationId: string;
  intelligenceConfiguration: { id: string; ruleId: string; version: number };
  operator: { id: string; version: number; parameters: Record<string, unknown> };
  outputFormat: "TEXT";
  result: { text: string };
  dateCreated: string;
  referenceIds: string[];
  executionDetails: {
    trigger: { on: TriggerOn; timestamp: string };
    communications: { first: string; last: string };
    channels: string[];
    participants: { id: string; profileId: string | null; type: string }[];
    resolvedContext: null;
  };
  metadata: {
    system: { latencyMs: number; inputCharacters: number; outputCharacters: number; inputTruncated: boolean };
  };
}
