import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { handoffFlowSid, handoffUrls, studioExecutionsUrl, studioVoiceUrl } from "./environment.ts";
import { messageOf } from "./testing/refusal.ts";

const flowSid = `FW${"0a".repeat(16)}`;
const accountSid = `AC${"0b".repeat(16)}`;
const expected =
  "Expected the hand-off flow's SID, FW and 32 lower-case hexadecimal digits: npm run env writes it; so does pulumi stack output flowSid.";

afterEach(() => vi.unstubAllEnvs());
afterEach(() => vi.unstubAllGlobals());

function refusalOf(value: string | undefined) {
  return messageOf(() => handoffFlowSid({ TWILIO_STUDIO_HANDOFF_FLOW_SID: value }));
}

test("the flow is read from the environment of the process, where there is one", () => {
  vi.stubEnv("TWILIO_STUDIO_HANDOFF_FLOW_SID", flowSid);
  expect(handoffFlowSid()).toBe(flowSid);

  vi.stubGlobal("process", undefined);
  expect(messageOf(handoffFlowSid)).toBe(`TWILIO_STUDIO_HANDOFF_FLOW_SID is not set. ${expected}`);
});

test.each([
  [undefined, "is not set"],
  ["", "is empty"],
  ['""', "is empty"],
  ["FWxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "still has its placeholder, FWxxxxxxxxx…"],
  ["FW…", "still has its placeholder, FW…"],
  ["<flow sid>", "still has its placeholder, <flow sid>"],
  ["your-flow-sid", "still has its placeholder, your-flow-s…"],
  ["FW_YOUR_FLOW_SID", "still has its placeholder, FW_YOUR_FLO…"],
  ["\u0024{FLOW_SID}", "still has its placeholder, \u0024{FLOW_SID}"],
  ["{{ flow_sid }}", "still has its placeholder, {{ flow_sid…"],
  ["REPLACE_ME", "still has its placeholder, REPLACE_ME"],
  ["undefined", "still has its placeholder, undefined"],
  ["xxxx", "still has its placeholder, xxxx"],
  [accountSid, "has another SID, AC… (an account)"],
  [`CF${"0a".repeat(16)}`, "has another SID, CF… (a conference)"],
  [`ZZ${"0a".repeat(16)}`, "has another SID, ZZ…"],
  ["FW0a0a", "begins with FW but has 6 characters or other digits than a SID"],
  [`FW${"0g".repeat(16)}`, "begins with FW but has 34 characters or other digits than a SID"],
  ["0a".repeat(16), "has 32 characters that are not a SID"],
])("%s is not a flow, and the error describes it", (value, found) => {
  expect(refusalOf(value)).toBe(`TWILIO_STUDIO_HANDOFF_FLOW_SID ${found}. ${expected}`);
});

test.each([
  [`FW${"0A".repeat(16)}`, "has letters in the wrong case, which TAC for TypeScript refuses"],
  [`fw${"0a".repeat(16)}`, "has letters in the wrong case, which TAC for TypeScript refuses"],
  [`"${flowSid}"`, "has quotation marks that belong to it"],
  [`${flowSid}\r`, "has white space around it"],
])("%s is corrected in the error, since TAC reads the same variable", (value, blemish) => {
  expect(refusalOf(value)).toBe(
    `TWILIO_STUDIO_HANDOFF_FLOW_SID ${blemish}. Write TWILIO_STUDIO_HANDOFF_FLOW_SID=${flowSid}`,
  );
});

test("a secret pasted by mistake is not shown", () => {
  const secret = fc.stringMatching(/^[0-9a-zA-Z]{20,40}$/).filter((text) => !/^(FW|your|change)/i.test(text));
  fc.assert(
    fc.property(secret, (text) => {
      expect(refusalOf(text)).not.toContain(text.slice(2));
    }),
  );
});

test("one flow SID and the account give the URL of both entries", () => {
  const env = { TWILIO_STUDIO_HANDOFF_FLOW_SID: flowSid, TWILIO_ACCOUNT_SID: accountSid };

  expect(handoffUrls(env)).toEqual({
    flowSid,
    voice: `https://webhooks.twilio.com/v1/Accounts/${accountSid}/Flows/${flowSid}?Trigger=incomingCall`,
    executions: `https://studio.twilio.com/v2/Flows/${flowSid}/Executions`,
  });
  expect(handoffUrls(env).voice).toBe(studioVoiceUrl({ accountSid, flowSid }));
  expect(handoffUrls(env).executions).toBe(studioExecutionsUrl(flowSid));
});

test("both variables are complained of at once", () => {
  expect(
    messageOf(() => handoffUrls({ TWILIO_STUDIO_HANDOFF_FLOW_SID: "", TWILIO_ACCOUNT_SID: flowSid })),
  ).toBe(
    `TWILIO_STUDIO_HANDOFF_FLOW_SID is empty. ${expected}\n` +
      "TWILIO_ACCOUNT_SID has another SID, FW… (a flow). Expected the account's SID, AC and 32 lower-case hexadecimal digits: npm run env writes it; so does pulumi stack output accountSid.",
  );
});
