import { expect, test } from "vitest";
import { flowSid, stack } from "../testing/readyAccount.ts";
import { wantedByStack, wantedByVariables } from "./wanted.ts";

test("the fix names the stack, and refreshes it if it has been deployed before", () => {
  expect(wantedByStack(stack, {}).stack?.up).toBe("pulumi up --refresh --stack dev");
  expect(wantedByStack({ ...stack, outputs: {} }, {}, "my.yaml").stack?.up).toBe(
    "pulumi up --stack dev --config-file my.yaml",
  );
});

test("a stack with a wrong configuration reports every mistake and reads nothing", () => {
  const config = { "tac-handoff:agentDomain": "https://agent.example.com" };

  expect(() => wantedByStack({ name: "prod", config, outputs: {} }, {})).toThrow(
    /^The configuration of stack prod has \d problems\. Nothing was sent to Twilio\.\n\n {2}twilio:accountSid: is missing/,
  );
});

test("a stack whose conversations would be inactive after they are closed is not compared with an account", () => {
  const config = { ...stack.config, "tac-handoff:timeouts": '{"sms": {"inactive": 90}}' };

  expect(() => wantedByStack({ ...stack, config }, {})).toThrow(
    "tac-handoff:timeouts.sms.inactive: expected fewer minutes than closed (60), found 90",
  );
});

test("an agent's variables determine its channels, unless channels are given", () => {
  const variables = {
    TWILIO_PHONE_NUMBER: "+15551230100",
    TWILIO_VOICE_PUBLIC_DOMAIN: " wss://agent.example.com/ ",
    TWILIO_STUDIO_HANDOFF_FLOW_SID: flowSid,
    TWILIO_WHATSAPP_NUMBER: "",
  };

  expect(wantedByVariables(".env", variables)).toMatchObject({
    channels: ["voice", "sms"],
    agentDomain: "agent.example.com",
    flowSid,
    whatsappSender: undefined,
  });
  expect(wantedByVariables(".env", variables, { chatAddress: "webchat" }).channels).toContain("chat");
  const withRcs = { ...variables, TWILIO_RCS_SENDER_ID: "rcs:brand_support_agent" };
  expect(wantedByVariables(".env", withRcs).channels).toEqual(["voice", "sms", "rcs"]);
  expect(wantedByVariables(".env", variables, { channels: ["voice"] }).channels).toEqual(["voice"]);
});
