import { seed } from "@tac-handoff/emulator";
import { constantFrom, assert as holds, property, record, string } from "fast-check";
import { expect, test } from "vitest";
import { wantedByStack } from "../facts/wanted.ts";
import { agentEnv, stack } from "../testing/readyAccount.ts";
import { checkAgentEnv } from "./agentEnv.ts";

const wanted = wantedByStack(stack, {});

function checksWith(change: Record<string, string | undefined>) {
  const { file, variables } = agentEnv();
  const entries = Object.entries({ ...variables, ...change }).filter(([, value]) => value !== undefined);
  return checkAgentEnv(wanted, { file, variables: Object.fromEntries(entries) as Record<string, string> });
}

const wrongIn = (change: Record<string, string | undefined>) =>
  checksWith(change)
    .filter(({ status }) => status === "wrong")
    .map(({ id, found }) => [id, found]);

test("a complete .env that matches the stack passes", () => {
  expect(checksWith({}).map(({ id, status, found }) => [id, status, found])).toEqual([
    ["env-complete", "ok", ".env has all 10 variables"],
    ["env-shape", "ok", "every value has a format that TAC accepts"],
    ["env-agrees", "ok", ".env matches stack dev"],
  ]);
});

test.each<[string, Record<string, string | undefined>, string[][]]>([
  [
    "missing and empty variables are named",
    { TWILIO_AUTH_TOKEN: undefined, TWILIO_STUDIO_HANDOFF_FLOW_SID: "" },
    [["env-complete", "missing: TWILIO_AUTH_TOKEN, TWILIO_STUDIO_HANDOFF_FLOW_SID"]],
  ],
  [
    "TAC for TypeScript rejects an empty optional variable",
    { TWILIO_REGION: "" },
    [["env-shape", 'TWILIO_REGION is ""']],
  ],
  [
    "TAC for TypeScript rejects a WhatsApp number without its prefix and a region with a dash at its end",
    { TWILIO_WHATSAPP_NUMBER: seed.phoneNumber, TWILIO_REGION: "ie1-" },
    [
      ["env-shape", `TWILIO_WHATSAPP_NUMBER is "${seed.phoneNumber}"; TWILIO_REGION is "ie1-"`],
      ["env-agrees", `TWILIO_WHATSAPP_NUMBER=${seed.phoneNumber}`],
    ],
  ],
  [
    "an agent that serves RCS needs its sender, with its prefix",
    { TWILIO_RCS_SENDER_ID: undefined },
    [["env-complete", "missing: TWILIO_RCS_SENDER_ID"]],
  ],
  [
    "an RCS sender without its prefix is rejected",
    { TWILIO_RCS_SENDER_ID: "brand_support_agent" },
    [
      ["env-shape", 'TWILIO_RCS_SENDER_ID is "brand_support_agent"'],
      ["env-agrees", "TWILIO_RCS_SENDER_ID=brand_support_agent"],
    ],
  ],
  [
    "the placeholder of TAC's sample is neither a SID nor the stack's flow",
    { TWILIO_STUDIO_HANDOFF_FLOW_SID: "FWxxxx" },
    [
      ["env-shape", 'TWILIO_STUDIO_HANDOFF_FLOW_SID is "FWxxxx"'],
      ["env-agrees", "TWILIO_STUDIO_HANDOFF_FLOW_SID=FWxxxx"],
    ],
  ],
  [
    "an Intelligence configuration that the stack has replaced does not match",
    { TWILIO_TAC_CI_CONFIGURATION_ID: `intelligence_configuration_${"1".repeat(26)}` },
    [["env-agrees", `TWILIO_TAC_CI_CONFIGURATION_ID=intelligence_configuration_${"1".repeat(26)}`]],
  ],
  [
    "a key that is not a SID is reported without being printed",
    { TWILIO_API_KEY: "my-own-secret" },
    [["env-shape", "TWILIO_API_KEY has a different format"]],
  ],
])("%s", (_, change, expected) => {
  expect(wrongIn(change)).toEqual(expected);
});

test("upper-case hexadecimal digits are rejected in the flow's SID, but not in an account's SID", () => {
  const upper = `FW${"A".repeat(32)}`;

  expect(wrongIn({ TWILIO_STUDIO_HANDOFF_FLOW_SID: upper })).toEqual([
    ["env-shape", `TWILIO_STUDIO_HANDOFF_FLOW_SID is "${upper}"`],
    ["env-agrees", `TWILIO_STUDIO_HANDOFF_FLOW_SID=${upper}`],
  ]);
  expect(wrongIn({ TWILIO_ACCOUNT_SID: `AC${"A".repeat(32)}` })).toEqual([
    ["env-agrees", `TWILIO_ACCOUNT_SID=AC${"A".repeat(32)}`],
  ]);
});

test("a flow SID that Twilio returns in upper case matches the one that TAC requires in lower case", () => {
  const outputs = { ...stack.outputs, flowSid: `FW${"A".repeat(32)}` };
  const checks = checkAgentEnv(wantedByStack({ ...stack, outputs }, {}), agentEnv());

  expect(checks.map(({ status }) => status)).toEqual(["ok", "ok", "ok"]);
});

test("the value of a secret is never printed, whatever it is", () => {
  const secret = string({ minLength: 12, maxLength: 40 }).filter((text) => text.trim().length >= 12);
  holds(
    property(
      record({ TWILIO_AUTH_TOKEN: secret, TWILIO_API_SECRET: secret, TWILIO_API_KEY: secret }),
      constantFrom(seed.phoneNumber, ""),
      (secrets, TWILIO_PHONE_NUMBER) => {
        const output = JSON.stringify(checksWith({ ...secrets, TWILIO_PHONE_NUMBER }));

        for (const value of Object.values(secrets)) {
          expect(output).not.toContain(JSON.stringify(value).slice(1, -1));
        }
      },
    ),
  );
});
