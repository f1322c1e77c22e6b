// Executions: what they wait for, what they sent, and the events that nothing else here can cause.
//
//   GET  /local/executions                                 every execution, oldest first
//   GET  /local/executions/{FN}                            one of them
//   POST /local/executions/{FN}/events {event, outputs?}   what it waits for has happened

import type { Hono, Context as HonoContext } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { readJson } from "../http/body.ts";
import { badParameter, conflict, requireRow } from "../http/errors.ts";
import type { StoredExecution } from "../state/flows.ts";
import type { State } from "../state/state.ts";
import { continueExecution } from "../studio/execution.ts";
import { isOver } from "../voice/call.ts";
import { endPendingVerb } from "../voice/pendingVerb.ts";
import { playedCallOf, waitingFor } from "./waitingFor.ts";

const outsideEvent = z.strictObject({
  event: z.string().min(1),
  outputs: z.record(z.string(), z.unknown()).default({}),
});

export function executionControlRoutes(app: Hono, context: Context): void {
  app.get("/local/executions", () =>
    Response.json({
      executions: Object.values(context.state.executions).map((row) => renderExecution(context.state, row)),
    }),
  );

  app.get("/local/executions/:execution", (c) =>
    Response.json(renderExecution(context.state, executionOf(c, context))),
  );

  app.post("/local/executions/:execution/events", async (c) => {
    const execution = executionOf(c, context);
    const { event, outputs } = await readJson(c, outsideEvent);
    const { waiting } = execution.run ?? {};
    if (execution.status === "ended" || !waiting)
      throw conflict(`execution ${execution.sid} is not waiting: it ${describeStatus(execution)}`);
    if (!waiting.events.includes(event))
      throw badParameter(
        `Invalid parameter event: widget ${waiting.widget} waits for ${waiting.events.join(", ")}, found ${event}`,
      );
    const call = playedCallOf(context.state, execution);
    // The call has to run the flow's next TwiML.
    if (call && !isOver(call)) await endPendingVerb(context, call, event, formValues(outputs));
    else await continueExecution(context, execution, { event, outputs });
    return Response.json(renderExecution(context.state, execution));
  });
}

export function renderExecution(state: State, execution: StoredExecution) {
  const { sid, flowSid, status, contact, channelAddress, sent = [], run } = execution;
  return {
    sid,
    flowSid,
    status,
    contact,
    channelAddress,
    callSid: playedCallOf(state, execution)?.sid ?? null,
    conversationSid: execution.conversationSid ?? execution.attached?.conversationSid ?? null,
    path: (run?.steps ?? []).map(({ widget }) => widget),
    waitingFor: waitingFor(state, execution),
    sent,
    warnings: run?.warnings ?? [],
  };
}

/** Outputs as the form that Twilio would post. */
function formValues(outputs: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => [
      name,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}

function describeStatus({ status }: StoredExecution): string {
  return status === "ended" ? "has ended" : "is running";
}

function executionOf(c: HonoContext, { state }: Context): StoredExecution {
  return requireRow(state.executions[c.req.param("execution") ?? ""], c.req.path);
}
