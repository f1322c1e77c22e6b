// Shared by the tests of the hand-off flow: its variants, a payload, and runs of both entries.

import { readdirSync, readFileSync } from "node:fs";
import { parseTwiml } from "@tac-handoff/emulator";
import { buildHandoffPayload } from "@tac-handoff/runtime";
import {
  type FlowDefinition,
  type Scenario,
  type SimulatedRun,
  type StubResponse,
  simulate,
  toTwiml,
} from "@tac-handoff/studio";
import { readScenario } from "@tac-handoff/studio/scenario";
import { type AgentHandoff, agentHandoff } from "../agent-handoff.ts";
import { contract, wide } from "./contract.ts";

export const options: AgentHandoff = {
  workflowSid: `WW${"1".repeat(32)}`,
  workspaceSid: `WS${"9".repeat(32)}`,
  voiceTaskChannelSid: `TC${"2".repeat(32)}`,
  messagingTaskChannelSid: `TC${"3".repeat(32)}`,
  contract,
};

export const inGerman = {
  call: 'Leider ist gerade niemand da – "bitte" rufen Sie später an & entschuldigen Sie. 🙏',
  message: "Leider ist gerade niemand da. Bitte schreiben Sie später noch einmal.\nDanke!",
};

const { voiceTaskChannelSid: _, ...messagesOnly } = options;
const { messagingTaskChannelSid: __, ...callsOnly } = options;

/** The options of a team, one by one. */
export const variants = {
  "the usual choices": options,
  "an apology after a broken session": { ...options, onFailedSession: "apology", onAgentDown: "apology" },
  "a Flex agent after every end": { ...options, onOtherEnd: "person" },
  "calls only": callsOnly,
  "messages only": messagesOnly,
  "more attributes in the contract": { ...options, contract: wide },
  "attributes of the team": { ...options, attributes: { team: 'the "first" team', floor: 3, isNew: true } },
  "apologies in another language": { ...options, apologies: inGerman },
} as const satisfies Record<string, AgentHandoff>;

export type Variant = keyof typeof variants;
export const variantNames = Object.keys(variants) as Variant[];

export const session = { conversationId: "conv_conversation_01abc", storeId: "mem_store_01abc" };
export const payload = buildHandoffPayload({
  ...session,
  attributes: { department: "billing" },
  reason: 'Says "refund" – now',
});

/** The attributes of the task that come from the payload. */
export const handedOff = { ...session, profileId: "", reason: 'Says "refund" – now', department: "billing" };

const { department: ___, ...withoutAttributes } = handedOff;
/** The attributes if the payload is too long for Flex. */
export const briefly = {
  ...withoutAttributes,
  reason: "(The agent's attributes were too long for Flex.)",
};

export const from = "+15557770001";
/** The attributes at the start of a call's task. */
export const caller = { type: "inbound", name: from };

export const classic = { sid: `CH${"4".repeat(32)}`, chat_service_sid: `IS${"5".repeat(32)}` };
const participants = [
  { type: "AI_AGENT", addresses: [{ channel: "SMS", address: "+15551230100", channelId: classic.sid }] },
  {
    type: "CUSTOMER",
    addresses: [
      { channel: "VOICE", address: "+15557770002", channelId: `CA${"6".repeat(32)}` },
      { channel: "SMS", address: "+15557770002", channelId: classic.sid },
      { channel: "WHATSAPP", address: "whatsapp:+15557770002", channelId: `CH${"7".repeat(32)}` },
    ],
  },
];
/** The Orchestrator's conversation of every call. */
export const ofTheCall = "conv_conversation_09call";
const conversations = "https://conversations.twilio.com/v2/Conversations";
export const bridged = { configuration: { conversationsV1Bridge: { serviceId: classic.chat_service_sid } } };

/** Responds for every conversation, whatever its id, with no open task, and for nothing else. */
export function twilio({ url }: { url: string }): StubResponse {
  if (url.startsWith("https://taskrouter.twilio.com/")) return { body: { tasks: [] } };
  if (url.startsWith(`${conversations}?channelId=`)) return { body: { conversations: [{ id: ofTheCall }] } };
  const [, tail] = /^https:\/\/conversations\.twilio\.com\/v2\/Conversations\/[^/?#]+(.*)$/.exec(url) ?? [];
  if (tail === "/Participants") return { body: { participants } };
  return tail === "" ? { body: bridged } : { status: 404, body: { code: 20404 } };
}

const usual = agentHandoff(options);

/** Runs the entry for calls, as posted by Twilio after a ConversationRelay session. */
export function call(
  fields: Record<string, string>,
  flow: FlowDefinition = usual,
  others: Omit<Scenario, "trigger"> = {},
) {
  const common = { CallSid: "CA1", From: from, To: "+15551230100", Direction: "inbound" };
  return simulate(flow, {
    http: twilio,
    ...others,
    trigger: { event: "incomingCall", call: { ...common, ...fields } },
  });
}

/** Runs the entry for messages, with an Orchestrator that has the conversation. */
export function message(
  parameters: Record<string, unknown>,
  flow: FlowDefinition = usual,
  others: Omit<Scenario, "trigger"> = {},
) {
  return simulate(flow, {
    http: twilio,
    conversations: [{ ...classic, state: "active", attributes: "{}", webhook_sid: "WH1", participants: [] }],
    ...others,
    trigger: { event: "incomingRequest", to: "+15557770002", from: "+15551230100", parameters },
  });
}

export function refuse(): never {
  throw new Error("no such workflow");
}

/** Parses the TwiML of a call as the local Twilio does; throws if it is not TwiML. */
export function twimlOf({ execution }: SimulatedRun) {
  return parseTwiml(toTwiml(execution.twiml));
}

const folder = new URL("../scenarios/", import.meta.url);

/** Returns the scenario files for a variant. */
export function scenarioFiles(variant: Variant): string[] {
  if (variant === "calls only") return yamlFiles("calls/");
  if (variant === "messages only") return yamlFiles("messages/");
  const files = [...yamlFiles("calls/"), ...yamlFiles("messages/")];
  const except = (names: readonly string[]) => files.filter((file) => !names.includes(file));
  if (variant === "a Flex agent after every end")
    return [
      ...except(["calls/ended-with-data.yaml", "calls/ended-by-agent.yaml"]),
      ...yamlFiles("otherEnd/"),
    ];
  if (variant === "an apology after a broken session")
    return [...except(toFlexUnlessApology), ...yamlFiles("apology/")];
  return files;
}

/** Scenarios in which a call without a payload reaches Flex, unless the team wants an apology. */
const toFlexUnlessApology = [
  "agent-down",
  "broken-session",
  "redirected",
  "unread-lost",
  "unread-refused",
].map((name) => `calls/${name}.yaml`);

function yamlFiles(below: string): string[] {
  const names = readdirSync(new URL(`./${below}`, folder)).filter((name) => name.endsWith(".yaml"));
  return names.toSorted().map((name) => below + name);
}

/** Reads a scenario, which must fit the flow. */
export function scenarioFrom(file: string, definition: FlowDefinition): Scenario {
  const read = readScenario(readFileSync(new URL(file, folder), "utf8"), { file, definition });
  if ("issues" in read) throw new Error(JSON.stringify(read.issues, null, 2));
  return read.scenario;
}
