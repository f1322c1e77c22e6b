import { toTwiml } from "@tac-handoff/studio";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseTwiml } from "./parseTwiml.ts";

test("TAC's TwiML is one Connect with its ConversationRelay", () => {
  const [connect, ...others] = parseTwiml(
    '<?xml version="1.0" encoding="UTF-8"?><Response><Connect action="https://webhooks.twilio.com/v1/Accounts/AC1/Flows/FW1?Trigger=incomingCall"><ConversationRelay conversationConfiguration="conv_configuration_1" url="wss://agent.example.com/ws"><Parameter name="tier" value="gold"/></ConversationRelay></Connect></Response>',
  );

  expect(others).toEqual([]);
  expect(connect?.attributes.action).toBe(
    "https://webhooks.twilio.com/v1/Accounts/AC1/Flows/FW1?Trigger=incomingCall",
  );
  const [relay] = connect?.children ?? [];
  expect([relay?.name, relay?.attributes.url]).toEqual(["ConversationRelay", "wss://agent.example.com/ws"]);
  expect(relay?.children).toEqual([
    { name: "Parameter", attributes: { name: "tier", value: "gold" }, text: "", children: [] },
  ]);
});

test("numeric character references, as Python writes them, are decoded", () => {
  const [say] = parseTwiml(
    '<Response><Say voice="caf&#233;">refund &#8211; &#x1F600; <break/> now</Say></Response>',
  );
  expect([say?.attributes.voice, say?.text]).toEqual(["café", "refund – 😀  now"]);
});

test("an empty string is a response without verbs", () => {
  expect(parseTwiml(" \n")).toEqual([]);
  expect(parseTwiml("<Response/>")).toEqual([]);
});

test("what is not TwiML is rejected with Twilio's code", () => {
  expect(() => parseTwiml("<Response><Say>Hello</Response>")).toThrow(
    "12100: the TwiML is not XML (line 1): Expected closing tag 'Say' (opened in line 1, col 11) instead of closing tag 'Response'.",
  );
  expect(() => parseTwiml("<html><body/></html>")).toThrow(
    "12102: expected <Response> as the root of the TwiML, found <html>",
  );
});

test("whatever a flow says or sends to Flex is parsed unchanged", () => {
  const xmlText = fc.string({ unit: "grapheme" }).map((text) => text.replace(/\p{C}/gu, ""));
  fc.assert(
    fc.property(xmlText, xmlText, (said, reason) => {
      const attributes = { workflowSid: "WW1", action: "https://webhooks.twilio.com/?a=1&b=2" };
      const [say, enqueue] = parseTwiml(
        toTwiml([
          { verb: "Say", attributes: {}, text: said },
          { verb: "Enqueue", attributes, text: JSON.stringify({ reason }) },
        ]),
      );
      expect(say?.text).toBe(said.trim());
      expect(enqueue?.attributes).toEqual(attributes);
      expect(JSON.parse(enqueue?.children[0]?.text ?? "")).toEqual({ reason });
    }),
  );
});
