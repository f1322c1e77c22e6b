// Many numbers and senders: a list in the configuration, and its changes.

import { accountBeforeHandoff, seed, withNumbers } from "@tac-handoff/emulator";
import { expect, test, vi } from "vitest";
import { type DeploymentOptions, deployment, plannedSteps } from "./deployment.ts";

vi.setConfig({ testTimeout: 180_000 });

const first = seed.phoneNumber;
const [second, third] = ["+15552000000", "+15552000001"];
const otherSender = "whatsapp:+15551230103";

function manyNumbers(): DeploymentOptions {
  const account = withNumbers(accountBeforeHandoff(), 2);
  account.senders[otherSender] = { address: otherSender };
  return { account };
}

async function deployed(options: DeploymentOptions = manyNumbers()) {
  const at = await deployment(options);
  const { phoneNumbers, addressConfigurations } = at.twilio.state;
  await at.stack.run(["up", "--yes", "--skip-preview"]);
  return {
    ...at,
    /** Changes the configuration and deploys it. Returns the planned steps, and the writes. */
    async change(keys: Record<string, unknown>) {
      at.configure(
        Object.fromEntries(Object.entries(keys).map(([key, value]) => [`tac-handoff:${key}`, value])),
      );
      const steps = await plannedSteps(at.stack);
      const writes = await at.writesDuring(() => at.stack.run(["up", "--yes", "--skip-preview"]));
      return { steps, writes: writes.filter((write) => !write.endsWith("/Validate")) };
    },
    wiring: (number: string) => {
      const row = Object.values(phoneNumbers).find(({ phone_number }) => phone_number === number);
      return [row?.voice_url, row?.sms_url];
    },
    addressOf: (address: string) =>
      Object.values(addressConfigurations).find((row) => row.address === address),
  };
}

const toAgent = ["https://agent.example.com/twiml", ""];
const asBefore = [seed.oldVoiceUrl, seed.oldSmsUrl];

test("from one number to a list and back, with numbers added, reordered and removed, only those are touched", async () => {
  const { change, wiring, addressOf, stack, twilio } = await deployed();
  const smsAddress = addressOf(first)?.sid;

  // The new number comes first, so the former one must not be taken for it.
  const listed = await change({ phoneNumber: [second, first] });
  expect(listed.steps).toEqual([
    `create twilio:conversations:AddressConfiguration sms/${second}`,
    `create twilio:numbers:PhoneNumber agent-number/${second}`,
  ]);
  expect(listed.writes.toSorted()).toEqual([
    expect.stringMatching(/^POST api\.twilio\.com.*\/IncomingPhoneNumbers\/PN\w+\.json$/),
    "POST conversations.twilio.com/v1/Configuration/Addresses",
  ]);
  expect([wiring(first), wiring(second), wiring(third)]).toEqual([toAgent, toAgent, asBefore]);
  expect(await stack.outputs()).toMatchObject({ phoneNumber: second, phoneNumbers: [second, first] });

  const reordered = await change({ phoneNumber: [first, second] });
  expect(reordered).toEqual({ steps: [], writes: [] });
  expect(await stack.outputs()).toMatchObject({ phoneNumber: first, phoneNumbers: [first, second] });

  const added = await change({ phoneNumber: [first, second, { number: third, channels: ["voice"] }] });
  expect(added.steps).toEqual([`create twilio:numbers:PhoneNumber agent-number/${third}`]);
  expect([wiring(third), addressOf(third)]).toEqual([[toAgent[0], seed.oldSmsUrl], undefined]);

  const removed = await change({ phoneNumber: [{ number: third, channels: ["voice"] }, first] });
  expect(removed.steps).toEqual([
    `delete twilio:conversations:AddressConfiguration sms/${second}`,
    `delete twilio:numbers:PhoneNumber agent-number/${second}`,
  ]);
  expect(removed.writes).toHaveLength(2);
  expect([wiring(second), addressOf(second)]).toEqual([asBefore, undefined]);
  expect(wiring(first)).toEqual(toAgent);

  const single = await change({ phoneNumber: first });
  expect(single.steps).toEqual([`delete twilio:numbers:PhoneNumber agent-number/${third}`]);
  expect([wiring(first), wiring(third)]).toEqual([toAgent, asBefore]);
  expect(addressOf(first)).toMatchObject({ sid: smsAddress, auto_creation: { type: "default" } });

  await stack.run(["destroy", "--yes", "--skip-preview"]);
  expect([wiring(first), wiring(second)]).toEqual([asBefore, asBefore]);
  expect(addressOf(first)).toMatchObject({ sid: smsAddress, auto_creation: { type: "studio" } });
  expect(Object.keys(twilio.state.addressConfigurations)).toHaveLength(4);
});

test("senders and chat addresses are listed the same way", async () => {
  const { change, addressOf, stack } = await deployed();
  const chat = addressOf(seed.chatAddress)?.sid;

  const listed = await change({
    whatsappSender: [seed.whatsappSender, otherSender],
    rcsSender: [seed.rcsSender],
    chatAddress: ["shop", seed.chatAddress],
  });

  expect(listed.steps).toEqual([
    "create twilio:conversations:AddressConfiguration chat/shop",
    "create twilio:conversations:AddressConfiguration whatsapp/+15551230103",
  ]);
  expect(addressOf(otherSender)).toMatchObject({
    type: "whatsapp",
    auto_creation: { enabled: true, type: "default", conversation_service_sid: seed.flexServiceSid },
  });
  expect(await stack.outputs()).toMatchObject({
    whatsappSender: seed.whatsappSender,
    whatsappSenders: [seed.whatsappSender, otherSender],
    rcsSender: seed.rcsSender,
    rcsSenders: [seed.rcsSender],
    chatAddress: "shop",
    chatAddresses: ["shop", seed.chatAddress],
  });

  // The value that stays need not have been the first.
  const single = await change({ whatsappSender: otherSender, chatAddress: seed.chatAddress });
  expect(single.steps).toEqual([
    "delete twilio:conversations:AddressConfiguration chat/shop",
    `delete twilio:conversations:AddressConfiguration whatsapp/${seed.whatsappSender.slice("whatsapp:".length)}`,
  ]);
  expect(addressOf(seed.whatsappSender)).toMatchObject({ auto_creation: { type: "studio" } });
  expect(addressOf(otherSender)).toMatchObject({ auto_creation: { type: "default" } });
  expect(addressOf(seed.chatAddress)?.sid).toBe(chat);
});

test("other numbers in place of the single one connect them and disconnect it", async () => {
  const { change, wiring } = await deployed();

  const { steps } = await change({ phoneNumber: [second, third] });

  expect(steps.filter((step) => step.includes("PhoneNumber"))).toEqual([
    `create twilio:numbers:PhoneNumber agent-number/${second}`,
    `create twilio:numbers:PhoneNumber agent-number/${third}`,
    "delete twilio:numbers:PhoneNumber agent-number",
  ]);
  expect([wiring(first), wiring(second), wiring(third)]).toEqual([asBefore, toAgent, toAgent]);
});

test("a team's own resources receive every number and address, and the first of each", async () => {
  let received: unknown;
  const at = await deployment({
    ...manyNumbers(),
    declareResources: ({ number, numbers, addresses, allAddresses }) => {
      received = [
        number === numbers[0],
        numbers.length,
        Object.keys(addresses),
        addresses.sms === allAddresses.sms[0],
        allAddresses.sms.length,
        allAddresses.chat.length,
      ];
      return { allNumbers: numbers.map(({ phoneNumber }) => phoneNumber) };
    },
  });
  at.configure({
    "tac-handoff:channels": ["voice", "sms"],
    "tac-handoff:phoneNumber": [first, { number: second, channels: ["voice"] }],
  });

  await at.stack.run(["up", "--yes", "--skip-preview"]);

  expect(received).toEqual([true, 2, ["sms"], true, 1, 0]);
  expect(await at.stack.outputs()).toMatchObject({ allNumbers: [first, second] });
});
