// The flow that takes a hand-off from the agent to Flex: one flow, an entry for calls and one for messages.
// Order of the widgets as in Twilio's hand-off guide, with a gate on calls, because every end of a
// ConversationRelay session comes here and only a hand-off carries HandoffData.

import {
  type AttributeValue,
  defineFlow,
  type FlowDefinition,
  makeHttpRequest,
  resumeConversation,
  sayPlay,
  sendMessage,
  sendToFlex,
  setVariables,
  split,
  withoutUnreachable,
} from "@tac-handoff/studio";

export interface AgentHandoff {
  /** Workflow that assigns the tasks (`WW…`). */
  workflowSid: string;
  /** Task channel of calls (`TC…`). Omit it for a flow without the voice entry. */
  voiceTaskChannelSid?: string;
  /** Task channel of SMS, WhatsApp and chat (`TC…`). Omit it for a flow without the messaging entry. */
  messagingTaskChannelSid?: string;
  /** Attributes that every task gets beside the hand-off, for instance `{ team: "support" }`. */
  attributes?: Readonly<Record<string, AttributeValue>>;
  /** Priority of the tasks, higher first. Default 0. */
  priority?: number;
  /** Seconds after which a task that nobody took is cancelled, at most 1,209,600. Default 3,600. */
  timeoutSeconds?: number;
  /** Where a caller goes whose session with the agent broke: to a person, or a sentence and the end. Default "person". */
  onFailedSession?: "person" | "apology";
  /** What callers and senders are told when no person can be reached. */
  apologies?: { call?: string | undefined; message?: string | undefined };
}

const conversationUrl =
  "https://conversations.twilio.com/v2/Conversations/{{flow.data.HandoffData.conversationId}}";

/** The customer's Classic conversation: the first address that has one, since a customer may have several. */
const classicConversationSid = [
  '{% assign found = "" %}',
  "{% for participant in widgets.get_participants.parsed.participants %}",
  '{% if participant.type == "CUSTOMER" %}{% for address in participant.addresses %}',
  '{% if found == "" and address.channelId contains "CH" %}{% assign found = address.channelId %}{% endif %}',
  "{% endfor %}{% endif %}{% endfor %}{{found}}",
].join("");

/** What is sent when Flex refuses the agent's own attributes as too long: the ids lead to everything else. */
function briefly(payload: string) {
  const id = (name: string) => `{{${payload}.${name} | to_json}}`;
  return {
    conversationId: id("conversationId"),
    storeId: id("storeId"),
    profileId: id("profileId"),
    attributes: { reason: "(The agent's attributes were too long for Flex.)" },
  };
}

export function agentHandoff({
  workflowSid,
  voiceTaskChannelSid,
  messagingTaskChannelSid,
  attributes = {},
  priority = 0,
  timeoutSeconds = 3_600,
  onFailedSession = "person",
  apologies: {
    call = "We are sorry, nobody can take your call right now. Please call again later.",
    message = "We are sorry, nobody can answer right now. Please write to us again later.",
  } = {},
}: AgentHandoff): FlowDefinition {
  const task = { workflow: workflowSid, priority: String(priority), timeout: String(timeoutSeconds) };
  const callTask = { ...task, channel: voiceTaskChannelSid ?? "" };
  const messageTask = { ...task, channel: messagingTaskChannelSid ?? "" };
  const caller = { type: "inbound", name: "{{contact.channel.address | to_json}}", ...attributes };

  const afterFailedSession =
    onFailedSession === "person" ? ("send_broken_call_to_flex" as const) : ("say_nobody_there" as const);

  const flow = defineFlow({
    description: "Takes a hand-off from the virtual agent to a person in Flex. Managed by tac-handoff.",
    trigger: {
      incomingCall: voiceTaskChannelSid === undefined ? undefined : "is_handoff",
      incomingRequest: messagingTaskChannelSid === undefined ? undefined : "get_participants",
    },
    widgets: {
      // Calls
      is_handoff: split({
        input: "{{trigger.call.HandoffData}}",
        match: [{ contains: "conversationId", next: "parse_handoff" }],
        noMatch: "is_session_failed",
      }),
      parse_handoff: setVariables({
        variables: { handoff: { json_object: "{{trigger.call.HandoffData}}" } },
        next: "send_call_to_flex",
      }),
      send_call_to_flex: sendToFlex({
        ...callTask,
        attributes: { ...caller, handoff: "{{flow.variables.handoff | to_json}}" },
        on: {
          callComplete: undefined,
          failedToEnqueue: "send_call_briefly",
          callFailure: "say_nobody_there",
        },
      }),
      send_call_briefly: sendToFlex({
        ...callTask,
        attributes: { ...caller, handoff: briefly("flow.variables.handoff") },
        on: { callComplete: undefined, failedToEnqueue: "say_nobody_there", callFailure: "say_nobody_there" },
      }),
      // Without HandoffData the caller has hung up, unless the session broke: then somebody is still on the line.
      is_session_failed: split({
        input: "{{trigger.call.SessionStatus}}",
        match: [{ equal_to: "failed", next: afterFailedSession }],
        noMatch: undefined,
      }),
      send_broken_call_to_flex: sendToFlex({
        ...callTask,
        attributes: { ...caller, sessionError: "{{trigger.call.ErrorCode | to_json}}" },
        on: { callComplete: undefined, failedToEnqueue: "say_nobody_there", callFailure: "say_nobody_there" },
      }),
      say_nobody_there: sayPlay({ say: call }),

      // SMS, WhatsApp and chat
      get_participants: makeHttpRequest({
        url: `${conversationUrl}/Participants`,
        method: "GET",
        content_type: "application/json;charset=utf-8",
        add_twilio_auth: true,
        on: { success: "get_conversation", failed: "tell_nobody_there" },
      }),
      get_conversation: makeHttpRequest({
        url: conversationUrl,
        method: "GET",
        content_type: "application/json;charset=utf-8",
        add_twilio_auth: true,
        on: { success: "resume_conversation", failed: "tell_nobody_there" },
      }),
      resume_conversation: resumeConversation({
        conversation_sid: classicConversationSid,
        conversation_service_sid:
          "{{widgets.get_conversation.parsed.configuration.conversationsV1Bridge.serviceId}}",
        // Flex goes on with the conversation when this flow ends.
        close_conversation_on_execution_end: false,
        on: { resumed: "send_conversation_to_flex", failed: "tell_nobody_there" },
      }),
      send_conversation_to_flex: sendToFlex({
        ...messageTask,
        attributes: { ...attributes, handoff: "{{flow.data.HandoffData | to_json}}" },
        on: {
          callComplete: undefined,
          failedToEnqueue: "send_conversation_briefly",
          callFailure: "tell_nobody_there",
        },
      }),
      send_conversation_briefly: sendToFlex({
        ...messageTask,
        attributes: { ...attributes, handoff: briefly("flow.data.HandoffData") },
        on: {
          callComplete: undefined,
          failedToEnqueue: "tell_nobody_there",
          callFailure: "tell_nobody_there",
        },
      }),
      tell_nobody_there: sendMessage({ body: message, on: { sent: undefined, failed: undefined } }),
    },
  });
  return withoutUnreachable(flow);
}
