// An agent with several numbers and senders: each is checked, under one id.

import { seed, withNumbers } from "@tac-handoff/emulator";
import { expect, test } from "vitest";
import { localAccount } from "../account/testing/localAccount.ts";
import type { Status } from "./facts/check.ts";
import { wantedByStack } from "./facts/wanted.ts";
import { changed, look } from "./testing/examinedAccount.ts";
import { config, readyAccount, stack } from "./testing/readyAccount.ts";

const [second, third] = ["+15552000000", "+15552000001"];
const [smsAddressSid, whatsappAddressSid] = [`IG${"8".repeat(32)}`, `IG${"9".repeat(32)}`];
const otherSender = "whatsapp:+15551230103";

/** A ready account and stack with two more numbers, the last one for calls only, and another WhatsApp sender. */
function manyAccount() {
  const state = withNumbers(readyAccount(), 2);
  const sms = state.addressConfigurations[seed.smsAddressSid];
  const whatsapp = state.addressConfigurations[seed.whatsappAddressSid];
  const [secondRow, thirdRow] = [second, third].map((number) =>
    Object.values(state.phoneNumbers).find(({ phone_number }) => phone_number === number),
  );
  if (!sms || !whatsapp || !secondRow || !thirdRow) throw new Error("the seed has changed");
  changed(secondRow, { voice_url: "https://agent.example.com/twiml", sms_url: "" });
  changed(thirdRow, { voice_url: "https://agent.example.com/twiml" });
  state.senders[otherSender] = { address: otherSender };
  for (const row of [
    { ...structuredClone(sms), sid: smsAddressSid, address: second },
    { ...structuredClone(whatsapp), sid: whatsappAddressSid, address: otherSender },
  ])
    state.addressConfigurations[row.sid] = row;
  const wanted = wantedByStack(
    {
      ...stack,
      config: {
        ...config,
        "tac-handoff:phoneNumber": JSON.stringify([
          seed.phoneNumber,
          second,
          { number: third, channels: ["voice"] },
        ]),
        "tac-handoff:whatsappSender": JSON.stringify([seed.whatsappSender, otherSender]),
      },
    },
    {},
  );
  return { state, wanted, second: secondRow, third: thirdRow };
}

const ids = ["number", "number-voice", "number-sms", "address-sms", "address-whatsapp"];

async function examined({ state, wanted }: Pick<ReturnType<typeof manyAccount>, "state" | "wanted">) {
  const { api } = await localAccount(state);
  const { checks } = await look(api, { as: wanted });
  const shown = checks.filter(({ id }) => ids.includes(id));
  return Object.fromEntries(shown.map(({ id, status, found }) => [id, [status, found] as [Status, string]]));
}

test("every number and sender that is ready is named, each with the channels that it has", async () => {
  const plain = `auto-creation of type default into ${seed.flexServiceSid}`;
  const voice = "POST https://agent.example.com/twiml";
  expect(await examined(manyAccount())).toEqual({
    number: ["ok", `${seed.phoneNumber}; ${second}; ${third}`],
    "number-voice": ["ok", `${seed.phoneNumber}: ${voice}; ${second}: ${voice}; ${third}: ${voice}`],
    "number-sms": [
      "ok",
      `${seed.phoneNumber}: no SMS webhook, no SMS application; ${second}: no SMS webhook, no SMS application`,
    ],
    "address-sms": ["ok", `${seed.phoneNumber}: ${plain}; ${second}: ${plain}`],
    "address-whatsapp": ["ok", `${seed.whatsappSender}: ${plain}; ${otherSender}: ${plain}`],
  });
});

test("only the number or sender that is wrong is named", async () => {
  const account = manyAccount();
  changed(account.second, { sms_url: seed.oldSmsUrl });
  changed(account.third, { voice_url: seed.oldVoiceUrl });
  delete account.state.addressConfigurations[smsAddressSid];
  changed(account.state.addressConfigurations[whatsappAddressSid]?.auto_creation, { enabled: false });

  expect(await examined(account)).toEqual({
    number: ["ok", `${seed.phoneNumber}; ${second}; ${third}`],
    "number-voice": ["wrong", `${third}: calls go to https://ivr.example.com/answer`],
    "number-sms": ["wrong", `${second}: https://ivr.example.com/sms responds`],
    "address-sms": [
      "wrong",
      `${second} has no address configuration; addresses of type sms: ${seed.phoneNumber}`,
    ],
    "address-whatsapp": ["wrong", `${otherSender}: auto-creation is off`],
  });
});

test("a listed number that the account does not have is wrong", async () => {
  const account = manyAccount();
  delete account.state.phoneNumbers[account.third.sid];

  expect(await examined(account)).toMatchObject({
    number: ["wrong", `${third} is not in the account`],
    "number-voice": ["ok", expect.not.stringContaining(third)],
  });
});

test("fallbacks, status callbacks and stray addresses of every number and sender are found", async () => {
  const account = manyAccount();
  const { state, second: secondRow } = account;
  const webhooks = `https://webhooks.twilio.com/v1/Accounts/${seed.accountSid}/Flows`;
  changed(secondRow, { voice_fallback_url: "", status_callback: `${webhooks}/${seed.oldFlowSid}` });
  const stray = structuredClone(state.addressConfigurations[seed.smsAddressSid]);
  if (!stray) throw new Error("the seed has changed");
  stray.auto_creation = { ...stray.auto_creation, type: "studio", studio_flow_sid: seed.oldFlowSid };
  const sid = `IG${"6".repeat(32)}`;
  state.addressConfigurations[sid] = { ...stray, sid, type: "whatsapp", address: `whatsapp:${second}` };
  delete state.senders[otherSender];
  const { api } = await localAccount(state);

  const { checks } = await look(api, { as: account.wanted });

  const found = (id: string) => checks.find((check) => check.id === id);
  expect(found("number-fallback")).toMatchObject({
    status: "wrong",
    found: expect.stringContaining(`${second}: no fallback`),
  });
  expect(found("number-status-callback")).toMatchObject({
    status: "warning",
    found: expect.stringMatching(
      new RegExp(`^\\${second}: the status callback is still the flow ${seed.oldFlowSid}`),
    ),
  });
  expect(found("address-strays")).toMatchObject({
    status: "wrong",
    found: `${otherSender} is not a WhatsApp sender of the account; its senders: ${seed.whatsappSender}; whatsapp:${second} (whatsapp, ${sid}) starts the flow ${seed.oldFlowSid}`,
  });
});
