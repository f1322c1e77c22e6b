// The flow that hands off from the virtual agent to Flex, with an entry for calls and one for messages. The order of
// the widgets follows Twilio's hand-off guide. In addition, calls are told apart, because every end of a
// ConversationRelay session reaches this flow, and a conversation that is already with Flex gets no second task.

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
import { callEndOf, callEnds, describeCall } from "./callEnds.ts";
import { openTasksUrl } from "./openTasks.ts";
import { fixedAttributes, roomBeside, shortenedHandoff } from "./shortenHandoff.ts";
import {
  briefAttributes,
  caller,
  handoffAttributes,
  type TeamAttributes,
  unreadAttributes,
} from "./taskAttributes.ts";
import { type FlowContract, teamProblems } from "./teamAttributes.ts";

export interface AgentHandoff {
  /** Workflow that assigns the tasks (`WW…`). */
  workflowSid: string;
  /** Flex's workspace (`WS…`), where a conversation's open task is looked for. Required with the messaging entry. */
  workspaceSid: string;
  /** Task channel of calls (`TC…`). Omit it for a flow without the voice entry. */
  voiceTaskChannelSid?: string;
  /** Task channel of SMS, WhatsApp, RCS and chat (`TC…`). Omit it for a flow without the messaging entry. */
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
   * After the session of a caller with the virtual agent failed, or a call came without data of a session: a task in Flex,
   * or an apology and the end. Default "person".
   */
  onFailedSession?: "person" | "apology";
  /** If the agent's server does not respond to a call: a task in Flex, or an apology and the end. Default "person". */
  onAgentDown?: "person" | "apology";
  /** After the agent ended a session without a hand-off: the end of the call, or a task in Flex. Default "end". */
  onOtherEnd?: "end" | "person";
  /**
   * Strings in HandoffData that make it a hand-off, besides TAC's `conversationId` and ConversationRelay's
   * `live-agent-handoff`. Default none.
   */
  handoffSigns?: readonly string[];
  /** Apologies to callers and senders if no agent in Flex can be reached. */
  apologies?: { call?: string | undefined; message?: string | undefined };
}

const orchestratorUrl = "https://conversations.twilio.com/v2/Conversations";

/** Encoded, so that an id with a slash or a question mark cannot request another resource with the account's rights. */
const conversationUrl = `${orchestratorUrl}/{{flow.data.HandoffData.conversationId | url_encode}}`;

/** Characters of JSON for the id and the problem of a call whose payload was not read. */
const idAndProblemCharacters = 160;

/** A GET with Twilio's own credentials. */
const get = {
  method: "GET",
  content_type: "application/json;charset=utf-8",
  add_twilio_auth: true,
} as const;

/** The shortened payload; the whole one if Studio could not shorten it. */
const shortened = (payload: string) => `flow.variables.short | default: ${payload}`;

/** The ids of the whole payload, and the attributes of fixed length; none if Studio could not compute them. */
const brief = (payload: string) => ({ payload, fixed: "flow.variables.fixed" });

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
  workspaceSid,
  voiceTaskChannelSid,
  messagingTaskChannelSid,
  contract,
  attributes: team = {},
  priority = 0,
  timeoutSeconds = 3_600,
  onFailedSession = "person",
  onAgentDown = "person",
  onOtherEnd = "end",
  handoffSigns = [],
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

  const ofCall = { ...caller, ...team };
  const conversationId = "{{flow.data.HandoffData.conversationId}}";
  const openTasks = openTasksUrl(workspaceSid, { conversationId, conversationSid: classicConversationSid });
  const forLiveCaller = (choice: "person" | "apology") =>
    choice === "person" ? ("find_conversation" as const) : ("say_nobody_there" as const);
  const afterFailedSession = forLiveCaller(onFailedSession);

  const flow = defineFlow({
    description: "Hands off from the virtual agent to a Flex agent. Managed by tac-handoff.",
    trigger: {
      incomingCall: voiceTaskChannelSid === undefined ? undefined : "read_end",
      incomingRequest: messagingTaskChannelSid === undefined ? undefined : "get_participants",
    },
    widgets: {
      // Calls
      read_end: setVariables({ variables: { end: callEndOf(handoffSigns) }, next: "how_it_ended" }),
      how_it_ended: split({
        input: "{{flow.variables.end}}",
        match: [
          { equal_to: callEnds.handoff, next: "parse_handoff" },
          { equal_to: callEnds.broken, next: afterFailedSession },
          { equal_to: callEnds.agentDown, next: forLiveCaller(onAgentDown) },
          { equal_to: callEnds.hungUp, next: undefined },
          {
            equal_to: callEnds.ended,
            next: onOtherEnd === "person" ? ("parse_handoff" as const) : undefined,
          },
        ],
        // A caller who is on the line for any other reason is never dropped.
        noMatch: afterFailedSession,
      }),
      parse_handoff: setVariables({
        variables: { handoff: { json_object: "{{trigger.call.HandoffData}}" } },
        next: "is_handoff_read",
      }),
      // A string that is not JSON, or not a payload, cannot be read, but the caller still waits for an agent in Flex.
      is_handoff_read: split({
        input: "{{flow.variables.handoff.conversationId}}",
        match: [{ is_not_blank: true, next: "send_call_to_flex" }],
        noMatch: "find_conversation",
      }),
      send_call_to_flex: sendToFlex({
        ...callTask,
        attributes: handoffAttributes(ofCall, "flow.variables.handoff", contract),
        on: { callComplete: undefined, failedToEnqueue: "shorten_call", callFailure: "say_nobody_there" },
      }),
      shorten_call: setVariables({
        variables: {
          short: { json_object: shortenedHandoff(ofCall, "flow.variables.handoff", contract) },
          fixed: { json_object: fixedAttributes("flow.variables.handoff", contract) },
        },
        next: "send_short_call_to_flex",
      }),
      send_short_call_to_flex: sendToFlex({
        ...callTask,
        attributes: handoffAttributes(ofCall, shortened("flow.variables.handoff"), contract),
        on: {
          callComplete: undefined,
          failedToEnqueue: "send_call_briefly",
          callFailure: "say_nobody_there",
        },
      }),
      send_call_briefly: sendToFlex({
        ...callTask,
        attributes: briefAttributes(ofCall, brief("flow.variables.handoff"), contract),
        on: { callComplete: undefined, failedToEnqueue: "say_nobody_there", callFailure: "say_nobody_there" },
      }),
      // Without a payload the Orchestrator knows the call's conversation, by which Flex finds the summary.
      find_conversation: makeHttpRequest({
        url: `${orchestratorUrl}?channelId={{trigger.call.CallSid | url_encode}}`,
        ...get,
        on: { success: "describe_call", failed: "describe_call" },
      }),
      describe_call: setVariables({
        variables: {
          call: {
            json_object: describeCall({
              found: "widgets.find_conversation.parsed",
              reasonCharacters: roomBeside(ofCall) - idAndProblemCharacters,
            }),
          },
        },
        next: "send_unread_call_to_flex",
      }),
      send_unread_call_to_flex: sendToFlex({
        ...callTask,
        attributes: unreadAttributes(ofCall, "flow.variables.call"),
        on: { callComplete: undefined, failedToEnqueue: "say_nobody_there", callFailure: "say_nobody_there" },
      }),
      say_nobody_there: sayPlay({ say: call }),

      // SMS, WhatsApp, RCS and chat
      get_participants: makeHttpRequest({
        url: `${conversationUrl}/Participants`,
        ...get,
        on: { success: "get_conversation", failed: "get_waiting_task" },
      }),
      get_conversation: makeHttpRequest({
        url: conversationUrl,
        ...get,
        on: { success: "get_open_task", failed: "get_waiting_task" },
      }),
      // A conversation that is with Flex needs no second task. If that is not known, two are better than none.
      get_open_task: makeHttpRequest({
        url: openTasks,
        ...get,
        on: { success: "is_with_flex", failed: "resume_conversation" },
      }),
      is_with_flex: split({
        input: "{{widgets.get_open_task.parsed.tasks.first.sid}}",
        match: [{ is_not_blank: true, next: undefined }],
        noMatch: "resume_conversation",
      }),
      resume_conversation: resumeConversation({
        conversation_sid: classicConversationSid,
        conversation_service_sid:
          "{{widgets.get_conversation.parsed.configuration.conversationsV1Bridge.serviceId}}",
        // Flex continues the conversation when this flow ends.
        close_conversation_on_execution_end: false,
        on: { resumed: "send_conversation_to_flex", failed: "get_waiting_task" },
      }),
      // callFailure occurs only on calls.
      send_conversation_to_flex: sendToFlex({
        ...messageTask,
        attributes: handoffAttributes(team, "flow.data.HandoffData", contract),
        on: { callComplete: undefined, failedToEnqueue: "shorten_conversation", callFailure: undefined },
      }),
      shorten_conversation: setVariables({
        variables: {
          short: { json_object: shortenedHandoff(team, "flow.data.HandoffData", contract) },
          fixed: { json_object: fixedAttributes("flow.data.HandoffData", contract) },
        },
        next: "send_short_conversation_to_flex",
      }),
      send_short_conversation_to_flex: sendToFlex({
        ...messageTask,
        attributes: handoffAttributes(team, shortened("flow.data.HandoffData"), contract),
        on: { callComplete: undefined, failedToEnqueue: "send_conversation_briefly", callFailure: undefined },
      }),
      send_conversation_briefly: sendToFlex({
        ...messageTask,
        attributes: briefAttributes(team, brief("flow.data.HandoffData"), contract),
        on: { callComplete: undefined, failedToEnqueue: "tell_nobody_there", callFailure: undefined },
      }),
      // A customer who already waits for a Flex agent gets no apology for a second hand-off that failed.
      get_waiting_task: makeHttpRequest({
        url: openTasks,
        ...get,
        on: { success: "is_waiting_for_flex", failed: "tell_nobody_there" },
      }),
      is_waiting_for_flex: split({
        input: "{{widgets.get_waiting_task.parsed.tasks.first.sid}}",
        match: [{ is_not_blank: true, next: undefined }],
        noMatch: "tell_nobody_there",
      }),
      tell_nobody_there: sendMessage({ body: message, on: { sent: undefined, failed: undefined } }),
    },
  });
  return withoutUnreachable(flow);
}
