// The webhook of a flow, webhooks.twilio.com: a call starts the flow or continues its execution. relaySession.ts
// describes how a call gets from its agent to Flex, where TAC sets this webhook as the action of <Connect>.
// Source: TAC Python 2.5.0 (studio_voice_handoff_url), twilio.com/docs/voice/twiml/connect/conversationrelay;
// see docs/hand-off.md

import { callbackEvent, type TwimlVerb, toTwiml } from "@tac-handoff/studio";
import type { Hono, Context as HonoContext } from "hono";
import { validateRequest } from "twilio/lib/webhooks/webhooks.js";
import type { Context } from "../core/context.ts";
import { parseForm } from "../http/body.ts";
import { badParameter, notFound, Refusal, requireRow } from "../http/errors.ts";
import {
  continueExecution,
  createExecution,
  executionsOfCall,
  idleRunProblem,
  runExecution,
} from "../studio/execution.ts";
import { flowOf } from "../studio/flows.ts";
import { endCall } from "./hangUp.ts";

export function flowWebhookRoutes(app: Hono, context: Context): void {
  app.post("/webhooks.twilio.com/v1/Accounts/:account/Flows/:flow", async (c) => {
    if (c.req.param("account") !== context.state.account.sid) throw notFound(c.req.path);
    const fullForm = parseForm(await c.req.text());
    checkSignature(c, context, fullForm);
    const form = Object.fromEntries(
      Object.entries(fullForm).map(([name, value]) => [name, [value].flat()[0] ?? ""]),
    );
    applyCallStatus(context, form);
    const event = c.req.query("FlowEvent");
    return event === undefined ? startFlow(c, context, form) : continueFlow(c, context, event, form);
  });
}

async function startFlow(c: HonoContext, context: Context, form: Record<string, string>): Promise<Response> {
  const flow = flowOf(c, context);
  const trigger = c.req.query("Trigger") ?? "incomingCall";
  if (trigger !== "incomingCall")
    throw badParameter(`Invalid parameter Trigger: ${trigger} is not supported here`);
  const { CallSid, From = "", To = "", Direction } = form;
  if (!CallSid) throw badParameter("Missing required parameter CallSid in the post body");
  // Reported by one project: an outgoing call of the API cannot start a flow this way.
  if (Direction === "outbound-api") return twiml([], 400);
  const parts = { contact: From, channelAddress: To, initiatedBy: CallSid };
  const execution = createExecution(context, flow, parts, c.req.path);
  const output = await runExecution(context, execution, { event: "incomingCall", call: form });
  const problem = idleRunProblem(execution);
  if (problem !== undefined) context.state.calls[CallSid]?.course?.warnings.push(problem);
  return twiml(output.twiml);
}

/** Continues a waiting execution of this call, e.g. when the call has left Flex. An event that none waits for is ignored. */
async function continueFlow(
  c: HonoContext,
  context: Context,
  flowEvent: string,
  form: Record<string, string>,
): Promise<Response> {
  const { sid } = flowOf(c, context);
  const own = executionsOfCall(context.state, form.CallSid ?? "").filter(({ flowSid }) => flowSid === sid);
  requireRow(own[0], c.req.path);
  const event = callbackEvent(flowEvent, form);
  // A call that returned to its flow by another way has several executions; the newest has the call.
  const execution = own.findLast(({ run }) => run?.waiting?.events.includes(event));
  if (!execution) return twiml([]);
  // The query of a return is part of the widget's outputs.
  const { FlowEvent: _, ...parameters } = c.req.query();
  const output = await continueExecution(context, execution, { event, outputs: { ...parameters, ...form } });
  return twiml(output?.twiml ?? []);
}

function applyCallStatus(context: Context, { CallSid = "", CallStatus }: Record<string, string>): void {
  const call = context.state.calls[CallSid];
  if (call && CallStatus === "completed") endCall(context, call);
}

/** The signature is over the public https URL, however the request arrived. */
function checkSignature(c: HonoContext, context: Context, form: Record<string, string | string[]>): void {
  const { pathname, search } = new URL(c.req.url);
  const url = `https://webhooks.twilio.com${pathname}${search}`;
  const signature = c.req.header("X-Twilio-Signature") ?? "";
  if (!validateRequest(context.state.account.authToken, signature, url, form)) {
    throw new Refusal({
      status: 401,
      code: 20003,
      message: "Authenticate: the X-Twilio-Signature does not match",
    });
  }
}

function twiml(verbs: TwimlVerb[], status = 200): Response {
  const body = verbs.length === 0 ? "<Response/>" : toTwiml(verbs);
  return new Response(body, { status, headers: { "Content-Type": "text/xml" } });
}
