// The session of a call with its agent: how ConversationRelay in the TwiML becomes one, and what its end tells the action URL.
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

/** What goes on after the session, with the fields that its end adds to the request. */
type AfterSession = (fields: Record<string, string>) => void | Promise<void>;

/** Source: twilio.com/docs/api/errors/64106 */
const invalidArgument = 64106;

/** Connects the agent. Settles when the session is open, or when what follows a failed one has run. */
export async function startRelaySession(
  context: Context,
  call: PlayedCall,
  noun: TwimlElement,
  goOn: AfterSession,
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
  if ("message" in parts) return finishSession(context, call, state, parts, goOn);
  const session = openRelay(parts);
  const settled = session.ended
    .then((end) => finishSession(context, call, state, end, goOn))
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

/** What the session needs, or why Twilio would not start it. Its conversation begins here, before the agent hears of the call. */
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
    // Signed without the query, whose parameters count as a form's do.
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
  goOn: AfterSession,
): Promise<void> {
  state.status = ({ agent: "ended", caller: "completed", failure: "failed" } as const)[end.by];
  if (end.by === "failure") {
    state.error = { code: end.code, message: end.message };
    call.course.warnings.push(`${end.code}: ${end.message}`);
  }
  if (end.by === "caller") endCall(context, call);
  await goOn({
    SessionId: state.id,
    SessionStatus: state.status,
    SessionDuration: secondsSince(context, state.startedAt),
    ...(end.by === "agent" && end.handoffData !== undefined ? { HandoffData: end.handoffData } : {}),
    ...(end.by === "failure" ? { ErrorCode: String(end.code), ErrorMessage: end.message } : {}),
  });
}
