// Every check of the doctor, in the order of the hand-off guide: what it says when it is right, and why it is asked.
// `npm run docs` makes docs/doctor.md of it.

export interface Entry {
  /** True when the check passes. */
  title: string;
  /** What goes wrong otherwise. */
  why: string;
  /** How it is mended where no stack of this project manages the account. */
  console: string;
  /** Anchor in docs/assumptions.md of what the check takes for granted. */
  assumption?: string;
  /** A pass confirms the assumption for this account. */
  settles?: true;
}

const numberPage = "Console: Phone Numbers > Manage > Active numbers > the number";
const addressPage = "Console: Flex > Manage > Messaging > the address";
const orchestratorPage = "Console: Conversation Orchestrator > the configuration";
const intelligencePage = "Console: Conversational Intelligence > the configuration";
const optIns =
  "Console: Flex, the opt-ins for the virtual agent's summary; where they are: twilio.com/docs/conversations/solution-blueprints/ai-to-human-handoff, section Flex";

export const catalogue = {
  credentials: {
    title: "The credentials may read what a hand-off needs",
    why: "Everything below is read with them. The agent needs the same rights, the account itself apart: a standard API key may not read that, which is fine.",
    console:
      "Console: Account > API keys & tokens: a Standard key, or a Restricted one with the rights that are missing",
  },
  number: {
    title: "The account has the agent's number",
    why: "TAC names it as the sender on every channel, and a key of another account reaches nothing.",
    console: "Console: Phone Numbers > Manage > Active numbers",
  },
  "number-voice": {
    title: "The number rings the agent",
    why: "Twilio must POST the call to the agent's /twiml: TAC answers GET with 405, and an application or a trunk wins over the URL.",
    console: `${numberPage} > Voice Configuration: webhook, HTTP POST`,
    assumption: "tac-paths",
  },
  "number-sms": {
    title: "Nothing but the agent answers an SMS",
    why: "An SMS webhook of the number runs beside the conversation: the customer gets two answers.",
    console: `${numberPage} > Messaging Configuration: leave "A message comes in" empty`,
  },
  "agent-twiml": {
    title: "The agent answers calls on its public host",
    why: "Asked with --reach only. An unsigned POST must be refused with 403: then the host is reached, TAC serves the path, and it checks signatures.",
    console:
      "on the agent's host: start TAC, and check the public name, the path and whatever stands in front",
    assumption: "tac-paths",
    settles: true,
  },
  "agent-webhook": {
    title: "The agent hears of messages on its public host",
    why: "As above, for the Orchestrator's callbacks at /webhook.",
    console:
      "on the agent's host: start TAC, and check the public name, the path and whatever stands in front",
    assumption: "tac-paths",
    settles: true,
  },
  "address-sms": {
    title: "An SMS begins a conversation and nothing else",
    why: "While the address starts a Flex flow or a webhook, that answers the customer, not the agent.",
    console: `${addressPage}: take the Flex integration off, keep the conversation`,
    assumption: "auto-creation-default",
  },
  "address-whatsapp": {
    title: "A WhatsApp message begins a conversation and nothing else",
    why: "As for SMS.",
    console: `${addressPage}: take the Flex integration off, keep the conversation`,
    assumption: "auto-creation-default",
  },
  "address-chat": {
    title: "A web chat begins a conversation and nothing else",
    why: "As for SMS. The address is the one the chat's own pages use.",
    console: `${addressPage}: take the Flex integration off, keep the conversation`,
    assumption: "chat-address",
  },
  orchestrator: {
    title: "The Orchestrator configuration is there",
    why: "It decides what is captured, remembered and told to the agent. TAC gets its id from TWILIO_CONVERSATION_CONFIGURATION_ID.",
    console: orchestratorPage,
  },
  "orchestrator-tac": {
    title: "TAC can start with the Orchestrator configuration",
    why: "TAC reads it when it starts and refuses to start without a description, with a name of other characters, or with time-outs that lack the minutes until Closed.",
    console: `${orchestratorPage}: give it a description`,
  },
  "orchestrator-captures": {
    title: "No sender is captured beside ConversationRelay and the bridge",
    why: "A capture rule beside them doubles every message, and bills speech-to-text twice.",
    console: `${orchestratorPage} > Channel traffic: remove the captured senders`,
    assumption: "no-capture-rules",
  },
  "orchestrator-bridge": {
    title: "Flex's Classic service is bridged",
    why: "Only over the bridge has a message a Classic conversation that the flow can hand to Flex.",
    console: `${orchestratorPage} > Channel traffic > Add messaging & chat traffic`,
    assumption: "flex-classic-service",
  },
  "orchestrator-voice": {
    title: "A call's conversation closes on hang-up",
    why: "By minutes it goes on after the hang-up, and its summary comes late.",
    console: `${orchestratorPage} > Voice: Closed, On hangup`,
    assumption: "voice-on-hangup",
  },
  "orchestrator-timeouts": {
    title: "Messages close their conversation as configured",
    why: "A short time-out ends the conversation while a person is still writing.",
    console: `${orchestratorPage}: time-outs of SMS, WhatsApp and chat`,
    assumption: "message-timeouts",
  },
  "orchestrator-callback": {
    title: "The Orchestrator tells the agent of messages",
    why: "Without the callback no message ever reaches the agent.",
    console: `${orchestratorPage}: status callback, POST`,
    assumption: "tac-paths",
  },
  "intelligence-linked": {
    title: "The Intelligence configuration is linked",
    why: "It does nothing until the Orchestrator configuration names it, and the person in Flex gets no summary.",
    console: `${orchestratorPage}: link the Intelligence configuration`,
  },
  "intelligence-rules": {
    title: "The Summary runs when a conversation goes quiet and when it ends, and does nothing else",
    why: "TAC makes the conversation quiet at the hand-off; Flex reads that result. An action or context on the rule is not part of the hand-off.",
    console: `${intelligencePage}: two rules with the operator Summary, on inactive and on end, no action, no context`,
    assumption: "inactive-triggers-summary",
  },
  "summary-operator": {
    title: "Twilio's Summary operator has the id that is used",
    why: "The rules name the operator by an id that Twilio's reference does not show.",
    console: "change summaryOperatorId in packages/twilio/src/resources/intelligence/configuration.ts",
    assumption: "summary-operator-id",
    settles: true,
  },
  "memory-store": {
    title: "The memory store is ACTIVE",
    why: "With a store that is missing or not ready, the Orchestrator captures nothing and says nothing.",
    console: "Console: Conversation Memory > the store",
  },
  flow: {
    title: "The hand-off flow is published",
    why: "Executions and calls run the newest published revision; a flow that was never published cannot run.",
    console: "Console: Studio > Flows > the flow > Publish",
  },
  "flow-valid": {
    title: "The published flow is valid",
    why: "Twilio's own verdict on it, and the one of this project's check.",
    console: "Console: Studio > Flows > the flow",
  },
  "flow-same": {
    title: "The published flow is the one of this repository",
    why: "Compared by meaning, as the provider does: order and positions are no difference. Without a stack nothing says which flow it should be.",
    console: "Console: Studio > Flows > the flow",
    assumption: "flow-saved-form",
    settles: true,
  },
  "flow-entries": {
    title: "The flow has an entry for each channel in use",
    why: "Calls come in at incomingCall, messages at incomingRequest. TAC has one flow for both.",
    console: "Console: Studio > Flows > the flow: wire the trigger",
    assumption: "resume-rest-only",
  },
  "flex-workflow": {
    title: "The workflow of the tasks is in Flex's workspace",
    why: "Send to Flex makes no task for another one (81015).",
    console: "Console: TaskRouter > Workspaces > Flex's > Workflows",
    assumption: "flex-stock-names",
    settles: true,
  },
  "flex-task-channels": {
    title: "The task channels are in Flex's workspace",
    why: "Send to Flex makes no task for another one (81015).",
    console: "Console: TaskRouter > Workspaces > Flex's > Task channels",
    assumption: "flex-stock-names",
    settles: true,
  },
  "flex-ui": {
    title: "Flex UI is 2.17.1 or later",
    why: "Earlier ones neither go on with the conversation nor show the summary.",
    console: "Console: Flex, the version of Flex UI (twilio.com/docs/flex/how-we-release-flex)",
  },
  "flex-opt-in-voice": {
    title: "Flex shows the summary of calls",
    why: "A switch in the Console; no API for it is known.",
    console: optIns,
    assumption: "flex-opt-ins",
  },
  "flex-opt-in-messaging": {
    title: "Flex shows the summary of messages",
    why: "A switch in the Console; no API for it is known.",
    console: optIns,
    assumption: "flex-opt-ins",
  },
  "env-complete": {
    title: "The agent's .env has what TAC needs for a hand-off",
    why: "TAC does not start without some of them; without the flow's SID its hand-off tool cannot be built.",
    console: "set it in the .env",
  },
  "env-shape": {
    title: "The agent's .env has no value that TAC refuses",
    why: "TAC for TypeScript refuses empty values, placeholders (FWxxxx) and capital hexadecimal digits; TAC for Python fails later, at the hand-off.",
    console: "correct it in the .env",
  },
  "env-agrees": {
    title: "The agent's .env agrees with what was looked at",
    why: "An agent with another flow or configuration hands off elsewhere, or nowhere.",
    console: "correct it in the .env",
  },
  "conversation-service": {
    title: "A conversation shows its bridged Classic service",
    why: "The flow reads it there. Looked at in the newest message that came over the bridge, if there is one.",
    console: "see the assumption: the flow's path to it may be wrong",
    assumption: "conversation-configuration-path",
    settles: true,
  },
  "conversation-channel": {
    title: "A customer's address names its Classic conversation",
    why: "The flow resumes that one. Looked at in the same conversation.",
    console: "see the assumption: the flow's path to it may be wrong",
    assumption: "participants-channel-id",
    settles: true,
  },
  "call-handoff": {
    title: "A call's hand-off reaches the flow with its data",
    why: "The flow tells a hand-off from a plain end of a call by it. Looked at in the newest executions that calls started, if one of them was a hand-off.",
    console: "see the assumption: the flow's path to it may be wrong",
    assumption: "handoffdata-in-trigger",
    settles: true,
  },
  "call-variables": {
    title: "The flow makes an object of a call's hand-off",
    why: "As text, the person in Flex gets a quoted JSON. Looked at in the same execution.",
    console: "see the assumption: the type of the variable may be wrong",
    assumption: "set-variables-json-object",
    settles: true,
  },
} as const satisfies Record<string, Entry>;

export type CheckId = keyof typeof catalogue;

/** The same, where an entry may lack what others have. */
export const entries: Record<CheckId, Entry> = catalogue;

export const checkIds = Object.keys(catalogue) as CheckId[];
