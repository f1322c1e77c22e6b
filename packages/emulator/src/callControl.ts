// The caller's side of a call: what a person with a telephone in hand can do, and what can be seen of it.
// Host-less routes below /local, JSON; Twilio has none of them.
//
//   POST /local/calls {from, to, configurationId?}    a call arrives
//   GET  /local/calls/{CA}                            how it stands
//   POST /local/calls/{CA}/say {text}                 the caller speaks, and hears the agent out
//   POST /local/calls/{CA}/dtmf {digit}               the caller presses a key
//   POST /local/calls/{CA}/interrupt {utteranceUntilInterrupt, durationUntilInterruptMs?}   the caller cuts in
//   POST /local/calls/{CA}/hangup                     the caller hangs up
//   POST /local/calls/{CA}/drop                       the connection to the agent breaks

import type { Context, Hono } from "hono";
import { z } from "zod";
import { readJson } from "./body.ts";
import { type Call, isOver, type PlayedCall } from "./call.ts";
import { noteSpoken } from "./callConversation.ts";
import { hangUp } from "./callEnd.ts";
import type { LiveSession } from "./callSession.ts";
import { conflict, found } from "./errors.ts";
import { incomingCall, receiveCall } from "./incomingCall.ts";
import type { Local } from "./local.ts";

const interruption = z.strictObject({
  utteranceUntilInterrupt: z.string(),
  durationUntilInterruptMs: z.int().min(0).default(0),
});

export function callControlRoutes(app: Hono, local: Local): void {
  app.post("/local/calls", async (c) => {
    const { call, ...received } = await receiveCall(local, await readJson(c, incomingCall));
    return Response.json({ callSid: call.sid, ...received, call: view(local, call) });
  });

  app.get("/local/calls/:call", (c) => Response.json(view(local, callOf(c, local))));

  app.post("/local/calls/:call/say", async (c) => {
    const { text } = await readJson(c, z.strictObject({ text: z.string().min(1) }));
    const { call, live } = talking(callOf(c, local), local);
    const answering = live.session.say(text);
    noteSpoken(local, call, "caller", text);
    const before = call.course.transcript.length;
    // After the session the caller hears what its end led to.
    if ((await answering) === "ended") await live.settled;
    return Response.json({ said: call.course.transcript.slice(before), call: view(local, call) });
  });

  app.post("/local/calls/:call/dtmf", async (c) => {
    const { digit } = await readJson(c, z.strictObject({ digit: z.string().regex(/^[0-9*#]$/) }));
    const { call, live } = talking(callOf(c, local), local);
    if (!live.dtmfDetection) throw conflict('the TwiML does not say dtmfDetection="true"');
    live.session.send({ type: "dtmf", digit });
    return Response.json(view(local, call));
  });

  app.post("/local/calls/:call/interrupt", async (c) => {
    const wanted = await readJson(c, interruption);
    const { call, live } = talking(callOf(c, local), local);
    live.session.send({ type: "interrupt", ...wanted });
    return Response.json(view(local, call));
  });

  app.post("/local/calls/:call/hangup", async (c) => {
    const call = callOf(c, local);
    await hangUp(local, call);
    return Response.json(view(local, call));
  });

  app.post("/local/calls/:call/drop", async (c) => {
    const { call, live } = talking(callOf(c, local), local);
    live.session.drop();
    await live.settled;
    return Response.json(view(local, call));
  });
}

function callOf(c: Context, { state }: Local): Call {
  return found(state.calls[c.req.param("call") ?? ""], c.req.path);
}

function talking(call: Call, { sessions }: Local): { call: PlayedCall; live: LiveSession } {
  const live = sessions.get(call.sid);
  if (!live || !isPlayed(call)) throw conflict(`call ${call.sid} has no open session with an agent`);
  return { call, live };
}

function isPlayed(call: Call): call is PlayedCall {
  return call.course !== undefined;
}

function view({ state }: Local, call: Call) {
  const { sid, status, from, to, course } = call;
  const queue = isOver(call) ? undefined : course?.queue;
  const worker = state.tasks[queue?.taskSid ?? ""]?.worker ?? null;
  return {
    sid,
    status,
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
    warnings: course?.warnings ?? [],
  };
}
