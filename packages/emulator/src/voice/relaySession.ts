// The session of a call with its agent: how ConversationRelay in the TwiML becomes one, and what its end tells the action URL.
// Source: twilio.com/docs/voice/twiml/connect/conversationrelay; docs/hand-off.md, "Every end of a call comes here"

import type { Local } from "../core/context.ts";
import { locally } from "../core/hosts.ts";
import { forwarded, sign } from "../core/sendToTeam.ts";
import { openRelay, type RelayEnd, type RelayParts } from "../relay/conversationRelay.ts";
import type { PlayedCall, RelayState, TwimlElement } from "../state/calls.ts";
import { nextSid } from "../state/ids.ts";
import { note } from "./call.ts";
import { beginConversation, noteSpoken } from "./conversation.ts";
import { secondsSince } from "./enqueue.ts";
import { endCall } from "./hangUp.ts";
import { notServed } from "./requestTwiml.ts";

/** What goes on after the session, with the fields that its end adds to the request. */
type GoOn = (fields: Record<string, string>) => void | Promise<void>;

/** Source: twilio.com/docs/api/errors/64106 */
const invalidArgument = 64106;

/** Connects the agent. Settles when the session is open, or when what follows a failed one has run. */
export async function startSession(
  local: Local,
  call: PlayedCall,
  noun: TwimlElement,
  goOn: GoOn,
): Promise<void> {
  const { course } = call;
  const state: RelayState = {
    id: nextSid(local.state, "VX"),
    status: "open",
    startedAt: local.now().toISOString(),
  };
  course.session = state;
  const { welcomeGreeting, dtmfDetection } = noun.attributes;
  const parts = prepared(local, call, noun, state);
  if ("message" in parts) return finished(local, call, state, parts, goOn);
  const session = openRelay(parts);
  const settled = session.ended
    .then((end) => finished(local, call, state, end, goOn))
    .finally(() => {
      if (local.sessions.get(call.sid)?.session === session) local.sessions.delete(call.sid);
    });
  local.sessions.set(call.sid, { session, settled, dtmfDetection: dtmfDetection === "true" });
  local.background(settled);
  local.background(session.closed);
  await session.opened;
  if (state.status !== "open") return settled;
  if (welcomeGreeting) noteSpoken(local, call, "agent", welcomeGreeting);
}

/** What the session needs, or why Twilio would not start it. Its conversation begins here, before the agent hears of the call. */
function prepared(
  local: Local,
  call: PlayedCall,
  { attributes, children }: TwimlElement,
  { id }: RelayState,
): RelayParts | Extract<RelayEnd, { by: "failure" }> {
  const { course } = call;
  const { url = "", conversationConfiguration, language = "en-US", transcriptionLanguage } = attributes;
  const refused = (message: string) => ({ by: "failure", code: invalidArgument, message }) as const;
  if (!/^wss:\/\/[^/]/.test(url) || !URL.canParse(url))
    return refused(`url of ConversationRelay: expected wss://…, found "${url}"`);
  const named = local.state.orchestratorConfigurations[conversationConfiguration ?? ""];
  if (conversationConfiguration !== undefined && !named)
    return refused(`conversationConfiguration: ${conversationConfiguration} does not exist`);
  if (local.state.conversations[course.conversationId ?? ""]?.status !== "ACTIVE") {
    const { conversationId, transcribedTwice } = beginConversation(local, call, named);
    Object.assign(course, { conversationId, transcribedTwice });
  }
  const target = locally(local, url);
  if (!target) return { by: "failure", code: 39001, message: notServed(url).replace("11200: ", "") };
  return {
    target,
    // Signed without the query, whose parameters count as a form's do.
    headers: {
      "X-Twilio-Signature": sign(
        local,
        url.replace(/\?.*/, ""),
        Object.fromEntries(new URL(url).searchParams),
      ),
      "User-Agent": "TwilioProxy/1.1",
      ...forwarded(url),
    },
    setup: {
      type: "setup",
      sessionId: id,
      accountSid: local.state.account.sid,
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
    turnLimitMs: local.settings.turnLimitMs,
    onFrame: (direction, text) => note(course.frames, { direction, text }),
    onSpoken: (text) => noteSpoken(local, call, "agent", text),
    onWarning: (text) => note(course.warnings, text),
  };
}

async function finished(
  local: Local,
  call: PlayedCall,
  state: RelayState,
  end: RelayEnd,
  goOn: GoOn,
): Promise<void> {
  state.status = ({ agent: "ended", caller: "completed", failure: "failed" } as const)[end.by];
  if (end.by === "failure") {
    state.error = { code: end.code, message: end.message };
    call.course.warnings.push(`${end.code}: ${end.message}`);
  }
  if (end.by === "caller") endCall(local, call);
  await goOn({
    SessionId: state.id,
    SessionStatus: state.status,
    SessionDuration: secondsSince(local, state.startedAt),
    ...(end.by === "agent" && end.handoffData !== undefined ? { HandoffData: end.handoffData } : {}),
    ...(end.by === "failure" ? { ErrorCode: String(end.code), ErrorMessage: end.message } : {}),
  });
}
