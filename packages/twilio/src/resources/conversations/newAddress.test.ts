import { seed } from "@tac-handoff/emulator";
import { expect, test } from "vitest";
import type { Api } from "../../client/api.ts";
import { TwilioError } from "../../client/twilioError.ts";
import type { Resource } from "../../declare/resource.ts";
import { create, previewCreate } from "../../provider/lifecycle.ts";
import { runningTwilio } from "../../testing/runningTwilio.ts";
import { addressConfiguration as definition } from "./addressConfiguration.ts";

const addressConfiguration: Resource = definition;
const twilio = runningTwilio();
const autoCreation = { enabled: true, type: "default" };

/** Warnings of the preview of a new address. An error rejects. */
async function previewed(type: string, address: string, api: Api = twilio.api): Promise<string[]> {
  const { warnings = [] } = await previewCreate(addressConfiguration, api, { type, address, autoCreation });
  expect(twilio.writes()).toEqual([]);
  expect(warnings.every(({ severity }) => severity === "warning")).toBe(true);
  return warnings.map(({ message }) => message);
}

const refused = (type: string, address: string) =>
  previewed(type, address).then(
    () => "accepted",
    (error: Error) => error.message,
  );

test("an address that is configured already is adopted without a word", async () => {
  expect(await previewed("chat", seed.chatAddress)).toEqual([]);
  expect(await previewed("whatsapp", seed.whatsappSender)).toEqual([]);
});

test.each([
  ["web-chat", "Did you mean webchat? "],
  ["Webchat", "Did you mean webchat? "],
  ["webchta", "Did you mean webchat? "],
  ["webchat2", "Did you mean webchat? "],
  ["support", ""],
])(
  "a new chat address %s is a warning that says who uses it, and what is there",
  async (address, suggestion) => {
    expect(await previewed("chat", address)).toEqual([
      `the account has no configuration for ${address} yet, and a new one is created. Nothing uses it until a chat client names it. ${suggestion}Addresses of type chat in the account: webchat`,
    ]);
  },
);

test("the key of a Webchat deployment is created for that deployment", async () => {
  const key = `CV${"1".repeat(32)}`;
  expect(await previewed("chat", key)).toEqual([
    `the account has no configuration for ${key} yet, and a new one is created. Only the Webchat deployment with this key uses it. Addresses of type chat in the account: webchat`,
  ]);
});

test("at most ten addresses are listed", async () => {
  const row = twilio.state.addressConfigurations[seed.chatAddressSid];
  if (!row) throw new Error("the account has no chat address");
  for (let n = 10; n < 22; n += 1) {
    const sid = `IG${String(n).repeat(16)}`;
    twilio.state.addressConfigurations[sid] = { ...row, sid, address: `site-${n}` };
  }
  const [message] = await previewed("chat", "elsewhere");
  expect(message).toMatch(/in the account: (\S+, ){9}\S+ and 3 more$/);
});

test.each([
  [`IS${"a".repeat(32)}`, "a Conversations service"],
  [`IG${"a".repeat(32)}`, "an address configuration"],
  [`FW${"a".repeat(32)}`, "a Studio flow"],
  [`AC${"a".repeat(32)}`, "something else"],
])("the chat address %s is refused, because it is the SID of %s", async (address, kind) => {
  expect(await refused("chat", address)).toBe(
    `address: ${address} is the SID of ${kind}, not an address. Expected the address of a web chat: a name, or the key of a Webchat deployment (CV…). Addresses of type chat in the account: webchat`,
  );
});

test("the SID of an address configuration that exists is refused with its address", async () => {
  expect(await refused("chat", seed.chatAddressSid)).toBe(
    `address: ${seed.chatAddressSid} is the SID of an address configuration, not an address. Its address is webchat (chat).`,
  );
});

test.each([
  [
    "sms",
    "+15551230101",
    `account ${seed.accountSid} has no number +15551230101, and Twilio refuses an address that does not belong to the account. Did you mean ${seed.phoneNumber}? Buy it in the Console (Phone Numbers > Buy a number), or use one that the account owns. The account has numbers: ${seed.phoneNumber}`,
  ],
  [
    "sms",
    "99999",
    `account ${seed.accountSid} has no short code 99999, and Twilio refuses an address that does not belong to the account. Use a short code or a number that the account owns. The account has short codes: ${seed.shortCode}`,
  ],
  [
    "whatsapp",
    "whatsapp:+15551239999",
    `account ${seed.accountSid} has no WhatsApp sender whatsapp:+15551239999, and Twilio refuses an address that does not belong to the account. Register it in the Console (Messaging > Senders > WhatsApp senders), or use one that the account has. The account has WhatsApp senders: ${seed.whatsappSender}`,
  ],
  [
    "whatsapp",
    seed.whatsappSender.replace("whatsapp:", ""),
    `account ${seed.accountSid} has no WhatsApp sender +15551230101, and Twilio refuses an address that does not belong to the account. Did you mean ${seed.whatsappSender}? Register it in the Console (Messaging > Senders > WhatsApp senders), or use one that the account has. The account has WhatsApp senders: ${seed.whatsappSender}`,
  ],
  [
    "rcs",
    "rcs:brand_agent",
    `account ${seed.accountSid} has no RCS sender rcs:brand_agent, and Twilio refuses an address that does not belong to the account. Register it in the Console (Messaging > Senders > RCS senders), or use one that the account has. The account has RCS senders: ${seed.rcsSender}`,
  ],
])("%s %s, which the account does not have, is refused at preview", async (type, address, message) => {
  expect(await refused(type, address)).toBe(`address: ${message}`);
});

test("a number, a short code and senders of the account are created, with a warning", async () => {
  delete twilio.state.addressConfigurations[seed.smsAddressSid];
  delete twilio.state.addressConfigurations[seed.whatsappAddressSid];
  delete twilio.state.addressConfigurations[seed.rcsAddressSid];
  for (const [type, address] of [
    ["sms", seed.phoneNumber],
    ["sms", seed.shortCode],
    ["whatsapp", seed.whatsappSender],
    ["rcs", seed.rcsSender],
  ] as const) {
    expect(await previewed(type, address)).toEqual([
      `the account has no configuration for ${address} yet, and a new one is created. The account has none of type ${type}`,
    ]);
  }
  const { state } = await create(addressConfiguration, twilio.api, {
    type: "whatsapp",
    address: seed.whatsappSender,
    autoCreation,
  });
  expect(state.adopted).toBe(false);
});

test.each([403, 404])("senders that Twilio answers with %i do not refuse an address", async (status) => {
  const api: Api = {
    ...twilio.api,
    async send(call) {
      if (call.host !== "messaging") return twilio.api.send(call);
      throw new TwilioError({
        call: "GET messaging.twilio.com/v2/Channels/Senders",
        status,
        reason: "Not here",
      });
    },
  };
  expect(await previewed("whatsapp", "whatsapp:+15551239999", api)).toEqual([
    `the account has no configuration for whatsapp:+15551239999 yet, and a new one is created. Whether the account has it is not known: GET messaging.twilio.com/v2/Channels/Senders answered ${status}: Not here. Addresses of type whatsapp in the account: ${seed.whatsappSender}`,
  ]);
});

test("Twilio's sandbox for WhatsApp and channels without a list of senders are warnings", async () => {
  expect(await previewed("whatsapp", "whatsapp:+14155238886")).toEqual([
    expect.stringContaining(
      "It is Twilio's sandbox for WhatsApp, which no account owns; Twilio may refuse it. ",
    ),
  ]);
  expect(await previewed("messenger", "messenger:1234")).toEqual([
    expect.stringContaining(
      "no API lists addresses of type messenger. The account has none of type messenger",
    ),
  ]);
});
