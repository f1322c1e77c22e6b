// Runs the TwiML of a call, verb by verb, until the call is with the agent, waits, or is over.
// Source: twilio.com/docs/voice/twiml

import type { Context } from "../core/context.ts";
import type { EndStatus, PlayedCall, Twiml, TwimlElement } from "../state/calls.ts";
import { flowAt, isFlowWebhook, webhookUrl } from "../studio/webhookUrl.ts";
import { isOver } from "./call.ts";
import { enqueue } from "./enqueue.ts";
import { leaveFlows, waitingExecution } from "./flowsOfCall.ts";
import { finishCall } from "./hangUp.ts";
import { startRelaySession } from "./relaySession.ts";
import { callForm, requestTwiml, resolveUrl, type TwimlRequest } from "./requestTwiml.ts";

/** Requests an action of TwiML, and records the request. Without TwiML in the response the call is over; then returns undefined. */
export async function requestAction(
  context: Context,
  call: PlayedCall,
  { url, method, form: ownForm }: TwimlRequest,
): Promise<Twiml | undefined> {
  const form = callForm(context, call, ownForm);
  const result = await requestTwiml(context, { url, method, form });
  call.course.actionRequests.push({ url, form, status: result.status });
  if (!("problem" in result)) return result.twiml;
  call.course.warnings.push(result.problem);
  await finishCall(context, call);
  return undefined;
}

interface Step {
  context: Context;
  call: PlayedCall;
  verb: TwimlElement;
  /** The verbs after it. */
  rest: Twiml;
  /** Number of documents before this one. */
  hops: number;
}

/** "next": continue with the next verb. "away": the verb controls the call from now on. */
type Outcome = "next" | "away";

/** Maximum number of responses in a row, because one that redirects to itself would never end. Our choice. */
const maxHops = 20;

/** The function of each verb. Any other verb adds a warning and is skipped, unless a flow waits for its end. */
const verbs: Record<string, (step: Step) => Outcome | Promise<Outcome>> = {
  Say: playSound,
  Play: playSound,
  // Time does not pass on a local call.
  Pause: () => "next",
  Hangup: ({ context, call }) => endWith(context, call, "completed"),
  Reject: ({ context, call }) => endWith(context, call, "busy"),
  Redirect: redirect,
  Enqueue: enterQueue,
  Connect: connect,
  Gather: gather,
  Dial: (step) => waitForEnd(step, `(dials ${dialledNumbers(step.verb)})`),
  Record: (step) => waitForEnd(step, "(records)"),
};

/** Runs a response on a call. Settles when the call is with the agent, waits, or is over. */
export async function runTwiml(context: Context, call: PlayedCall, twiml: Twiml, hops = 0): Promise<void> {
  if (hops > maxHops) {
    call.course.warnings.push(`stopped after ${maxHops} responses, the last one from ${twiml.url}`);
    return finishCall(context, call);
  }
  for (const [index, verb] of twiml.verbs.entries()) {
    if (isOver(call)) return leaveFlows(context, call);
    const rest = { url: twiml.url, verbs: twiml.verbs.slice(index + 1) };
    const run = Object.hasOwn(verbs, verb.name) ? verbs[verb.name] : skipOrWait;
    if ((await run?.({ context, call, verb, rest, hops })) === "away") return;
  }
  if (isOver(call) || !waitsWithoutVerb(context, call, twiml.url)) return finishCall(context, call);
  const attributes = { action: twiml.url };
  call.course.awaiting = { verb: "", attributes, rest: { url: twiml.url, verbs: [] }, keys: "" };
}

/** Whether the flow that returned this TwiML waits for something without a verb, other than the return of a redirect. */
function waitsWithoutVerb({ state }: Context, { sid }: PlayedCall, url: string): boolean {
  const waiting = waitingExecution(state, sid);
  const events = waiting?.run?.waiting?.events ?? ["return"];
  return flowAt(state, url)?.sid === waiting?.flowSid && !events.includes("return");
}

function playSound({ call, verb }: Step): Outcome {
  return addSpeech(call, soundOf(verb));
}

function soundOf({ name, attributes, text }: TwimlElement): string {
  if (name !== "Play") return text;
  return attributes.digits === undefined ? `(plays ${text})` : `(plays the digits ${attributes.digits})`;
}

function addSpeech(call: PlayedCall, text: string): Outcome {
  call.course.transcript.push({ who: "flow", text });
  return "next";
}

async function endWith(context: Context, call: PlayedCall, status: EndStatus): Promise<Outcome> {
  await finishCall(context, call, status);
  return "away";
}

function gather(step: Step): Outcome {
  const sounds = step.verb.children.filter(({ name }) => name === "Say" || name === "Play");
  return waitForEnd(step, ...sounds.map(soundOf));
}

function dialledNumbers({ text, children }: TwimlElement): string {
  return children.length === 0 ? text : children.map((noun) => noun.text).join(", ");
}

/** The call waits until a control route reports how the verb ended: pendingVerb.ts. */
function waitForEnd({ call, verb, rest }: Step, ...sounds: string[]): Outcome {
  for (const text of sounds) addSpeech(call, text);
  call.course.awaiting = { verb: verb.name, attributes: verb.attributes, rest, keys: "" };
  return "away";
}

/** A verb that is not simulated. If a flow waits for it, the call waits too; otherwise it is skipped with a warning. */
function skipOrWait(step: Step): Outcome {
  const { context, call, verb } = step;
  const isFlows = isFlowWebhook(verb.attributes.action ?? "") && waitingExecution(context.state, call.sid);
  if (isFlows) return waitForEnd(step);
  const inside = verb.children.map(({ name }) => `<${name}>`).join(", ");
  const what = verb.name === "Connect" ? `<Connect> with ${inside || "nothing"}` : `<${verb.name}>`;
  call.course.warnings.push(`${what} is not simulated by the local Twilio and was skipped`);
  return "next";
}

async function redirect({ context, call, verb, rest, hops }: Step): Promise<Outcome> {
  const url = resolveUrl(verb.text, rest.url);
  const { method } = verb.attributes;
  const result = await requestTwiml(context, { url, method, form: callForm(context, call) });
  const twiml = "problem" in result ? await failRedirect(context, call, result.problem) : result.twiml;
  if (twiml) await runTwiml(context, call, twiml, hops + 1);
  return "away";
}

/** Continues the flow that redirected the call with its "fail" event; without one the call is over. */
async function failRedirect(context: Context, call: PlayedCall, problem: string): Promise<Twiml | undefined> {
  call.course.warnings.push(problem);
  const flow = waitingExecution(context.state, call.sid);
  if (flow?.run?.waiting?.events.includes("fail")) {
    const url = `${webhookUrl(context.state, flow.flowSid)}?FlowEvent=fail`;
    return requestAction(context, call, { url, form: {} });
  }
  await finishCall(context, call);
  return undefined;
}

function enterQueue(step: Step): Outcome {
  const { context, call, verb, rest } = step;
  const isByName = verb.attributes.workflowSid === undefined && waitingExecution(context.state, call.sid);
  if (isByName) return skipOrWait(step);
  try {
    enqueue(context, call, verb, rest.url);
    return "away";
  } catch (error) {
    call.course.warnings.push(error instanceof Error ? error.message : String(error));
    return "next";
  }
}

async function connect(step: Step): Promise<Outcome> {
  const { context, call, verb, rest, hops } = step;
  const noun = verb.children.find(({ name }) => name === "ConversationRelay");
  if (!noun) return skipOrWait(step);
  const { action, method } = verb.attributes;
  await startRelaySession(context, call, noun, async (form) => {
    if (action === undefined && !isOver(call)) return runTwiml(context, call, rest, hops);
    if (action === undefined) return leaveFlows(context, call);
    const twiml = await requestAction(context, call, { url: resolveUrl(action, rest.url), method, form });
    if (isOver(call)) return leaveFlows(context, call);
    if (twiml) await runTwiml(context, call, twiml, hops + 1);
  });
  return "away";
}
