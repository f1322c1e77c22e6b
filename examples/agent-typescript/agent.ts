// A minimal virtual agent in TypeScript, without a language model. It replies to callers and to text messages, and
// hands both over to a Flex agent if they say "human". All configuration comes from the environment: the .env file that
// `npm run env` writes. `npm start` runs it on Node 22.18 or later; `npx tsx --env-file=.env agent.ts` on Node 20.
// With a number as its argument (`npm start -- +12025550143`) it also calls a customer.

import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import * as handoff from "@tac-handoff/runtime";
import twilio from "twilio";
import { WebSocketServer } from "ws";
import * as z from "zod";

// Replace it with a copy of studio-flows/attributes.ts. Flex shows attributes under these names, and workflows route on
// them.
const contract = handoff.defineAttributes(
  z.object({
    department: z.string().max(40).optional(),
    priority: z.enum(["low", "normal", "high"]).optional(),
  }),
);

const flow = handoff.handoffUrls(); // throws if TWILIO_STUDIO_HANDOFF_FLOW_SID or TWILIO_ACCOUNT_SID is missing
const accountSid = setting("TWILIO_ACCOUNT_SID");
const authToken = setting("TWILIO_AUTH_TOKEN");
const phoneNumber = setting("TWILIO_PHONE_NUMBER");
const host = setting("TWILIO_VOICE_PUBLIC_DOMAIN");
const configurationId = setting("TWILIO_CONVERSATION_CONFIGURATION_ID");
const client = twilio(setting("TWILIO_API_KEY"), setting("TWILIO_API_SECRET"), { accountSid });
const { memoryStoreId } = await orchestrator("get", `ControlPlane/Configurations/${configurationId}`);

function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; npm run env writes it`);
  return value;
}

async function orchestrator(method: "get" | "post" | "put", path: string, data?: object) {
  const [uri, headers] = [
    `https://conversations.twilio.com/v2/${path}`,
    { "Content-Type": "application/json" },
  ];
  const { statusCode, body } = await client.request({ method, uri, headers, ...(data && { data }) });
  if (statusCode >= 400) throw new Error(`${method} ${uri}: ${statusCode} ${JSON.stringify(body)}`);
  return body;
}

/** Returns what the customer hears or reads next; nothing if a Flex agent has them. `start` starts the hand-off in the way the channel requires. */
async function reply(
  words: string,
  conversationId: string,
  start: (payload: handoff.HandoffPayload) => unknown,
) {
  if (!/\bhuman\b/i.test(words)) return `You said "${words}". Say "human" to reach a person.`;
  try {
    const payload = handoff.buildHandoffPayload({
      conversationId,
      storeId: memoryStoreId,
      contract,
      attributes: { department: "support", priority: "normal" },
      reason: `The customer said: ${words}`,
      longReason: "cut",
    });
    // INACTIVE makes Twilio write the summary that Flex shows. Without callbacks, later messages reach only Flex.
    await orchestrator("put", `Conversations/${conversationId}`, { status: "INACTIVE" });
    await handoff.clearStatusCallbacks({ conversationId });
    await start(payload);
    return "One moment, a person will take over.";
  } catch (error) {
    console.error(error);
    // A customer who asks in two messages is handed off by the first, which may still be running.
    await setTimeout(1_000);
    if (await handoff.isWithFlex({ conversationId })) return undefined;
    // Otherwise the customer's next message would reach nobody.
    await handoff.restoreConversation({ conversationId }).catch(console.error);
    return "I am sorry, nobody can be reached right now. Please try again in a moment.";
  }
}

// The Orchestrator's event COMMUNICATION_CREATED: a text message, or what was said in a call, by the customer or by this
// agent.
const message = z.object({
  conversationId: z.string(),
  author: z.object({ participantId: z.string(), channel: z.string(), address: z.string() }),
  content: z.object({ text: z.string() }),
});

async function replyToMessage(data: unknown) {
  const { conversationId, author, content } = message.parse(data);
  // A caller's words arrive over the call's WebSocket too, which is where they are replied to.
  if (author.channel === "VOICE" || author.address === phoneNumber) return;
  // A Flex agent still has this chat, although its conversation has closed and another one has started.
  if (await handoff.isWithFlex({ conversationId })) return handoff.clearStatusCallbacks({ conversationId });
  const words = await reply(content.text, conversationId, (payload) => {
    const parameters = handoff.executionParameters(payload);
    return client.studio.v2
      .flows(flow.flowSid)
      .executions.create({ to: author.address, from: phoneNumber, parameters });
  });
  if (words === undefined) return;
  const from = { address: phoneNumber, channel: author.channel };
  const payload = { from, to: [author], content: { text: words } };
  await orchestrator("post", `Conversations/${conversationId}/Actions`, { type: "SEND_MESSAGE", payload });
}

/** Connects a call to this agent. `action` is requested when the session has ended. */
function connect(action: string): string {
  const twiml = new twilio.twiml.VoiceResponse();
  const relay = { url: `wss://${host}/ws`, conversationConfiguration: configurationId };
  twiml.connect({ action }).conversationRelay(relay);
  return twiml.toString();
}

/** The end of a session with a customer whom the agent has called. Studio refuses such calls, so this replaces the flow. */
function afterOutboundCall(form: Record<string, string>): string {
  const call = handoff.parseConnectAction(form);
  const twiml = new twilio.twiml.VoiceResponse();
  try {
    if (call) return handoff.handoffTwiml({ ...call, contract });
  } catch (error) {
    console.error(error);
  }
  const isWaiting = call || form.SessionStatus === "failed";
  if (isWaiting) twiml.say("We are sorry, something went wrong. Please call us again later.");
  return twiml.toString();
}

const server = createServer(async (request, response) => {
  const body = await text(request);
  const [url, signature] = [`https://${host}${request.url}`, `${request.headers["x-twilio-signature"]}`];
  const form = Object.fromEntries(new URLSearchParams(body));
  if (request.url === "/twiml" && twilio.validateRequest(authToken, signature, url, form)) {
    response.setHeader("Content-Type", "application/xml").end(connect(flow.voice));
  } else if (request.url === "/handoff" && twilio.validateRequest(authToken, signature, url, form)) {
    response.setHeader("Content-Type", "application/xml").end(afterOutboundCall(form));
  } else if (twilio.validateRequestWithBody(authToken, signature, url, body)) {
    response.end();
    const { eventType, data } = JSON.parse(body);
    if (eventType === "COMMUNICATION_CREATED") await replyToMessage(data).catch(console.error);
  } else response.writeHead(403).end();
});

// A call: https://www.twilio.com/docs/voice/conversationrelay/websocket-messages
const calls = new WebSocketServer({
  server,
  verifyClient: ({ req: { headers, url } }: { req: import("node:http").IncomingMessage }) =>
    twilio.validateRequest(authToken, `${headers["x-twilio-signature"]}`, `wss://${host}${url}`, {}),
});
calls.on("connection", (socket) => {
  let callSid: string;
  const replyToCaller = async (words: string) => {
    const { conversations } = await orchestrator("get", `Conversations?status=ACTIVE&channelId=${callSid}`);
    let end = "";
    const token = await reply(words, conversations[0].id, (payload) => {
      end = handoff.voiceEndFrame(payload);
    });
    socket.send(JSON.stringify({ type: "text", token: token ?? "", last: true }));
    if (end) socket.send(end); // after the last reply: it ends the session, and Twilio starts the flow
  };
  socket.on("error", console.error);
  socket.on("message", (data) => {
    const frame = JSON.parse(String(data));
    if (frame.type === "setup") callSid = frame.callSid;
    if (frame.type === "prompt") void replyToCaller(frame.voicePrompt).catch(console.error);
  });
});

const port = Number(process.env.TWILIO_SERVER_PORT ?? 8000);
server.listen(port, "127.0.0.1", () => console.log("Listening on", server.address()));

const [customer] = process.argv.slice(2);
if (customer) {
  const twiml = connect(`https://${host}/handoff`);
  await client.calls.create({ to: customer, from: phoneNumber, twiml }).catch(console.error);
}
