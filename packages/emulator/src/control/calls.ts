// The caller's side of a call: placing it, speaking, pressing keys and hanging up, and what happened on it.
//
//   POST /local/calls {from, to, configurationId?}    a call arrives
//   GET  /local/calls                                 every call, oldest first
//   GET  /local/calls/{CA}                            one call
//   POST /local/calls/{CA}/answer {answeredBy?}       the customer answers a call that rings at them
//   POST /local/calls/{CA}/say {text}                 the caller speaks, and listens until the agent or the flow has finished
//   POST /local/calls/{CA}/dtmf {digit} or {digits}   the caller presses a key, or several and pauses
//   POST /local/calls/{CA}/events {event, outputs?}   what the call waits for has happened, e.g. a recording has ended
//   POST /local/calls/{CA}/interrupt {utteranceUntilInterrupt, durationUntilInterruptMs?}   the caller interrupts
//   POST /local/calls/{CA}/hangup                     the caller hangs up, or the customer declines a call that rings at them
//   POST /local/calls/{CA}/drop                       the connection to the agent breaks

import type { Hono, Context as HonoContext } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { readJson } from "../http/body.ts";
import { conflict, requireRow } from "../http/errors.ts";
import type { LiveSession } from "../relay/conversationRelay.ts";
import type { Call, PlayedCall } from "../state/calls.ts";
import { isFlowWebhook } from "../studio/webhookUrl.ts";
import { isOver, isPlayed, ringsAtCustomer } from "../voice/call.ts";
import { recordSpeech } from "../voice/conversation.ts";
import { waitingExecution } from "../voice/flowsOfCall.ts";
import { hangUp } from "../voice/hangUp.ts";
import { incomingCall, receiveCall } from "../voice/incomingCall.ts";
import { endPendingVerb, isGathering, possibleEvents, press, speak } from "../voice/pendingVerb.ts";
import { waitingFor } from "./waitingFor.ts";

const interruption = z.strictObject({
  utteranceUntilInterrupt: z.string(),
  durationUntilInterruptMs: z.int().min(0).default(0),
});

const someKeys = z.string().regex(/^[0-9*#]+$/);

/** The caller pauses after `digits`; after `digit` more keys may follow. */
const keyPress = z
  .strictObject({ digit: someKeys.length(1).optional(), digits: someKeys.optional() })
  .refine(({ digit, digits }) => (digit === undefined) !== (digits === undefined), {
    message: "expected digit or digits",
  })
  .transform(({ digit, digits = "" }) => ({ keys: digit ?? digits, pauses: digit === undefined }));

const outsideEvent = z.strictObject({
  event: z.string().min(1),
  outputs: z.record(z.string(), z.string()).default({}),
});

/** Who answers, as detection of answering machines reports it. Source: twilio.com/docs/voice/answering-machine-detection */
const answer = z.strictObject({
  answeredBy: z
    .enum([
      "human",
      "fax",
      "unknown",
      "machine_start",
      "machine_end_beep",
      "machine_end_silence",
      "machine_end_other",
    ])
    .optional(),
});

export function callControlRoutes(app: Hono, context: Context): void {
  app.post("/local/calls", async (c) => {
    const { call, ...received } = await receiveCall(context, await readJson(c, incomingCall));
    return Response.json({ callSid: call.sid, ...received, call: renderCall(context, call) });
  });

  app.get("/local/calls", () =>
    Response.json({ calls: Object.values(context.state.calls).map((call) => renderCall(context, call)) }),
  );

  app.get("/local/calls/:call", (c) => Response.json(renderCall(context, callOf(c, context))));

  app.post("/local/calls/:call/answer", async (c) => {
    const { answeredBy } = await readJson(c, answer, { emptyIsObject: true });
    const call = requireRinging(callOf(c, context));
    const outputs = answeredBy === undefined ? {} : { AnsweredBy: answeredBy };
    const said = await hearWhile(call, () => endPendingVerb(context, call, "answered", outputs));
    return Response.json({ said, ...renderCall(context, call) });
  });

  app.post("/local/calls/:call/say", async (c) => {
    const { text } = await readJson(c, z.strictObject({ text: z.string().min(1) }));
    const gathering = gatheringCall(callOf(c, context));
    if (gathering) {
      const said = await hearWhile(gathering, () => speak(context, gathering, text));
      return Response.json({ said, call: renderCall(context, gathering) });
    }
    const { call, live } = openSession(callOf(c, context), context);
    const turn = live.session.say(text);
    recordSpeech(context, call, "caller", text);
    const before = call.course.transcript.length;
    // If the session ended, the caller also hears what follows it.
    if ((await turn) === "ended") await live.settled;
    return Response.json({ said: call.course.transcript.slice(before), call: renderCall(context, call) });
  });

  app.post("/local/calls/:call/dtmf", async (c) => {
    const { keys, pauses } = await readJson(c, keyPress);
    const gathering = gatheringCall(callOf(c, context));
    if (gathering) {
      const said = await hearWhile(gathering, () => press(context, gathering, keys, { pauses }));
      return Response.json({ said, ...renderCall(context, gathering) });
    }
    const { call, live } = openSession(callOf(c, context), context);
    if (!live.dtmfDetection) throw conflict('the TwiML does not set dtmfDetection="true"');
    for (const key of keys) live.session.send({ type: "dtmf", digit: key });
    return Response.json(renderCall(context, call));
  });

  app.post("/local/calls/:call/events", async (c) => {
    const { event, outputs } = await readJson(c, outsideEvent);
    const call = callOf(c, context);
    if (!isPlayed(call)) throw conflict(`call ${call.sid} does not run here: its TwiML was never requested`);
    const said = await hearWhile(call, () => endPendingVerb(context, call, event, outputs));
    return Response.json({ said, ...renderCall(context, call) });
  });

  app.post("/local/calls/:call/interrupt", async (c) => {
    const wanted = await readJson(c, interruption);
    const { call, live } = openSession(callOf(c, context), context);
    live.session.send({ type: "interrupt", ...wanted });
    return Response.json(renderCall(context, call));
  });

  app.post("/local/calls/:call/hangup", async (c) => {
    const call = callOf(c, context);
    if (ringsAtCustomer(call)) await endPendingVerb(context, requireRinging(call), "busy");
    else await hangUp(context, call);
    return Response.json(renderCall(context, call));
  });

  app.post("/local/calls/:call/drop", async (c) => {
    const { call, live } = openSession(callOf(c, context), context);
    live.session.drop();
    await live.settled;
    return Response.json(renderCall(context, call));
  });
}

function callOf(c: HonoContext, { state }: Context): Call {
  return requireRow(state.calls[c.req.param("call") ?? ""], c.req.path);
}

/** @throws Refusal (409) if the call has no open session with an agent */
function openSession(call: Call, { sessions }: Context): { call: PlayedCall; live: LiveSession } {
  const live = sessions.get(call.sid);
  if (!live || !isPlayed(call)) {
    const hint =
      call.course?.awaiting && `; waitingFor of GET /local/calls/${call.sid} shows how to continue`;
    throw conflict(`call ${call.sid} has no open session with an agent${hint ?? ""}`);
  }
  return { call, live };
}

/** @throws Refusal (409) if the call does not ring at a customer */
function requireRinging(call: Call): PlayedCall {
  if (ringsAtCustomer(call) && isPlayed(call)) return call;
  throw conflict(`call ${call.sid} (${call.direction}, ${call.status}) does not ring at a customer`);
}

/** The call, if its TwiML is in a Gather. */
function gatheringCall(call: Call): PlayedCall | undefined {
  return isPlayed(call) && isGathering(call) ? call : undefined;
}

/** Returns what the caller hears while an action runs. */
async function hearWhile({ course }: PlayedCall, action: () => Promise<void>) {
  const before = course.transcript.length;
  await action();
  return course.transcript.slice(before).filter(({ who }) => who !== "caller");
}

function renderCall(context: Context, call: Call) {
  const { state } = context;
  const { sid, status, direction, from, to, course } = call;
  const queue = isOver(call) ? undefined : course?.queue;
  const worker = state.tasks[queue?.taskSid ?? ""]?.worker ?? null;
  return {
    sid,
    status,
    direction,
    from,
    to,
    conversationId: course?.conversationId ?? null,
    transcribedTwice: course?.transcribedTwice ?? false,
    session: course?.session ?? null,
    transcript: course?.transcript ?? [],
    frames: course?.frames ?? [],
    actionRequests: course?.actionRequests ?? [],
    waitingIn: queue && worker === null ? { taskSid: queue.taskSid, workflowSid: queue.workflowSid } : null,
    connectedTo: worker,
    waitingFor: renderWait(context, call),
    executionSids: Object.values(state.executions)
      .filter(({ initiatedBy, callSid }) => initiatedBy === sid || callSid === sid)
      .map((execution) => execution.sid),
    warnings: course?.warnings ?? [],
  };
}

/** Describes what the call waits for and the request that ends the wait; null if no route can end it. */
function renderWait(context: Context, call: Call) {
  if (!isPlayed(call)) return null;
  const events = possibleEvents(context, call);
  if (!call.course.awaiting) return events.length === 0 ? null : renderRinging(call, events);
  const { verb, attributes } = call.course.awaiting;
  const isFlows = isFlowWebhook(attributes.action ?? "");
  const execution = isFlows ? waitingExecution(context.state, call.sid) : undefined;
  if (execution) return { verb, ...waitingFor(context.state, execution), events };
  const keysOrWords = verb === "Gather" ? `/local/calls/${call.sid}/dtmf or /say, or ` : "";
  const how = `POST ${keysOrWords}/local/calls/${call.sid}/events {"event": "${events[0]}"}`;
  return { verb, widget: null, type: null, events, until: null, how };
}

function renderRinging({ sid }: Call, events: readonly string[]) {
  const others = events.filter((event) => event !== "answered").join('", "');
  const how = `the customer: POST /local/calls/${sid}/answer, or /local/calls/${sid}/events with event "${others}"`;
  return { verb: "", widget: null, type: null, events, until: null, how };
}
