import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { handoffFlowSid, handoffUrls, studioExecutionsUrl, studioVoiceUrl } from "./environment.ts";
import { errorOf, messageOf } from "./testing/refusal.ts";

const flowSid = `FW${"0a".repeat(16)}`;
const accountSid = `AC${"0b".repeat(16)}`;
const expected =
  "Expected the hand-off flow's SID, FW and 32 lower-case hexadecimal digits: npm run env writes it; so does pulumi stack output flowSid.";

afterEach(() => vi.unstubAllEnvs());
afterEach(() => vi.unstubAllGlobals());

function refusalOf(value: string | undefined) {
  return messageOf(() => handoffFlowSid({ TWILIO_STUDIO_HANDOFF_FLOW_SID: value }));
}

test("the flow is read from the environment of the process, if there is one", () => {
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
  [accountSid, "is a different SID, AC… (an account)"],
  [`CF${"0a".repeat(16)}`, "is a different SID, CF… (a conference)"],
  [`ZZ${"0a".repeat(16)}`, "is a different SID, ZZ…"],
  ["FW0a0a", "starts with FW but is not a SID: it has 6 characters, or digits that a SID does not have"],
  [
    `FW${"0g".repeat(16)}`,
    "starts with FW but is not a SID: it has 34 characters, or digits that a SID does not have",
  ],
  ["0a".repeat(16), "has 32 characters that are not a SID"],
])("%s is not a flow, and the error describes it", (value, found) => {
  expect(refusalOf(value)).toBe(`TWILIO_STUDIO_HANDOFF_FLOW_SID ${found}. ${expected}`);
});

test.each([
  [`FW${"0A".repeat(16)}`, "has letters in the wrong case, which TAC for TypeScript rejects"],
  [`fw${"0a".repeat(16)}`, "has letters in the wrong case, which TAC for TypeScript rejects"],
  [`"${flowSid}"`, "includes quotation marks"],
  [`${flowSid}\r`, "has whitespace around it"],
])("the error contains the corrected value of %s, since TAC reads the same variable", (value, blemish) => {
  expect(refusalOf(value)).toBe(
    `TWILIO_STUDIO_HANDOFF_FLOW_SID ${blemish}. Write TWILIO_STUDIO_HANDOFF_FLOW_SID=${flowSid}`,
  );
});

test("a secret that was pasted by mistake is not shown", () => {
  const secret = fc.stringMatching(/^[0-9a-zA-Z]{20,40}$/).filter((text) => !/^(FW|your|change)/i.test(text));
  fc.assert(
    fc.property(secret, (text) => {
      expect(refusalOf(text)).not.toContain(text.slice(2));
    }),
  );
});

test("a flow SID and the account SID result in the URLs of both entries", () => {
  const env = { TWILIO_STUDIO_HANDOFF_FLOW_SID: flowSid, TWILIO_ACCOUNT_SID: accountSid };

  expect(handoffUrls(env)).toEqual({
    flowSid,
    voice: `https://webhooks.twilio.com/v1/Accounts/${accountSid}/Flows/${flowSid}?Trigger=incomingCall`,
    executions: `https://studio.twilio.com/v2/Flows/${flowSid}/Executions`,
  });
  expect(handoffUrls(env).voice).toBe(studioVoiceUrl({ accountSid, flowSid }));
  expect(handoffUrls(env).executions).toBe(studioExecutionsUrl(flowSid));
});

test("both variables are reported at once", () => {
  expect(errorOf(() => handoffUrls({ TWILIO_STUDIO_HANDOFF_FLOW_SID: "" }))).toMatchObject({
    code: "invalid_environment",
    problems: [
      { path: "TWILIO_STUDIO_HANDOFF_FLOW_SID", message: `is empty. ${expected}` },
      { path: "TWILIO_ACCOUNT_SID", message: expect.stringMatching(/^is not set\. /) },
    ],
  });
  expect(
    messageOf(() => handoffUrls({ TWILIO_STUDIO_HANDOFF_FLOW_SID: "", TWILIO_ACCOUNT_SID: flowSid })),
  ).toBe(
    `TWILIO_STUDIO_HANDOFF_FLOW_SID is empty. ${expected}\n` +
      "TWILIO_ACCOUNT_SID is a different SID, FW… (a flow). Expected the account's SID, AC and 32 lower-case hexadecimal digits: npm run env writes it; so does pulumi stack output accountSid.",
  );
});
