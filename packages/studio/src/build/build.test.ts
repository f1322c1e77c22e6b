import { expect, test } from "vitest";
import {
  defineFlow,
  makeHttpRequest,
  resumeConversation,
  sayPlay,
  sendMessage,
  sendToFlex,
  setVariables,
  split,
} from "./build.ts";

const workflow = "WW0123456789abcdef0123456789abcdef";
const channel = "TC0123456789abcdef0123456789abcdef";

const handoff = defineFlow({
  description: "From the virtual agent to a Flex agent",
  trigger: { incomingCall: "is_handoff", incomingRequest: "participants" },
  widgets: {
    is_handoff: split({
      input: "{{trigger.call.HandoffData}}",
      match: [
        { contains: "conversationId", next: "parse" },
        { is_blank: true, next: undefined, friendly_name: "Nothing" },
      ],
      noMatch: undefined,
    }),
    parse: setVariables({
      variables: { handoff: { json_object: "{{trigger.call.HandoffData}}" }, from: "{{trigger.call.From}}" },
      next: "send",
    }),
    send: sendToFlex({
      workflow,
      channel,
      attributes: {
        name: "{{trigger.call.From}}",
        reason: "{{flow.variables.handoff.attributes.reason | to_json}}",
      },
      priority: "0",
      on: { callComplete: undefined, failedToEnqueue: "sorry", callFailure: "sorry" },
    }),
    sorry: sayPlay({ say: "Sorry." }),
    participants: makeHttpRequest({
      url: "https://conversations.twilio.com/v2/Conversations/1/Participants",
      add_twilio_auth: true,
      on: { success: "resume", failed: "apology" },
    }),
    resume: resumeConversation({
      conversation_service_sid: "IS0123456789abcdef0123456789abcdef",
      conversation_sid: "{{widgets.participants.parsed.sid}}",
      on: { resumed: "send", failed: "apology" },
    }),
    apology: sendMessage({ body: "Sorry.", on: { failed: undefined } }),
  },
});

function widget(name: string) {
  return handoff.states.find((state) => state.name === name);
}

test("a flow has Studio's envelope, with the trigger first and each of its events listed", () => {
  expect(handoff).toMatchObject({
    description: "From the virtual agent to a Flex agent",
    initial_state: "Trigger",
    flags: { allow_concurrent_calls: true },
  });
  expect(handoff.states[0]).toEqual({
    name: "Trigger",
    type: "trigger",
    transitions: [
      { event: "incomingMessage" },
      { event: "incomingCall", next: "is_handoff" },
      { event: "incomingConversationMessage" },
      { event: "incomingRequest", next: "participants" },
      { event: "incomingParent" },
    ],
    properties: { offset: { x: 0, y: 0 } },
  });
});

test("a split lists noMatch first and one condition with one argument for each match", () => {
  expect(widget("is_handoff")?.transitions).toEqual([
    { event: "noMatch" },
    {
      event: "match",
      next: "parse",
      conditions: [
        {
          friendly_name: "If value contains conversationId",
          arguments: ["{{trigger.call.HandoffData}}"],
          type: "contains",
          value: "conversationId",
        },
      ],
    },
    {
      event: "match",
      conditions: [
        {
          friendly_name: "Nothing",
          arguments: ["{{trigger.call.HandoffData}}"],
          type: "is_blank",
          value: "Is Blank",
        },
      ],
    },
  ]);
});

test("variables are a list of key, value and type, as Studio stores them", () => {
  expect(widget("parse")?.properties.variables).toEqual([
    { key: "handoff", value: "{{trigger.call.HandoffData}}", type: "json_object" },
    { key: "from", value: "{{trigger.call.From}}", type: "string" },
  ]);
});

test("attributes written as an object become a JSON string without quotation marks around to_json", () => {
  expect(widget("send")).toEqual({
    name: "send",
    type: "send-to-flex",
    transitions: [
      { event: "callComplete" },
      { event: "failedToEnqueue", next: "sorry" },
      { event: "callFailure", next: "sorry" },
    ],
    properties: {
      workflow,
      channel,
      attributes:
        '{"name":"{{trigger.call.From}}","reason":{{flow.variables.handoff.attributes.reason | to_json}}}',
      priority: "0",
      offset: { x: expect.any(Number), y: 780 },
    },
  });
});

test("a message is sent from the flow's address to the contact by default", () => {
  expect(widget("apology")?.properties).toMatchObject({
    from: "{{flow.channel.address}}",
    to: "{{contact.channel.address}}",
    body: "Sorry.",
  });
});

test("every widget is placed below the widgets that lead to it, and unreachable ones to the side", () => {
  const { states } = defineFlow({
    description: "",
    trigger: { incomingCall: "a", incomingMessage: "b" },
    widgets: {
      a: sayPlay({ say: "a", next: "b" }),
      b: sayPlay({ say: "b", next: "c" }),
      c: sayPlay({ say: "c" }),
      lost: sayPlay({ say: "lost" }),
    },
  });

  expect(states.map(({ name, properties }) => [name, properties.offset])).toEqual([
    ["Trigger", { x: 0, y: 0 }],
    ["a", { x: 95, y: 260 }],
    ["b", { x: 0, y: 520 }],
    ["c", { x: 0, y: 780 }],
    ["lost", { x: 605, y: 0 }],
  ]);
});

test("a transition to a widget that is not in the flow does not compile", () => {
  const wrong = () => [
    defineFlow({
      description: "",
      // @ts-expect-error "nobody" is not a widget of this flow
      trigger: { incomingCall: "nobody" },
      widgets: { end: sayPlay({ say: "Bye." }) },
    }),
    defineFlow({
      description: "",
      trigger: {},
      // @ts-expect-error "nobody" is not a widget of this flow
      widgets: { hello: sayPlay({ say: "Hello.", next: "nobody" }) },
    }),
    defineFlow({
      description: "",
      trigger: {},
      widgets: {
        // @ts-expect-error "nobody" is not a widget of this flow
        choose: split({ input: "x", match: [{ equal_to: "1", next: "nobody" }], noMatch: "choose" }),
        // @ts-expect-error "nobody" is not a widget of this flow
        otherwise: split({ input: "x", match: [{ equal_to: "1", next: "choose" }], noMatch: "nobody" }),
        // @ts-expect-error "nobody" is not a widget of this flow
        ask: makeHttpRequest({ url: "https://a", on: { success: "choose", failed: "nobody" } }),
      },
    }),
  ];
  expect(wrong).toBeTypeOf("function");
});

test("a flow that Studio would refuse or misread does not compile", () => {
  const wrong = () => [
    // @ts-expect-error timeout is a string
    sendToFlex({ workflow, channel, timeout: 60, on: { failedToEnqueue: "a", callFailure: "a" } }),
    // @ts-expect-error loop is a number
    sayPlay({ say: "Hello.", loop: "2" }),
    // @ts-expect-error no such property
    makeHttpRequest({ url: "https://a", headers: {}, on: { failed: undefined } }),
    // @ts-expect-error no such event
    makeHttpRequest({ url: "https://a", on: { failed: undefined, fail: undefined } }),
    // @ts-expect-error a failure event must be handled
    makeHttpRequest({ url: "https://a", on: { success: undefined } }),
    // @ts-expect-error one condition per match
    split({ input: "x", match: [{ equal_to: "1", contains: "2", next: undefined }], noMatch: undefined }),
    // @ts-expect-error no such condition
    split({ input: "x", match: [{ equals: "1", next: undefined }], noMatch: undefined }),
  ];
  expect(wrong).toBeTypeOf("function");
});

test("a match without a condition throws if the types were ignored", () => {
  const broken = JSON.parse('[{ "next": "a" }]');

  expect(() => split({ input: "{{x}}", match: broken, noMatch: undefined })).toThrow(
    /^split on \{\{x\}\}: a match has none of equal_to, not_equal_to, /,
  );
});
