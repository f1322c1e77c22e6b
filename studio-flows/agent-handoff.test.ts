import { buildHandoff, taskAttributes } from "@tac-handoff/runtime";
import { checkFlow, type FlowDefinition, simulate } from "@tac-handoff/studio";
import { describe, expect, test } from "vitest";
import { type AgentHandoff, agentHandoff } from "./agent-handoff.ts";

const options: AgentHandoff = {
  workflowSid: `WW${"1".repeat(32)}`,
  voiceTaskChannelSid: `TC${"2".repeat(32)}`,
  messagingTaskChannelSid: `TC${"3".repeat(32)}`,
};
const payload = buildHandoff({
  conversationId: "conv_conversation_01abc",
  storeId: "mem_store_01abc",
  attributes: { department: "billing" },
  reason: 'Says "refund" – now',
});
const tooLong = { ...payload, attributes: { ...payload.attributes, notes: "x".repeat(1_000) } };

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

function message(overrides: Partial<Parameters<typeof simulate>[1]> = {}, handoff: unknown = payload) {
  return simulate(agentHandoff(options), {
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

test("our own check objects to nothing but that the last apology, too, may fail to be sent", () => {
  const lastResort = { severity: "warning", code: "unhandled_failure", widget: "tell_nobody_there" };

  expect(checkFlow(agentHandoff(options))).toMatchObject([lastResort]);
  expect(checkFlow(agentHandoff({ ...options, onFailedSession: "apology" }))).toMatchObject([lastResort]);
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
      handoff: payload,
    });
    expect(taskAttributes.parse(tasks[0]?.attributes).handoff).toEqual(payload);
  });

  test("whose caller has hung up makes no task and says nothing", async () => {
    const { path, tasks, execution } = await call({ SessionStatus: "completed", CallStatus: "completed" });

    expect(path).toEqual(["Trigger", "is_handoff", "is_session_failed"]);
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
    const { attributes, ...ids } = payload;
    expect(taskAttributes.parse(tasks[0]?.attributes).handoff).toMatchObject(ids);
    expect(attributes.department).toBe("billing");
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
    expect(tasks[0]?.attributes).toEqual({ handoff: payload });
  });

  test("with attributes too long for Flex reaches a person all the same, with the ids", async () => {
    const { path, tasks } = await message({}, tooLong);

    expect(path.slice(-2)).toEqual(["send_conversation_to_flex", "send_conversation_briefly"]);
    expect(tasks[0]?.attributes.handoff).toMatchObject({
      conversationId: payload.conversationId,
      profileId: "",
    });
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
