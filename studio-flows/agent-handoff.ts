// The flow that hands off from the virtual agent to Flex, with an entry for calls and one for messages. The order of
// the widgets follows Twilio's hand-off guide, with a gate for calls, because every end of a ConversationRelay session
// reaches this flow and only a hand-off has HandoffData.

import { HandoffError } from "@tac-handoff/runtime";
import {
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
import { briefAttributes, caller, handoffAttributes, type TeamAttributes } from "./taskAttributes.ts";
import { type FlowContract, teamProblems } from "./teamAttributes.ts";

export interface AgentHandoff {
  /** Workflow that assigns the tasks (`WW…`). */
  workflowSid: string;
  /** Task channel of calls (`TC…`). Omit it for a flow without the voice entry. */
  voiceTaskChannelSid?: string;
  /** Task channel of SMS, WhatsApp and chat (`TC…`). Omit it for a flow without the messaging entry. */
  messagingTaskChannelSid?: string;
  /**
   * The attributes that the agent may send (attributes.ts); each becomes an attribute of the task with the same name.
   */
  contract: FlowContract;
  /** Attributes that every task gets in addition to the hand-off, for example `{ team: "support" }`. */
  attributes?: TeamAttributes;
  /** Priority of the tasks, higher first. Default 0. */
  priority?: number;
  /** Seconds after which a task that no agent has accepted is canceled, at most 1,209,600. Default 3,600. */
  timeoutSeconds?: number;
  /**
   * After the session of a caller with the virtual agent failed: a task in Flex, or an apology and the end. Default
   * "person".
   */
  onFailedSession?: "person" | "apology";
  /** Apologies to callers and senders if no agent in Flex can be reached. */
  apologies?: { call?: string | undefined; message?: string | undefined };
}

/** Encoded, so that an id with a slash or a question mark cannot request another resource with the account's rights. */
const conversationUrl =
  "https://conversations.twilio.com/v2/Conversations/{{flow.data.HandoffData.conversationId | url_encode}}";

/** The customer's Classic conversation: the first address that has one, since a customer may have several. */
const classicConversationSid = [
  '{% assign found = "" %}',
  "{% for participant in widgets.get_participants.parsed.participants %}",
  // Anyone who is not an agent is the customer: in a chat TAC leaves the type UNKNOWN, as the bridge created it.
  '{% if participant.type contains "AGENT" %}{% else %}{% for address in participant.addresses %}',
  '{% if found == "" and address.channelId contains "CH" %}{% assign found = address.channelId %}{% endif %}',
  "{% endfor %}{% endif %}{% endfor %}{{found}}",
].join("");

/**
 * Builds the flow.
 *
 * @throws HandoffError if the team's attributes collide with the contract's or Twilio's, or leave no room for the agent
 */
export function agentHandoff({
  workflowSid,
  voiceTaskChannelSid,
  messagingTaskChannelSid,
  contract,
  attributes: team = {},
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
  const problems = teamProblems(team, contract);
  if (problems.length > 0) {
    const reasons = problems.map(({ name = "all together", message }) => `${name}: ${message}`);
    throw new HandoffError(`the team's attributes: ${reasons.join("; ")}`);
  }

  const afterFailedSession =
    onFailedSession === "person" ? ("send_broken_call_to_flex" as const) : ("say_nobody_there" as const);

  const flow = defineFlow({
    description: "Hands off from the virtual agent to a Flex agent. Managed by tac-handoff.",
    trigger: {
      incomingCall: voiceTaskChannelSid === undefined ? undefined : "is_handoff",
      incomingRequest: messagingTaskChannelSid === undefined ? undefined : "get_participants",
    },
    widgets: {
      // Calls
      is_handoff: split({
        input: "{{trigger.call.HandoffData}}",
        match: [{ is_not_blank: true, next: "parse_handoff" }],
        noMatch: "is_session_failed",
      }),
      parse_handoff: setVariables({
        variables: { handoff: { json_object: "{{trigger.call.HandoffData}}" } },
        next: "is_handoff_read",
      }),
      // A string that is not JSON, or not a payload, cannot be read, but the caller still waits for an agent in Flex.
      is_handoff_read: split({
        input: "{{flow.variables.handoff.conversationId}}",
        match: [{ is_not_blank: true, next: "send_call_to_flex" }],
        noMatch: "send_unread_call_to_flex",
      }),
      send_call_to_flex: sendToFlex({
        ...callTask,
        attributes: handoffAttributes({ ...caller, ...team }, "flow.variables.handoff", contract),
        on: {
          callComplete: undefined,
          failedToEnqueue: "send_call_briefly",
          callFailure: "say_nobody_there",
        },
      }),
      send_call_briefly: sendToFlex({
        ...callTask,
        attributes: briefAttributes({ ...caller, ...team }, "flow.variables.handoff"),
        on: { callComplete: undefined, failedToEnqueue: "say_nobody_there", callFailure: "say_nobody_there" },
      }),
      // Without HandoffData the caller has hung up, unless the session failed: then they are still on the line.
      is_session_failed: split({
        input: "{{trigger.call.SessionStatus}}",
        match: [{ equal_to: "failed", next: afterFailedSession }],
        noMatch: "is_handoff_too_long",
      }),
      // A value over Studio's 16 KB renders as empty, so for is_handoff such a long hand-off does not exist.
      is_handoff_too_long: split({
        input: "{{trigger.call.HandoffData | size}}",
        match: [{ greater_than: "0", next: "send_unread_call_to_flex" }],
        noMatch: undefined,
      }),
      send_unread_call_to_flex: sendToFlex({
        ...callTask,
        attributes: { ...caller, ...team, sessionError: "the agent's hand-off could not be read" },
        on: { callComplete: undefined, failedToEnqueue: "say_nobody_there", callFailure: "say_nobody_there" },
      }),
      send_broken_call_to_flex: sendToFlex({
        ...callTask,
        attributes: { ...caller, ...team, sessionError: "{{trigger.call.ErrorCode | to_json}}" },
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
        // Flex continues the conversation when this flow ends.
        close_conversation_on_execution_end: false,
        on: { resumed: "send_conversation_to_flex", failed: "tell_nobody_there" },
      }),
      // callFailure occurs only on calls.
      send_conversation_to_flex: sendToFlex({
        ...messageTask,
        attributes: handoffAttributes(team, "flow.data.HandoffData", contract),
        on: { callComplete: undefined, failedToEnqueue: "send_conversation_briefly", callFailure: undefined },
      }),
      send_conversation_briefly: sendToFlex({
        ...messageTask,
        attributes: briefAttributes(team, "flow.data.HandoffData"),
        on: { callComplete: undefined, failedToEnqueue: "tell_nobody_there", callFailure: undefined },
      }),
      tell_nobody_there: sendMessage({ body: message, on: { sent: undefined, failed: undefined } }),
    },
  });
  return withoutUnreachable(flow);
}
