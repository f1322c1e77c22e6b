// Every check of doctor, in the order of the hand-off guide: what is true when it passes, and why it matters.
// `npm run docs` generates docs/doctor.md from it.

export interface Entry {
  /** True when the check passes. */
  title: string;
  /** What goes wrong otherwise. */
  why: string;
  /** How to fix it if no stack of this project manages the account. */
  console: string;
  /** Anchor in docs/assumptions.md of what the check assumes. */
  assumption?: string;
  /** A pass confirms the assumption for this account. */
  settles?: true;
}

const numberPage = "Console: Phone Numbers > Manage > Active numbers > the number";
const addressPage = "Console: Flex > Manage > Messaging > the address";
const orchestratorPage = "Console: Conversation Orchestrator > the configuration";
const intelligencePage = "Console: Conversational Intelligence > the configuration";
const optIns =
  "Console: Flex, the opt-ins for the virtual agent's summary; for their location see twilio.com/docs/conversations/solution-blueprints/ai-to-human-handoff, section Flex";

export const catalogue = {
  credentials: {
    title: "The credentials can read everything that a hand-off needs",
    why: "Every check below reads with them. The agent needs the same rights, except for the account itself: a standard API key cannot read that, which is fine.",
    console:
      "Console: Account > API keys & tokens: a Standard key, or a Restricted one with the missing permissions",
  },
  number: {
    title: "The account owns the agent's number",
    why: "TAC sends from it on every channel, and a key of another account cannot reach it.",
    console: "Console: Phone Numbers > Manage > Active numbers",
  },
  "number-voice": {
    title: "Calls to the number reach the agent",
    why: "Twilio must POST the call to the agent's /twiml: TAC responds to GET with 405, and an application or a trunk takes precedence over the URL.",
    console: `${numberPage} > Voice Configuration: webhook, HTTP POST`,
    assumption: "tac-paths",
  },
  "number-fallback": {
    title: "Calls reach the flow while the agent is down",
    why: "If the agent's server does not respond, Twilio requests the number's fallback URL. The flow then connects the caller to a Flex agent, or plays the apology (tac-handoff:onAgentDown). Without a fallback the caller hears Twilio's error message, and the call ends.",
    console: `${numberPage} > Voice Configuration > Primary handler fails: the flow's voiceHandoffUrl, HTTP POST`,
    assumption: "fallback-to-the-flow",
  },
  "number-status-callback": {
    title: "No earlier flow is notified of the number's calls",
    why: "Studio sets a number's status callback when the number is connected to a flow in the Console, and the stack does not change it. The earlier flow is then notified of calls that it never had, and may start executions for them.",
    console: `${numberPage} > Voice Configuration > Call status changes: clear it`,
    assumption: "status-callback-of-an-earlier-flow",
  },
  "number-sms": {
    title: "Only the agent responds to SMS",
    why: "An SMS webhook on the number runs in parallel with the conversation, so the customer gets two replies.",
    console: `${numberPage} > Messaging Configuration: leave "A message comes in" empty`,
  },
  "agent-twiml": {
    title: "The agent responds to calls on its public host",
    why: "Checked with --reach only. An unsigned POST must be rejected with 403; one that is signed as Twilio signs it must get TwiML whose ConversationRelay uses the stack's configuration and whose action is the flow. Without the auth token no signed one is sent, and 403 alone does not pass: an agent that refuses everything responds with it, too.",
    console:
      "on the agent's host: start TAC, and check the public name, the path and any proxy in front of it",
    assumption: "tac-paths",
    settles: true,
  },
  "agent-webhook": {
    title: "The agent receives messages on its public host",
    why: "As above, for the Orchestrator's callbacks to /webhook: a signed event must be accepted with 2xx.",
    console:
      "on the agent's host: start TAC, and check the public name, the path and any proxy in front of it",
    assumption: "tac-paths",
    settles: true,
  },
  "address-sms": {
    title: "An SMS starts a conversation and nothing else",
    why: "While the address starts a Flex flow or a webhook, that responds to the customer instead of the agent.",
    console: `${addressPage}: remove the Flex integration, keep the conversation`,
    assumption: "auto-creation-default",
  },
  "address-whatsapp": {
    title: "A WhatsApp message starts a conversation and nothing else",
    why: "As for SMS.",
    console: `${addressPage}: remove the Flex integration, keep the conversation`,
    assumption: "auto-creation-default",
  },
  "address-rcs": {
    title: "An RCS message starts a conversation and nothing else",
    why: "As for SMS.",
    console: `${addressPage}: remove the Flex integration, keep the conversation`,
    assumption: "auto-creation-default",
  },
  "address-chat": {
    title: "A web chat starts a conversation and nothing else",
    why: "As for SMS. The address must be the one that the pages with the chat use. Whether they do shows in no API: an address that the stack has created under a name is for you to check.",
    console: `${addressPage}: remove the Flex integration, keep the conversation`,
    assumption: "chat-address",
  },
  "address-strays": {
    title: "No other address starts anything for the agent's number and senders",
    why: "The same number may have an address of another channel, such as WhatsApp beside SMS, which still starts an earlier flow. And an address may be configured for a WhatsApp sender that the account does not have: no message ever arrives there.",
    console:
      "Console: Conversations > Manage > Addresses: remove the address, or let the agent serve its channel; for senders Messaging > Senders",
    assumption: "sender-lists",
  },
  orchestrator: {
    title: "The Orchestrator configuration exists",
    why: "It decides what is captured, what is remembered and what is sent to the agent. TAC takes its ID from TWILIO_CONVERSATION_CONFIGURATION_ID.",
    console: orchestratorPage,
  },
  "orchestrator-tac": {
    title: "TAC can start with the Orchestrator configuration",
    why: "TAC reads it at startup and refuses to start without a description, with other characters in the name, or with timeouts that lack the minutes until Closed.",
    console: `${orchestratorPage}: add a description`,
  },
  "orchestrator-captures": {
    title: "No sender is captured besides ConversationRelay and the bridge",
    why: "An additional capture rule duplicates every message, and speech-to-text is billed twice.",
    console: `${orchestratorPage} > Channel traffic: remove the captured senders`,
    assumption: "no-capture-rules",
  },
  "orchestrator-bridge": {
    title: "Flex's Classic service is bridged",
    why: "Only a message that comes over the bridge has a Classic conversation that the flow can hand to Flex.",
    console: `${orchestratorPage} > Channel traffic > Add messaging & chat traffic`,
    assumption: "flex-classic-service",
  },
  "orchestrator-voice": {
    title: "A call's conversation closes on hang-up",
    why: "With timeouts it stays open after the hang-up, and its summary arrives late.",
    console: `${orchestratorPage} > Voice: Closed, On hangup`,
    assumption: "voice-on-hangup",
  },
  "orchestrator-timeouts": {
    title: "Messaging conversations close as configured",
    why: "A short timeout ends the conversation while the Flex agent is still writing.",
    console: `${orchestratorPage}: timeouts of SMS, WhatsApp, RCS and chat`,
    assumption: "message-timeouts",
  },
  "orchestrator-callback": {
    title: "The Orchestrator notifies the agent of messages",
    why: "Without the callback no message ever reaches the agent.",
    console: `${orchestratorPage}: status callback, POST`,
    assumption: "tac-paths",
  },
  "intelligence-linked": {
    title: "The Intelligence configuration is linked",
    why: "It does nothing until the Orchestrator configuration names it, and the Flex agent receives no summary.",
    console: `${orchestratorPage}: link the Intelligence configuration`,
  },
  "intelligence-rules": {
    title:
      "The Summary operator runs when a conversation becomes inactive and when it ends, and its rules do nothing else",
    why: "TAC sets the conversation inactive at the hand-off, and Flex reads the result of that run. An action or context on the rule is not part of the hand-off.",
    console: `${intelligencePage}: two rules with the Summary operator, on inactive and on end, without action or context`,
    assumption: "inactive-triggers-summary",
  },
  "summary-operator": {
    title: "Twilio's Summary operator has the expected ID",
    why: "The rules name the operator by an ID that Twilio's reference does not list.",
    console: "change summaryOperatorId in packages/twilio/src/account/intelligence.ts",
    assumption: "summary-operator-id",
    settles: true,
  },
  "memory-store": {
    title: "The memory store is ACTIVE",
    why: "If the store is missing or not ready, the Orchestrator captures nothing and reports no error.",
    console: "Console: Conversation Memory > the store",
  },
  flow: {
    title: "The hand-off flow is published",
    why: "Executions and calls run the newest published revision; a flow that was never published cannot run.",
    console: "Console: Studio > Flows > the flow > Publish",
  },
  "flow-valid": {
    title: "The published flow is valid",
    why: "Twilio's own verdict, and the result of this project's flow check.",
    console: "Console: Studio > Flows > the flow",
  },
  "flow-summary": {
    title: "Flex finds the summary of the conversation",
    why: "Flex UI finds it by a context of the task, which Send to Flex is assumed to write from a top-level conversationId of the attributes.",
    console: "Console: Studio > Flows > the flow > Send to Flex: add conversationId to the attributes",
    assumption: "summary-finds-conversation",
  },
  "flow-same": {
    title: "The published flow is the one in this repository",
    why: "Compared by meaning, as the provider does: order and positions make no difference. Without a stack there is no flow to compare it with.",
    console: "Console: Studio > Flows > the flow",
    assumption: "flow-saved-form",
    settles: true,
  },
  "flow-entries": {
    title: "The flow has an entry for each channel in use",
    why: "Calls enter at incomingCall, messages at incomingRequest. TAC uses one flow for both.",
    console: "Console: Studio > Flows > the flow: connect the trigger",
    assumption: "resume-rest-only",
  },
  "flex-workflow": {
    title: "The workflow for the tasks is in Flex's workspace",
    why: "Send to Flex creates no task for a workflow of another workspace (81015).",
    console: "Console: TaskRouter > Workspaces > Flex's > Workflows",
    assumption: "flex-stock-names",
    settles: true,
  },
  "flex-task-channels": {
    title: "The task channels are in Flex's workspace",
    why: "Send to Flex creates no task for a task channel of another workspace (81015).",
    console: "Console: TaskRouter > Workspaces > Flex's > Task channels",
    assumption: "flex-stock-names",
    settles: true,
  },
  "flex-queues": {
    title: "The workflow reaches Flex agents",
    why: "A task waits in a queue until one of the workers whom the queue targets is available; a queue that matches no worker never loses it. Every queue of the workflow is checked, also those of tac-handoff:flex.routing. Workers who are offline now are a warning, because doctor does not know their working hours.",
    console:
      "Console: TaskRouter > Workspaces > Flex's > Task queues and Workers: give workers the attributes that the queue asks for, or change the queue; availability is set in Flex",
  },
  "flex-ui": {
    title: "Flex UI is 2.17.1 or later",
    why: "Earlier versions neither continue the conversation nor show the summary.",
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
    title: "The agent's .env has everything that TAC needs for a hand-off",
    why: "TAC does not start without some of these variables; without the flow's SID its hand-off tool cannot be created.",
    console: "set it in the .env",
  },
  "env-shape": {
    title: "The agent's .env has no value that TAC rejects",
    why: "TAC for TypeScript rejects empty values, placeholders (FWxxxx) and upper-case hexadecimal digits; TAC for Python fails later, at the hand-off.",
    console: "correct it in the .env",
  },
  "env-agrees": {
    title: "The agent's .env matches the stack",
    why: "An agent with another flow or configuration hands off elsewhere, or nowhere.",
    console: "correct it in the .env",
  },
  "conversation-service": {
    title: "A conversation shows its bridged Classic service",
    why: "The flow reads it there. Checked on the newest message that came over the bridge, if there is one.",
    console: "see the assumption: the path that the flow reads may be wrong",
    assumption: "conversation-configuration-path",
    settles: true,
  },
  "conversation-channel": {
    title: "A customer's address names its Classic conversation",
    why: "The flow resumes that conversation. Checked on the same message.",
    console: "see the assumption: the path that the flow reads may be wrong",
    assumption: "participants-channel-id",
    settles: true,
  },
  "call-handoff": {
    title: "A call's hand-off reaches the flow with its data",
    why: "The flow uses this data to distinguish a hand-off from a normal end of a call. Checked on the newest executions that calls started, if one of them was a hand-off.",
    console: "see the assumption: the path that the flow reads may be wrong",
    assumption: "handoffdata-in-trigger",
    settles: true,
  },
  "call-variables": {
    title: "The flow turns a call's hand-off data into an object",
    why: "If it stayed a string, the Flex agent would see quoted JSON. Checked on the same execution.",
    console: "see the assumption: the type of the variable may be wrong",
    assumption: "set-variables-json-object",
    settles: true,
  },
  "messages-answered": {
    title: "The agent has replied to the newest messages",
    why: "Checked with --reach only, on the newest open conversations whose events go to the agent. Messages that arrive while the agent is down are not delivered to it later. Doctor sees only that the customer wrote last, some minutes ago, and not why: an agent may also have decided not to reply.",
    console:
      "on the agent's host: check that it runs and what it logs; what becomes of the messages is described in docs/hand-off.md, While the agent is down",
  },
} as const satisfies Record<string, Entry>;

export type CheckId = keyof typeof catalogue;

/** The same, with the optional parts of every entry. */
export const entries: Record<CheckId, Entry> = catalogue;

export const checkIds = Object.keys(catalogue) as CheckId[];
