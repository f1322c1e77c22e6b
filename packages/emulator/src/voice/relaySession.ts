// The ConversationRelay session of a call, and the steps to Flex that follow its end:
//
//   relaySession.ts      the session ends: by the agent with its hand-off payload, by the caller, or by a failure
//   runTwiml.ts          <Connect> requests its action, with the result as a form; the payload is its `HandoffData`
//   requestTwiml.ts      an action at webhooks.twilio.com belongs to a flow, and is requested in this process
//   flowWebhook.ts       the flow starts an execution (studio/execution.ts), or continues the one that waits on the call
//   world/sendToFlex.ts  its Send to Flex creates the task; the flow's TwiML, <Enqueue>, is the response to the request
//   enqueue.ts           that TwiML runs, and the call waits in Flex's queue for an agent to accept the task
//
// Source: twilio.com/docs/voice/twiml/connect/conversationrelay; docs/hand-off.md, "Every end of a call comes here"

import type { Context } from "../core/context.ts";
import { localUrl } from "../core/hosts.ts";
import { forwardedHeaders, sign } from "../core/sendToTeam.ts";
import { openRelay, type RelayEnd, type RelayParts } from "../relay/conversationRelay.ts";
import type { PlayedCall, RelayState, TwimlElement } from "../state/calls.ts";
import { nextSid } from "../state/ids.ts";
import { pushRecent } from "./call.ts";
import { beginConversation, recordSpeech } from "./conversation.ts";
import { secondsSince } from "./enqueue.ts";
import { endCall } from "./hangUp.ts";
import { notServedProblem } from "./requestTwiml.ts";

/** Continues the call after the session, with the form fields about its end. */
type AfterSession = (form: Record<string, string>) => void | Promise<void>;

/** Source: twilio.com/docs/api/errors/64106 */
const invalidArgument = 64106;

/** Connects the agent. Settles when the session is open, or when the TwiML after a failed one has run. */
export async function startRelaySession(
  context: Context,
  call: PlayedCall,
  noun: TwimlElement,
  afterSession: AfterSession,
): Promise<void> {
  const { course } = call;
  const state: RelayState = {
    id: nextSid(context.state, "VX"),
    status: "open",
    startedAt: context.now().toISOString(),
  };
  course.session = state;
  const { welcomeGreeting, dtmfDetection } = noun.attributes;
  const parts = prepareRelay(context, call, noun, state);
  if ("message" in parts) return finishSession(context, call, state, parts, afterSession);
  const session = openRelay(parts);
  const settled = session.ended
    .then((end) => finishSession(context, call, state, end, afterSession))
    .finally(() => {
      if (context.sessions.get(call.sid)?.session === session) context.sessions.delete(call.sid);
    });
  context.sessions.set(call.sid, { session, settled, dtmfDetection: dtmfDetection === "true" });
  context.background(settled);
  context.background(session.closed);
  await session.opened;
  if (state.status !== "open") return settled;
  if (welcomeGreeting) recordSpeech(context, call, "agent", welcomeGreeting);
}

/**
 * Returns what the session needs, or why Twilio would not start it. The conversation begins here, before the agent
 * connects.
 */
function prepareRelay(
  context: Context,
  call: PlayedCall,
  { attributes, children }: TwimlElement,
  { id }: RelayState,
): RelayParts | Extract<RelayEnd, { by: "failure" }> {
  const { course } = call;
  const { url = "", conversationConfiguration, language = "en-US", transcriptionLanguage } = attributes;
  const refused = (message: string) => ({ by: "failure", code: invalidArgument, message }) as const;
  if (!/^wss:\/\/[^/]/.test(url) || !URL.canParse(url))
    return refused(`url of ConversationRelay: expected wss://…, found "${url}"`);
  const named = context.state.orchestratorConfigurations[conversationConfiguration ?? ""];
  if (conversationConfiguration !== undefined && !named)
    return refused(`conversationConfiguration: ${conversationConfiguration} does not exist`);
  if (context.state.conversations[course.conversationId ?? ""]?.status !== "ACTIVE") {
    const { conversationId, transcribedTwice } = beginConversation(context, call, named);
    Object.assign(course, { conversationId, transcribedTwice });
  }
  const target = localUrl(context, url);
  if (!target) return { by: "failure", code: 39001, message: notServedProblem(url).replace("11200: ", "") };
  return {
    target,
    // The URL is signed without its query, whose parameters are signed like those of a form.
    headers: {
      "X-Twilio-Signature": sign(
        context,
        url.replace(/\?.*/, ""),
        Object.fromEntries(new URL(url).searchParams),
      ),
      "User-Agent": "TwilioProxy/1.1",
      ...forwardedHeaders(url),
    },
    setup: {
      type: "setup",
      sessionId: id,
      accountSid: context.state.account.sid,
      parentCallSid: "",
      callSid: call.sid,
      from: call.from,
      to: call.to,
      forwardedFrom: "",
      callerName: "",
      direction: call.direction === "inbound" ? "inbound" : "outbound",
      callType: "PSTN",
      callStatus: "RINGING",
      customParameters: Object.fromEntries(
        children
          .filter(({ name }) => name === "Parameter")
          .map(({ attributes: { name = "", value = "" } }) => [name, value]),
      ),
    },
    language: transcriptionLanguage ?? language,
    turnLimitMs: context.settings.turnLimitMs,
    onFrame: (direction, text) => pushRecent(course.frames, { direction, text }),
    onSpoken: (text) => recordSpeech(context, call, "agent", text),
    onWarning: (text) => pushRecent(course.warnings, text),
  };
}

async function finishSession(
  context: Context,
  call: PlayedCall,
  state: RelayState,
  end: RelayEnd,
  afterSession: AfterSession,
): Promise<void> {
  state.status = ({ agent: "ended", caller: "completed", failure: "failed" } as const)[end.by];
  if (end.by === "failure") {
    state.error = { code: end.code, message: end.message };
    call.course.warnings.push(`${end.code}: ${end.message}`);
  }
  if (end.by === "caller") endCall(context, call);
  await afterSession({
    SessionId: state.id,
    SessionStatus: state.status,
    SessionDuration: secondsSince(context, state.startedAt),
    ...(end.by === "agent" && end.payload !== undefined ? { HandoffData: end.payload } : {}),
    ...(end.by === "failure" ? { ErrorCode: String(end.code), ErrorMessage: end.message } : {}),
  });
}
