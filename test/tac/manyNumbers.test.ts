// Customers who reach the agent at another number or sender than TAC's, which is the first of each list.

import { accountBeforeHandoff, seed, withNumbers } from "@tac-handoff/emulator";
import { expect, test } from "vitest";
import { needPython } from "../realTac.ts";
import { scene } from "./scene.ts";

const second = "+15552000000";
const otherSender = "whatsapp:+15551230103";
const account = withNumbers(accountBeforeHandoff(), 1);
account.senders[otherSender] = { address: otherSender };

const { local, taskOf, timeline, messages, sentToAgent, asked } = scene({
  account,
  configuration: {
    "tac-handoff:phoneNumber": [seed.phoneNumber, second],
    "tac-handoff:whatsappSender": [seed.whatsappSender, otherSender],
  },
});

test("a caller at the second number reaches the agent, and a Flex agent", async (context) => {
  needPython(context);
  const from = "+15557770060";
  const { callSid, conversationId } = await local("POST /local/calls", { from, to: second });

  const { said } = await local(`POST /local/calls/${callSid}/say`, { text: "A human, please" });

  expect(said).toEqual([{ who: "agent", text: "One moment, a person will take over." }]);
  expect(await taskOf(conversationId)).toMatchObject({ callSid, attributes: { name: from } });
});

// The types that Twilio may give the participants before TAC looks at them.
const customers = [
  { from: "+15557770061", to: second, tacAddress: seed.phoneNumber, customerType: "CUSTOMER" },
  { from: "+15557770062", to: second, tacAddress: seed.phoneNumber, customerType: "UNKNOWN" },
  {
    from: "whatsapp:+15557770063",
    to: otherSender,
    tacAddress: seed.whatsappSender,
    customerType: "CUSTOMER",
  },
  {
    from: "whatsapp:+15557770064",
    to: otherSender,
    tacAddress: seed.whatsappSender,
    customerType: "UNKNOWN",
  },
];

test.for(customers)(
  "$from ($customerType) writes to $to: TAC replies from $tacAddress, and a Flex agent takes the conversation once",
  async (customer, context) => {
    needPython(context);
    const { from, to, tacAddress, customerType } = customer;
    const write = (body: string) => local("POST /local/messages", { from, to, body, customerType });
    const { conversationId, conversationSid } = await write("Where is my order?");
    await messages(conversationSid, 2);

    await write("A human, please");

    const task = await taskOf(conversationId);
    expect(task).toMatchObject({ conversationSid, attributes: { customerAddress: from } });
    await messages(conversationSid, 4);
    const started = asked(conversationId).find(({ path }) => path.endsWith("/Executions"));
    expect(started?.form).toMatchObject({ To: from, From: seed.phoneNumber });
    await write("Are you there?");
    expect((await timeline(conversationSid)).map(({ from: author, text }) => [author, text])).toEqual([
      [from, "Where is my order?"],
      [tacAddress, 'You said "Where is my order?". Say "human" to reach a person.'],
      [from, "A human, please"],
      [tacAddress, "One moment, a person will take over."],
      [from, "Are you there?"],
    ]);
    expect(await sentToAgent()).not.toContain("Are you there?");
  },
);
