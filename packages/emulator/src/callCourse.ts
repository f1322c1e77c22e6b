// Runs the TwiML of a call, verb by verb, until somebody else has the call (the agent, Flex's queue) or it is over.
// Source: twilio.com/docs/voice/twiml

import { isOver, type PlayedCall } from "./call.ts";
import { endCall } from "./callEnd.ts";
import { enqueue } from "./callQueue.ts";
import { callForm, requestTwiml, type Twiml } from "./callRequest.ts";
import { startSession } from "./callSession.ts";
import type { TwimlElement } from "./callTwiml.ts";
import type { Local } from "./local.ts";

interface Step {
  local: Local;
  call: PlayedCall;
  verb: TwimlElement;
  /** What follows the verb. */
  rest: Twiml;
  /** Documents before this one. */
  hops: number;
}

/** "next": the verb is done. "away": it has the call, and goes on with it. */
type Outcome = "next" | "away";

/** Most responses of one call: one that leads to itself would never end. Our choice. */
const maxHops = 20;

/** What each verb does. Any other is noted on the call and skipped. */
const verbs: Record<string, (step: Step) => Outcome | Promise<Outcome>> = {
  Say: ({ call, verb }) => heard(call, verb.text),
  Play: ({ call, verb }) =>
    heard(
      call,
      verb.attributes.digits === undefined
        ? `(plays ${verb.text})`
        : `(plays the digits ${verb.attributes.digits})`,
    ),
  // Time does not pass on a local call.
  Pause: () => "next",
  Hangup: ({ local, call }) => over(local, call, "completed"),
  Reject: ({ local, call }) => over(local, call, "busy"),
  Redirect: redirect,
  Enqueue: enterQueue,
  Connect: connect,
};

/** Runs a response on a call. Settles when the call waits for somebody or is over. */
export async function runTwiml(local: Local, call: PlayedCall, twiml: Twiml, hops = 0): Promise<void> {
  if (hops > maxHops) {
    call.course.warnings.push(`stopped after ${maxHops} responses, the last one from ${twiml.url}`);
    return endCall(local, call);
  }
  for (const [index, verb] of twiml.verbs.entries()) {
    if (isOver(call)) return;
    const rest = { url: twiml.url, verbs: twiml.verbs.slice(index + 1) };
    const run = Object.hasOwn(verbs, verb.name) ? verbs[verb.name] : undefined;
    if (!run) {
      call.course.warnings.push(`<${verb.name}> is not played by the local Twilio; it was skipped`);
    } else if ((await run({ local, call, verb, rest, hops })) === "away") return;
  }
  endCall(local, call);
}

function heard(call: PlayedCall, text: string): Outcome {
  call.course.transcript.push({ who: "flow", text });
  return "next";
}

function over(local: Local, call: PlayedCall, status: "completed" | "busy"): Outcome {
  endCall(local, call, status);
  return "away";
}

async function redirect({ local, call, verb, rest, hops }: Step): Promise<Outcome> {
  const url = resolved(verb.text, rest.url);
  const answer = await requestTwiml(local, {
    url,
    method: verb.attributes.method,
    form: callForm(local, call),
  });
  if ("problem" in answer) {
    call.course.warnings.push(answer.problem);
    return over(local, call, "completed");
  }
  await runTwiml(local, call, answer.twiml, hops + 1);
  return "away";
}

function enterQueue({ local, call, verb, rest }: Step): Outcome {
  try {
    enqueue(local, call, verb, rest.url);
    return "away";
  } catch (error) {
    call.course.warnings.push(error instanceof Error ? error.message : String(error));
    return "next";
  }
}

async function connect({ local, call, verb, rest, hops }: Step): Promise<Outcome> {
  const noun = verb.children.find(({ name }) => name === "ConversationRelay");
  if (!noun) {
    const found = verb.children.map(({ name }) => `<${name}>`).join(", ") || "nothing";
    call.course.warnings.push(`<Connect> with ${found} is not played by the local Twilio; it was skipped`);
    return "next";
  }
  const { action, method } = verb.attributes;
  await startSession(local, call, noun, async (fields) => {
    if (action === undefined) return isOver(call) ? undefined : runTwiml(local, call, rest, hops);
    const url = resolved(action, rest.url);
    const form = callForm(local, call, fields);
    const answer = await requestTwiml(local, { url, method, form });
    call.course.actionRequests.push({ url, form, status: answer.status });
    if ("problem" in answer) {
      call.course.warnings.push(answer.problem);
      return endCall(local, call);
    }
    if (!isOver(call)) await runTwiml(local, call, answer.twiml, hops + 1);
  });
  return "away";
}

function resolved(url: string, base: string): string {
  return URL.canParse(url, base) ? new URL(url, base).href : url;
}
