import { buildHandoffPayload, defineAttributes, HandoffError } from "@tac-handoff/runtime";
import { checkFlow, type FlowDefinition, simulate } from "@tac-handoff/studio";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import * as z from "zod";
import { whyUnfit } from "../packages/runtime/src/reservedNames.ts";
import { type AgentHandoff, agentHandoff } from "./agent-handoff.ts";
import { attributes as contract } from "./attributes.ts";

// Some tests run the flow a hundred times.
vi.setConfig({ testTimeout: 30_000 });

const options: AgentHandoff = {
  workflowSid: `WW${"1".repeat(32)}`,
  voiceTaskChannelSid: `TC${"2".repeat(32)}`,
  messagingTaskChannelSid: `TC${"3".repeat(32)}`,
  contract,
};
const session = { conversationId: "conv_conversation_01abc", storeId: "mem_store_01abc" };
const payload = buildHandoffPayload({
  ...session,
  attributes: { department: "billing" },
  reason: 'Says "refund" – now',
});
/** What the task has of the payload. */
const handedOff = {
  ...session,
  profileId: "",
  reason: 'Says "refund" – now',
  department: "billing",
};
const { department: _, ...briefly } = {
  ...handedOff,
  reason: "(The agent's attributes were too long for Flex.)",
};
const tooLong = { ...payload, attributes: { ...payload.attributes, department: "x".repeat(1_000) } };

const classic = { sid: `CH${"4".repeat(32)}`, chat_service_sid: `IS${"5".repeat(32)}` };
const orchestrator = {
  [`https://conversations.twilio.com/v2/Conversations/${payload.conversationId}/Participants`]: {
    participants: [
      { type: "AI_AGENT", addresses: [{ channel: "SMS", address: "+15551230100", channelId: classic.sid }] },
      {
        type: "CUSTOMER",
        addresses: [
          { channel: "VOICE", address: "+15557770002", channelId: `CA${"6".repeat(32)}` },
          { channel: "SMS", address: "+15557770002", channelId: classic.sid },
          { channel: "WHATSAPP", address: "whatsapp:+15557770002", channelId: `CH${"7".repeat(32)}` },
        ],
      },
    ],
  },
  [`https://conversations.twilio.com/v2/Conversations/${payload.conversationId}`]: {
    configuration: { conversationsV1Bridge: { serviceId: classic.chat_service_sid } },
  },
};

function call(fields: Record<string, string>, flow: FlowDefinition = agentHandoff(options)) {
  const common = { CallSid: "CA1", From: "+15557770001", To: "+15551230100", Direction: "inbound" };
  return simulate(flow, { trigger: { event: "incomingCall", call: { ...common, ...fields } } });
}

function message(
  overrides: Partial<Parameters<typeof simulate>[1]> = {},
  handoff: unknown = payload,
  flow: FlowDefinition = agentHandoff(options),
) {
  return simulate(flow, {
    trigger: {
      event: "incomingRequest",
      to: "+15557770002",
      from: "+15551230100",
      parameters: { HandoffData: handoff },
    },
    http: ({ url }) => {
      const body = orchestrator[url];
      return body ? { body } : { status: 404, body: { code: 20404 } };
    },
    conversations: [{ ...classic, state: "active", attributes: "{}", webhook_sid: "WH1", participants: [] }],
    ...overrides,
  });
}

test("our own check has nothing to object to, whichever entries the flow has", () => {
  const { voiceTaskChannelSid: _, ...messaging } = options;
  const { messagingTaskChannelSid: __, ...voice } = options;

  for (const choice of [options, messaging, voice, { ...options, onFailedSession: "apology" as const }])
    expect(checkFlow(agentHandoff(choice))).toEqual([]);
});

test("a customer whom the Orchestrator still calls UNKNOWN, as on a chat, is found all the same", async () => {
  const chat = (type: string, channelId: string) => ({
    type,
    addresses: [{ channel: "CHAT", address: type, channelId }],
  });
  const participants = [chat("AI_AGENT", `CH${"8".repeat(32)}`), chat("UNKNOWN", classic.sid)];
  const http = ({ url }: { url: string }) =>
    url.endsWith("/Participants") ? { body: { participants } } : { body: orchestrator[url] ?? {} };

  const { tasks } = await message({ http });

  expect(tasks).toMatchObject([{ kind: "conversation", conversationSid: classic.sid }]);
});

describe("a call", () => {
  test("that is handed off waits in Flex with the payload and the team's attributes", async () => {
    const flow = agentHandoff({
      ...options,
      attributes: { team: "support" },
      priority: 5,
      timeoutSeconds: 60,
    });

    const { path, tasks } = await call({ HandoffData: JSON.stringify(payload) }, flow);

    expect(path).toEqual(["Trigger", "is_handoff", "parse_handoff", "send_call_to_flex"]);
    expect(tasks).toMatchObject([
      {
        kind: "call",
        workflowSid: options.workflowSid,
        taskChannelSid: options.voiceTaskChannelSid,
        priority: 5,
        timeoutSeconds: 60,
      },
    ]);
    expect(tasks[0]?.attributes).toEqual({
      type: "inbound",
      name: "+15557770001",
      team: "support",
      ...handedOff,
    });
    expect(contract.taskAttributes.parse(tasks[0]?.attributes)).toEqual(tasks[0]?.attributes);
  });

  test("whose caller has hung up makes no task and says nothing", async () => {
    const { path, tasks, execution } = await call({ SessionStatus: "completed", CallStatus: "completed" });

    expect(path).toEqual(["Trigger", "is_handoff", "is_session_failed", "is_handoff_too_long"]);
    expect(tasks).toEqual([]);
    expect(execution).toMatchObject({ status: "ended", twiml: [] });
  });

  test("whose session broke goes to a person, or to an apology where the team wants that", async () => {
    const broken = { SessionStatus: "failed", ErrorCode: "39001" };

    const toPerson = await call(broken);
    const toApology = await call(
      broken,
      agentHandoff({ ...options, onFailedSession: "apology", apologies: { call: "Sorry!" } }),
    );

    expect(toPerson.tasks[0]?.attributes).toEqual({
      type: "inbound",
      name: "+15557770001",
      sessionError: "39001",
    });
    expect(toApology.tasks).toEqual([]);
    expect(toApology.execution.twiml).toMatchObject([{ verb: "Say", text: "Sorry!" }]);
  });

  test("with attributes too long for Flex reaches a person all the same, with the ids", async () => {
    const { path, tasks } = await call({ HandoffData: JSON.stringify(tooLong) });

    expect(path.slice(-2)).toEqual(["send_call_to_flex", "send_call_briefly"]);
    expect(tasks[0]?.attributes).toEqual({ type: "inbound", name: "+15557770001", ...briefly });
    expect(contract.taskAttributes.safeParse(tasks[0]?.attributes).success).toBe(true);
  });

  test("with a hand-off longer than a value in Studio may be reaches a person all the same", async () => {
    const endless = { ...payload, attributes: { reason: "é".repeat(9_000) } };

    const { path, tasks } = await call({ SessionStatus: "ended", HandoffData: JSON.stringify(endless) });

    expect(path.slice(-2)).toEqual(["is_handoff_too_long", "send_unread_call_to_flex"]);
    expect(tasks[0]?.attributes).toEqual({
      type: "inbound",
      name: "+15557770001",
      sessionError: "the agent's hand-off was too long for Studio",
    });
  });

  test("that Flex does not take hears an apology", async () => {
    const refused = {
      flex: () => {
        throw new Error("no such workflow");
      },
    };
    const fields = {
      CallSid: "CA1",
      From: "+15557770001",
      To: "+15551230100",
      HandoffData: JSON.stringify(payload),
    };

    const { path, execution } = await simulate(agentHandoff(options), {
      trigger: { event: "incomingCall", call: fields },
      ...refused,
    });

    expect(path.slice(-3)).toEqual(["send_call_to_flex", "send_call_briefly", "say_nobody_there"]);
    expect(execution.twiml.at(-1)).toMatchObject({
      verb: "Say",
      text: "We are sorry, nobody can take your call right now. Please call again later.",
    });
  });
});

describe("a message", () => {
  test("that is handed off stays in the customer's own Classic conversation", async () => {
    const { path, tasks, requests } = await message();

    expect(path).toEqual([
      "Trigger",
      "get_participants",
      "get_conversation",
      "resume_conversation",
      "send_conversation_to_flex",
    ]);
    expect(requests.map(({ url, twilioAuth }) => [url, twilioAuth])).toEqual(
      Object.keys(orchestrator).map((url) => [url, true]),
    );
    expect(tasks).toMatchObject([
      { kind: "conversation", conversationSid: classic.sid, taskChannelSid: options.messagingTaskChannelSid },
    ]);
    expect(tasks[0]?.attributes).toEqual(handedOff);
  });

  test("with attributes too long for Flex reaches a person all the same, with the ids", async () => {
    const { path, tasks } = await message({}, tooLong);

    expect(path.slice(-2)).toEqual(["send_conversation_to_flex", "send_conversation_briefly"]);
    expect(tasks[0]?.attributes).toEqual(briefly);
  });

  test.each([
    ["the Orchestrator does not answer", { http: () => ({ status: 500 }) }],
    ["its Classic conversation is gone", { conversations: [] }],
    [
      "Flex takes no task",
      {
        flex: () => {
          throw new Error("no such workflow");
        },
      },
    ],
  ])("tells the customer so when %s", async (_, fault) => {
    const { path, messages, tasks } = await message(fault);

    expect(path.at(-1)).toBe("tell_nobody_there");
    expect(tasks).toEqual([]);
    expect(messages).toMatchObject([
      {
        to: "+15557770002",
        from: "+15551230100",
        body: "We are sorry, nobody can answer right now. Please write to us again later.",
      },
    ]);
  });
});

describe("the task's attributes", () => {
  const wide = defineAttributes(
    z.object({
      note: z.string().optional(),
      order: z.number().optional(),
      isUrgent: z.boolean().optional(),
      items: z.array(z.json()).optional(),
    }),
  );
  const team = { team: "t".repeat(wide.teamCharacters - '"team":""'.length) };
  /** As long as the room kept for a caller allows. */
  const From = `sip:${"c".repeat(64)}`;
  const flow = agentHandoff({ ...options, contract: wide, attributes: team });

  test("have every attribute of the contract under its own name with its own type, whatever it holds", async () => {
    const wild = fc.string({ unit: "binary" });
    const attributes = fc.record(
      { note: wild, order: fc.integer(), isUrgent: fc.boolean(), items: fc.array(wild, { maxLength: 3 }) },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(attributes, fc.string({ unit: "grapheme", maxLength: 1_000 }), async (given, said) => {
        const built = buildHandoffPayload({
          ...{ conversationId: `conv_conversation_${"0".repeat(26)}`, storeId: "mem_store_1" },
          contract: wide,
          attributes: given,
          reason: said,
          longReason: "cut",
        });
        const { path, tasks } = await call({ From, HandoffData: JSON.stringify(built) }, flow);

        expect(path.at(-1)).toBe("send_call_to_flex");
        const { attributes: own, ...ids } = built;
        expect(tasks[0]?.attributes).toEqual({ type: "inbound", name: From, ...team, ...ids, ...own });
      }),
    );
  });

  test.each([
    ["quotation marks and braces", '"},{"type":"outbound","x":"\\'],
    ["Liquid", "{{flow.data | to_json}}{% assign h = flow %}{% endif %}{% raw %}{%"],
    ["line breaks and control characters", "a\nb\r\u2028\u2029\t\0\u007f"],
    ["emoji, and half of one", "👩‍👧 \ud83d"],
    ["what other languages would read", "#{1+1} %{x} <%= 1 %> <script>&amp; nil true 123"],
  ])("have texts as they are, on calls and messages: %s", async (_, text) => {
    const attributes = { note: text, items: [text, { [text]: text, size: 1, constructor: text }] };
    const built = buildHandoffPayload({ ...session, contract: wide, attributes, reason: text });

    const ofCall = await call({ HandoffData: JSON.stringify(built) }, flow);
    const ofMessage = await message({}, built, flow);

    const { attributes: own, ...ids } = built;
    expect(ofCall.tasks[0]?.attributes).toEqual({
      type: "inbound",
      name: "+15557770001",
      ...team,
      ...ids,
      ...own,
    });
    expect(ofMessage.tasks[0]?.attributes).toEqual({ ...team, ...ids, ...own });
  });

  test("may fill Flex's 1,024 characters to the last", async () => {
    const build = (length: number) =>
      buildHandoffPayload({
        ...{ conversationId: "c".repeat(44), storeId: "m".repeat(38), profileId: "m".repeat(38) },
        contract: wide,
        reason: "r".repeat(length),
      });
    const { path, tasks } = await call({ From, HandoffData: JSON.stringify(build(wide.budget)) }, flow);

    expect(path.at(-1)).toBe("send_call_to_flex");
    expect(JSON.stringify(tasks[0]?.attributes)).toHaveLength(1_024);
    expect(() => build(wide.budget + 1)).toThrow("hand-off payload: 1 characters too many for Flex");
  });

  test("lack what the agent left out, sent as null, or sent under a name that the contract does not know", async () => {
    const unvalidated = {
      ...payload,
      attributes: { reason: "r", priority: null, type: "outbound", team: "mine", notes: "n".repeat(5_000) },
    };

    const { tasks } = await call({ HandoffData: JSON.stringify(unvalidated) });

    const { department: _, ...rest } = handedOff;
    expect(tasks[0]?.attributes).toEqual({ type: "inbound", name: "+15557770001", ...rest, reason: "r" });
  });

  test("may have any name that a contract takes, words of Liquid among them", async () => {
    const plain = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,12}$/);
    const ofLiquid = fc.constantFrom("nil", "true", "blank", "empty", "contains", "and", "forloop", "h", "a");
    const names = fc.oneof(plain, ofLiquid).filter((name) => whyUnfit(name) === undefined);
    await fc.assert(
      fc.asyncProperty(names, async (name) => {
        const own = agentHandoff({ ...options, contract: defineAttributes(z.object({ [name]: z.any() })) });
        const one = { ...payload, attributes: { reason: "r", [name]: "found" } };
        const none = { ...payload, attributes: { reason: "r" } };

        const named = await call({ HandoffData: JSON.stringify(one) }, own);
        const without = await call({ HandoffData: JSON.stringify(none) }, own);

        expect(named.tasks[0]?.attributes[name]).toBe("found");
        expect(without.tasks[0]?.attributes).not.toHaveProperty(name);
      }),
    );
  });

  test("of the team are refused where they collide with others or leave the agent no room", () => {
    const attributes = { department: "support", from: "us", note: "n".repeat(120) };

    expect(() => agentHandoff({ ...options, attributes })).toThrow(
      new HandoffError(
        "the team's attributes: department: the agent sends an attribute of this name. Choose another name; " +
          "from: Twilio writes an attribute of this name itself. Choose another name; " +
          "all together: takes 164 characters, and 128 of the 1,024 that Flex takes are kept for it. " +
          "Say less, or give the contract in studio-flows/attributes.ts more teamCharacters",
      ),
    );
  });

  test("of a contract whose text in the flow is longer than Flex takes are refused, with what may go", () => {
    const names = Array.from({ length: 9 }, (_, index) => `attribute_${index}`);
    const many = defineAttributes(
      z.object(Object.fromEntries([...names, "the_longest_name"].map((name) => [name, z.string()]))),
    );

    expect(() => agentHandoff({ ...options, contract: many, attributes: { team: "support" } })).toThrow(
      /^attributes of Send to Flex: the flow's text has \d+ characters, \d+ more than Flex takes\. Drop attributes of the contract \(attribute_0, .*, the_longest_name; the_longest_name has the longest name\) or of the team \(team\)\.$/,
    );
  });
});

describe("a flow for some channels only", () => {
  test("has no entry and no widget of the others", () => {
    const { messagingTaskChannelSid: _, ...voice } = options;
    const { voiceTaskChannelSid: __, ...messaging } = options;

    expect(types(agentHandoff(voice))).not.toContain("resume-conversation");
    expect(types(agentHandoff(messaging))).not.toContain("say-play");
    expect(entries(agentHandoff(voice))).toEqual(["incomingCall"]);
    expect(entries(agentHandoff(messaging))).toEqual(["incomingRequest"]);
  });
});

function types({ states }: FlowDefinition): string[] {
  return states.map(({ type }) => type);
}

function entries({ states }: FlowDefinition): string[] {
  const trigger = states.find(({ type }) => type === "trigger");
  return (trigger?.transitions ?? []).filter(({ next }) => next).map(({ event }) => event);
}
