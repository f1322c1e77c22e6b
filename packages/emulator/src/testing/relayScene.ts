// The setup for tests of calls with an agent: a local Twilio with a hand-off flow, and a number that calls an agent.

import { defineFlow, sendToFlex, setVariables, split } from "@tac-handoff/studio";
import { afterEach, beforeEach, onTestFinished } from "vitest";
import type { WebSocket } from "ws";
import { ask, type EmulatorRequest } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, type EmulatorOptions, startEmulator } from "../server.ts";
import { type AgentParts, type AgentServer, startAgentServer } from "./agentServer.ts";
import { customer } from "./emulatorScene.ts";
import { publishFlow } from "./publishFlow.ts";

/** Public host of the agent's server. */
export const host = "agent.example.com";

/** The agent's side learns of some events a little later than ours. */
export const patience = { timeout: 4_000 };

/** The hand-off payload that the agent sends, JSON text. */
export const payload = JSON.stringify({
  conversationId: "conv_conversation_1",
  attributes: { reason: "refund – café" },
});

const handoffFlow = defineFlow({
  description: "hand-off of calls",
  trigger: { incomingCall: "gate" },
  widgets: {
    gate: split({
      input: "{{trigger.call.HandoffData}}",
      match: [{ contains: "conversationId", next: "parse" }],
      noMatch: undefined,
    }),
    parse: setVariables({
      variables: { handoff: { json_object: "{{trigger.call.HandoffData}}" } },
      next: "to_flex",
    }),
    to_flex: sendToFlex({
      workflow: seed.workflowSid,
      channel: seed.taskChannelSids.voice,
      attributes: { reason: "{{flow.variables.handoff.attributes.reason | to_json}}" },
      on: { callComplete: undefined, failedToEnqueue: undefined, callFailure: undefined },
    }),
  },
});

export const send = (socket: WebSocket, message: unknown) => socket.send(JSON.stringify(message));

/** Replies as TAC does, with a streamed reply, or as the caller's words request. */
export function replies(socket: WebSocket, { type, voicePrompt }: Record<string, unknown>): void {
  if (type !== "prompt") return;
  const text = (token: string, last: boolean) => send(socket, { type: "text", token, last });
  if (voicePrompt === "human") {
    text("One moment please.", true);
    send(socket, { type: "end", handoffData: payload });
  } else if (voicePrompt === "bye") {
    send(socket, { type: "end" });
  } else if (voicePrompt === "crash") {
    socket.terminate();
  } else if (voicePrompt === "nothing") {
    text("", true);
  } else if (voicePrompt !== "silence") {
    for (const token of ["You said ", String(voicePrompt), "."]) text(token, false);
    text("", true);
  }
}

/** Starts a local Twilio before each test of a file, and closes it afterwards. */
export function relayScene() {
  let emulator: Emulator;
  let flowUrl: string;

  beforeEach(async () => {
    emulator = await startEmulator();
    flowUrl = `${(await publishFlow(emulator, handoffFlow)).webhook_url}?Trigger=incomingCall`;
    // As the stack declares it: no capture rules for calls, closed on hang-up.
    delete emulator.state.orchestratorConfigurations[seed.orchestratorConfigurationId]?.channelSettings.VOICE;
  });

  afterEach(() => emulator.close());

  const call = (what: string, request?: EmulatorRequest) => ask(emulator, what, request);

  const connect = ({ attributes = "", inside = "", action = `action="${flowUrl}"` } = {}) =>
    `<Connect ${action.replaceAll("&", "&amp;")}><ConversationRelay url="wss://${host}/ws?tenant=a%20b" conversationConfiguration="${seed.orchestratorConfigurationId}" ${attributes}>${inside}</ConversationRelay></Connect>`;

  return {
    get emulator() {
      return emulator;
    },
    /** URL that starts the hand-off flow. */
    get flowUrl() {
      return flowUrl;
    },
    /** Starts another local Twilio in place of this one, without the flow. */
    async restart(options: EmulatorOptions): Promise<void> {
      await emulator.close();
      emulator = await startEmulator(options);
    },
    call,
    /** `<Connect>` to the agent. */
    connect,
    /** Starts an agent, and sets it as the number's voice URL. */
    async agent({
      twiml = connect(),
      talk = replies,
      answer = () => "",
    }: {
      twiml?: string;
      talk?: AgentParts["talk"];
      answer?: AgentParts["answer"];
    } = {}): Promise<AgentServer> {
      const server = await startAgentServer({
        host,
        answer: (path, form) => (path === "/twiml" ? `<Response>${twiml}</Response>` : answer(path, form)),
        talk,
      });
      onTestFinished(() => server.close());
      await call("PUT /local/hosts", { json: { host, url: server.url } });
      Object.assign(emulator.state.phoneNumbers[seed.phoneNumberSid] ?? {}, {
        voice_url: `https://${host}/twiml`,
      });
      return server;
    },
    place: async () =>
      (await call("POST /local/calls", { json: { from: customer, to: seed.phoneNumber } })).body,
    say: (callSid: string, text: string) => call(`POST /local/calls/${callSid}/say`, { json: { text } }),
    look: async (callSid: string) => (await call(`GET /local/calls/${callSid}`)).body,
    /** The messages of a conversation, with their authors. */
    texts(conversationId: string): string[] {
      const { communications = [] } = emulator.state.conversations[conversationId] ?? {};
      return communications.map(({ author, content }) => `${author.address}: ${content.text}`);
    },
  };
}
