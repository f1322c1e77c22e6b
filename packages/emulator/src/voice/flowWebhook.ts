// webhooks.twilio.com: where a call reaches a flow. TAC names it as the action of <Connect>.
// Source: TAC Python 2.5.0 (studio_voice_handoff_url), twilio.com/docs/voice/twiml/connect/conversationrelay;
// in words: docs/hand-off.md

import { callbackEvent, type TwimlVerb, toTwiml } from "@tac-handoff/studio";
import type { Hono, Context as HonoContext } from "hono";
import { validateRequest } from "twilio/lib/webhooks/webhooks.js";
import type { Context } from "../core/context.ts";
import { formFields } from "../http/body.ts";
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
    const fields = formFields(await c.req.text());
    checkSignature(c, context, fields);
    const call = Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name, [value].flat()[0] ?? ""]),
    );
    applyCallStatus(context, call);
    const event = c.req.query("FlowEvent");
    return event === undefined ? startCall(c, context, call) : resumeCall(c, context, event, call);
  });
}

async function startCall(c: HonoContext, context: Context, call: Record<string, string>): Promise<Response> {
  const flow = flowOf(c, context);
  const trigger = c.req.query("Trigger") ?? "incomingCall";
  if (trigger !== "incomingCall")
    throw badParameter(`Invalid parameter Trigger: ${trigger} is not supported here`);
  const { CallSid, From = "", To = "", Direction } = call;
  if (!CallSid) throw badParameter("Missing required parameter CallSid in the post body");
  // Reported by one project: a call made by the API cannot be handed to the flow this way.
  if (Direction === "outbound-api") return twiml([], 400);
  const parts = { contact: From, channelAddress: To, initiatedBy: CallSid };
  const execution = createExecution(context, flow, parts, c.req.path);
  const said = await runExecution(context, execution, { event: "incomingCall", call });
  const problem = idleRunProblem(execution);
  if (problem !== undefined) context.state.calls[CallSid]?.course?.warnings.push(problem);
  return twiml(said.twiml);
}

/** Takes a waiting execution of this call on, e.g. when the call has left Flex. An event nobody waits for is ignored. */
async function resumeCall(
  c: HonoContext,
  context: Context,
  flowEvent: string,
  call: Record<string, string>,
): Promise<Response> {
  const { sid } = flowOf(c, context);
  const own = executionsOfCall(context.state, call.CallSid ?? "").filter(({ flowSid }) => flowSid === sid);
  requireRow(own[0], c.req.path);
  const event = callbackEvent(flowEvent, call);
  // A call that came back to its flow by another way has several; the newest has the call.
  const execution = own.findLast(({ run }) => run?.waiting?.events.includes(event));
  if (!execution) return twiml([]);
  // Parameters of a return are the widget's outputs.
  const { FlowEvent: _, ...parameters } = c.req.query();
  const said = await continueExecution(context, execution, { event, outputs: { ...parameters, ...call } });
  return twiml(said?.twiml ?? []);
}

function applyCallStatus(context: Context, { CallSid = "", CallStatus }: Record<string, string>): void {
  const call = context.state.calls[CallSid];
  if (call && CallStatus === "completed") endCall(context, call);
}

/** The signature is over the public https URL, whatever way the request came. */
function checkSignature(c: HonoContext, context: Context, fields: Record<string, string | string[]>): void {
  const { pathname, search } = new URL(c.req.url);
  const url = `https://webhooks.twilio.com${pathname}${search}`;
  const signature = c.req.header("X-Twilio-Signature") ?? "";
  if (!validateRequest(context.state.account.authToken, signature, url, fields)) {
    throw new Refusal({
      status: 401,
      code: 20003,
      message: "Authenticate: the X-Twilio-Signature does not fit",
    });
  }
}

function twiml(verbs: TwimlVerb[], status = 200): Response {
  const body = verbs.length === 0 ? "<Response/>" : toTwiml(verbs);
  return new Response(body, { status, headers: { "Content-Type": "text/xml" } });
}
