import { expect, test } from "vitest";
import { defineFlow, setVariables } from "../../build/build.ts";
import { simulate } from "../scenario/runScenario.ts";
import type { Scenario } from "../scenario/scenario.ts";

/** A flow that every trigger starts and that stores one string. */
const flow = (text: string) => {
  const it = "it" as const;
  return defineFlow({
    trigger: {
      incomingCall: it,
      incomingMessage: it,
      incomingConversationMessage: it,
      incomingRequest: it,
      incomingParent: it,
    },
    widgets: { it: setVariables({ variables: { text } }) },
  });
};

test.each<[string, Scenario["trigger"], string, string]>([
  [
    "a call without data has sample data",
    "incomingCall",
    "{{trigger.call.From}} {{trigger.call.To}} {{trigger.call.CallStatus}} {{trigger.call.CallSid | size}} {{contact.channel.address}} {{flow.channel.address}}",
    "+12025550143 +12025550100 in-progress 34 +12025550143 +12025550100",
  ],
  [
    "a value of a call that is not a string is posted as JSON",
    { incomingCall: { From: "+1", HandoffData: { reason: "refund" }, Count: 2 } },
    "{{contact.channel.address}} {{trigger.call.HandoffData}} {{trigger.call.Count}} {{trigger.call.Caller}}",
    '+1 {"reason":"refund"} 2 +1',
  ],
  [
    "a message is read under trigger.message, attributes of a chat as an object",
    {
      incomingMessage: { Body: "Hi", From: "whatsapp:+1", ChannelAttributes: '{"from":"Ann"}', NumMedia: 1 },
    },
    "{{trigger.message.Body}} {{contact.channel.address}} {{flow.channel.address}} {{trigger.message.ChannelAttributes.from}} {{trigger.message.NumMedia}}",
    "Hi whatsapp:+1 +12025550100 Ann 1",
  ],
  [
    "attributes that are not valid JSON stay a string",
    { incomingMessage: { ChannelAttributes: "{from" } },
    "{{trigger.message.ChannelAttributes}}",
    "{from",
  ],
  [
    "a conversation's message comes from its author, and replies are sent to the conversation",
    { incomingConversationMessage: { ConversationSid: "CH1", Body: "Hi" } },
    "{{trigger.conversation.Body}} {{trigger.conversation.ChannelSid}} {{contact.channel.address}} {{flow.channel.address}}",
    "Hi CH1 +12025550143 CH1",
  ],
  [
    "a request's parameters keep their shape under two names",
    { incomingRequest: { To: "+1", From: "+2", Parameters: { a: { b: [1] } } } },
    "{{flow.data.a.b}} {{trigger.request.parameters.a.b[0]}} {{contact.channel.address}} {{flow.channel.address}}",
    "[1] 1 +1 +2",
  ],
  [
    "a subflow run by itself has its parameters, and the customer of its parent",
    { incomingParent: { parameters: { a: 1 } } },
    "{{trigger.parent.parameters.a}}[{{contact.channel.address}}]",
    "1[+12025550143]",
  ],
  [
    "a subflow that reads the parent's conversation has one",
    "incomingParent",
    "{{trigger.conversation.Body}} {{trigger.parent.trigger_type}}[{{trigger.call.From}}]",
    "Hello conversation[]",
  ],
  [
    "a scenario can name the parent's trigger",
    { incomingParent: { call: { From: "+1" } } },
    "{{trigger.call.From}} {{contact.channel.address}}[{{trigger.message.Body}}]",
    "+1 +1[]",
  ],
  [
    "a complete trigger gets no sample data",
    { event: "incomingCall", call: { From: "+1" } },
    "{{trigger.call.From}}[{{trigger.call.CallSid}}]",
    "+1[]",
  ],
])("%s", async (_, trigger, text, rendered) => {
  const { variables, warnings } = await simulate(flow(text), { trigger });

  expect(variables).toEqual({ text: rendered });
  expect(warnings).toEqual([]);
});

test("the trigger's own data is not changed by a run", async () => {
  const parameters = { ChannelAttributes: '{"a":1}', list: [1] };
  const message = { ...parameters };

  await simulate(flow("{{trigger.message.ChannelAttributes.a}}"), {
    trigger: { event: "incomingMessage", message },
  });

  expect(message).toEqual(parameters);
});

test("an unknown trigger is reported, not replaced by a different one", async () => {
  await expect(simulate(flow("x"), { trigger: {} })).rejects.toThrow(
    "trigger: expected one of incomingMessage, incomingCall, incomingConversationMessage, incomingRequest, incomingParent",
  );
});
