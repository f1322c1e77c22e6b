// Plays the customers, the virtual agent on Twilio Agent Connect and Twilio's voice platform: sends the requests of a
// hand-off in the same order and form. Source: TAC Python 2.5.0, observed against a local server.

import { accountBeforeHandoff, ask, seed } from "@tac-handoff/emulator";
import {
  type AttributeContract,
  buildHandoffPayload,
  executionForm,
  type HandoffPayload,
  handoffData,
  studioExecutionsUrl,
} from "@tac-handoff/runtime";
import twilio from "twilio/lib/webhooks/webhooks.js";

/** Where the hand-off happens: outputs of the stack. */
export interface Provisioned {
  flowSid: string;
  voiceHandoffUrl: string;
  orchestratorConfigurationId: string;
  memoryStoreId: string;
  phoneNumber: string;
}

/** A contract of any attributes. `Pick` makes the compiler compare members, not the type parameters as a whole. */
export type AnyContract = Pick<AttributeContract, keyof AttributeContract>;

/** Why the virtual agent hands off, with attributes that match the contract. */
export interface HandoffContent {
  contract: AnyContract;
  attributes: Record<string, unknown>;
  reason: string;
}

/** The conversation that a customer's first message or call started. */
export interface Session {
  conversationId: string;
  customer: string;
}

type Send = (
  what: string,
  request?: Parameters<typeof ask>[2],
) => Promise<Record<string, unknown> & { sid?: string }>;

/** Sends requests as the virtual agent does: with the account's API key. */
export function sender(url: string): Send {
  const local = { url, state: accountBeforeHandoff() };
  const auth = { user: seed.apiKeySid, password: seed.apiKeySecret };
  return async (what, request = {}) => {
    const { status, body } = await ask(local, what, { auth, ...request });
    if (status >= 400) throw new Error(`${what} returned ${status}: ${JSON.stringify(body)}`);
    return body;
  };
}

/** Sends a customer's message; it must reach the virtual agent over the bridge, or there is nothing to hand off. */
export async function writeToAgent(
  send: Send,
  { from, to, body }: { from: string; to: string; body: string },
): Promise<Session> {
  const { conversationId, handledBy, alsoSentTo } = await send("POST /local/messages", {
    json: { from, to, body },
  });
  if (typeof conversationId !== "string" || alsoSentTo) {
    throw new Error(
      `The message to ${to} did not reach only the virtual agent: ${JSON.stringify({ handledBy, alsoSentTo })}`,
    );
  }
  return { conversationId, customer: from };
}

/** Makes a customer's call; the number must ring the virtual agent. */
export async function callAgent(
  send: Send,
  at: Provisioned,
  from: string,
): Promise<Session & { callSid: string }> {
  const call = { from, to: at.phoneNumber, configurationId: at.orchestratorConfigurationId };
  const { callSid, conversationId, transcribedTwice, voiceUrl } = await send("POST /local/calls", {
    json: call,
  });
  if (!String(voiceUrl).endsWith("/twiml") || transcribedTwice) {
    throw new Error(
      `The call did not reach only the virtual agent: ${JSON.stringify({ voiceUrl, transcribedTwice })}`,
    );
  }
  return { callSid: String(callSid), conversationId: String(conversationId), customer: from };
}

/** The first half of the hand-off tool: pauses the conversation and stops its events. */
async function pause(send: Send, { conversationId }: Session): Promise<void> {
  const url = `https://conversations.twilio.com/v2/Conversations/${conversationId}`;
  await send(`PUT ${url}`, { json: { status: "INACTIVE" } });
  await send(`PATCH ${url}`, { json: { configuration: { statusCallbacks: [] } } });
}

/** Hands off a message or chat. Returns the execution's SID. */
export async function handOffMessage(
  send: Send,
  at: Provisioned,
  session: Session,
  content: HandoffContent,
): Promise<string> {
  await pause(send, session);
  const form = executionForm({
    to: session.customer,
    from: at.phoneNumber,
    payload: payloadOf(at, session, content),
  });
  const { sid } = await send(`POST ${studioExecutionsUrl(at.flowSid)}`, { form: Object.fromEntries(form) });
  return String(sid);
}

/** Ends the session of a call as Twilio does, with or without a hand-off by the virtual agent. */
export async function endCall(
  send: Send,
  at: Provisioned,
  session: Session & { callSid: string },
  content?: HandoffContent,
): Promise<string> {
  if (content) await pause(send, session);
  const fields = {
    AccountSid: seed.accountSid,
    CallSid: session.callSid,
    From: session.customer,
    To: at.phoneNumber,
    Direction: "inbound",
    CallStatus: content ? "in-progress" : "completed",
    SessionId: `VX${session.callSid.slice(2)}`,
    SessionDuration: "42",
    SessionStatus: content ? "ended" : "completed",
    ...(content && { HandoffData: handoffData(payloadOf(at, session, content)) }),
  };
  const signature = twilio.getExpectedTwilioSignature(seed.authToken, at.voiceHandoffUrl, fields);
  await send(`POST ${at.voiceHandoffUrl}`, { form: fields, headers: { "X-Twilio-Signature": signature } });
  const { executions } = (await send(
    `GET https://studio.twilio.com/v2/Flows/${at.flowSid}/Executions`,
  )) as unknown as {
    executions: { sid: string; initiated_by: string }[];
  };
  const started = executions.find(({ initiated_by }) => initiated_by === session.callSid);
  if (!started) throw new Error(`The end of call ${session.callSid} did not start an execution.`);
  return started.sid;
}

function payloadOf(at: Provisioned, { conversationId }: Session, content: HandoffContent): HandoffPayload {
  return buildHandoffPayload({ conversationId, storeId: at.memoryStoreId, ...content });
}
