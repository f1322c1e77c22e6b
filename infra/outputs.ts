// The stack's outputs, named once, and the variables of TAC's SDKs they become. None is a secret.

interface Output {
  describe: string;
  variables: readonly string[];
  /** A list of strings. Default: a string. */
  isList?: true;
}

/**
 * Every output: what it is, and TAC's variables for it (Python and TypeScript name two of them differently).
 * `TWILIO_FLEX_…` are ours: TAC ignores them, @tac-handoff/runtime reads them.
 */
export const outputs = {
  accountSid: { describe: "Account of the stack", variables: ["TWILIO_ACCOUNT_SID"] },
  phoneNumber: { describe: "The agent's number, the first of a list", variables: ["TWILIO_PHONE_NUMBER"] },
  phoneNumbers: { describe: "All numbers of the agent", variables: [], isList: true },
  whatsappSender: {
    describe: "The agent's WhatsApp sender, the first of a list",
    variables: ["TWILIO_WHATSAPP_NUMBER"],
  },
  whatsappSenders: { describe: "All WhatsApp senders of the agent", variables: [], isList: true },
  rcsSender: { describe: "The agent's RCS sender, the first of a list", variables: ["TWILIO_RCS_SENDER_ID"] },
  rcsSenders: { describe: "All RCS senders of the agent", variables: [], isList: true },
  chatAddress: { describe: "Address of the web chat, the first of a list", variables: [] },
  chatAddresses: { describe: "All addresses of the web chat", variables: [], isList: true },
  agentDomain: { describe: "Public host name of the agent", variables: ["TWILIO_VOICE_PUBLIC_DOMAIN"] },
  flowSid: { describe: "The hand-off flow", variables: ["TWILIO_STUDIO_HANDOFF_FLOW_SID"] },
  flowWebhookUrl: { describe: "Webhook of the flow", variables: [] },
  voiceHandoffUrl: { describe: "Where a call goes when its session ends", variables: [] },
  executionsUrl: { describe: "Where a message or chat is handed off", variables: [] },
  orchestratorConfigurationId: {
    describe: "Orchestrator configuration",
    variables: ["TWILIO_CONVERSATION_CONFIGURATION_ID"],
  },
  intelligenceConfigurationId: {
    describe: "Intelligence configuration with the Summary operator",
    variables: ["CONVERSATION_INTELLIGENCE_CONFIGURATION_ID", "TWILIO_TAC_CI_CONFIGURATION_ID"],
  },
  memoryStoreId: {
    describe: "Memory store; TAC reads it from the Orchestrator configuration",
    variables: [],
  },
  workspaceSid: { describe: "Flex's TaskRouter workspace", variables: ["TWILIO_FLEX_WORKSPACE_SID"] },
  workflowSid: { describe: "TaskRouter workflow of the tasks", variables: ["TWILIO_FLEX_WORKFLOW_SID"] },
  classicServiceSid: { describe: "Conversations (Classic) service", variables: [] },
} as const satisfies Record<string, Output>;

export type OutputName = keyof typeof outputs;

/** The values of the outputs. */
export type Outputs = {
  [Name in OutputName]: (typeof outputs)[Name] extends { isList: true } ? string[] : string;
};

export function isListOutput(name: OutputName): boolean {
  return "isList" in outputs[name];
}
