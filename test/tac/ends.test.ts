// Hand-offs as agents and customers really do them, with the real TAC: an agent that ends the call, customers who ask twice,
// reasons that are too long for Flex, and data that is too long for Studio.

import { seed } from "@tac-handoff/emulator";
import { describe, expect, test } from "vitest";
import { needPython } from "../realTac.ts";
import { scene } from "./scene.ts";

const { local, tasks, taskOf, messages, executionOf } = scene();

const channels = [
  { name: "SMS", from: "+15557770061", to: seed.phoneNumber },
  { name: "WhatsApp", from: "whatsapp:+15557770062", to: seed.whatsappSender },
  { name: "RCS", from: "rcs:+15557770063", to: seed.rcsSender },
  { name: "chat", from: "visitor-64", to: seed.chatAddress },
];

const routing = { department: "support", priority: "normal" };
const story = `I need a human. ${"I have waited for my refund since March. ".repeat(500)}`;

function write(from: string, to: string, body: string) {
  return local("POST /local/messages", { from, to, body, customerType: "UNKNOWN" });
}

async function call(from: string, text: string): Promise<{ callSid: string; conversationId: string }> {
  const { callSid, conversationId } = await local("POST /local/calls", { from, to: seed.phoneNumber });
  await local(`POST /local/calls/${callSid}/say`, { text });
  return { callSid, conversationId };
}

test("an agent that ends the call with data of its own rings no Flex agent", async (context) => {
  needPython(context);
  const before = (await tasks()).length;

  const { callSid } = await call("+15557770065", "That is all, end the call");

  expect(await local(`GET /local/calls/${callSid}`)).toMatchObject({ status: "completed" });
  const { path, outputs } = await executionOf("+15557770065");
  expect(path).toEqual(["Trigger", "read_end", "how_it_ended"]);
  expect(outputs.read_end.end).toBe("ended by the agent");
  expect(await tasks()).toHaveLength(before);
});

test("a reason that is too long for Flex is cut on a call, and its attributes arrive", async (context) => {
  needPython(context);

  const { conversationId } = await call("+15557770066", story.slice(0, 900));

  const { attributes } = await taskOf(conversationId);
  expect(attributes).toMatchObject(routing);
  expect(attributes.reason).toMatch(/^The customer said: I need a human\. .{300,}…$/);
});

test("a call whose data is longer than Studio reads has its conversation in the task", async (context) => {
  needPython(context);

  const { conversationId } = await call("+15557770067", story);

  const { attributes } = await taskOf(conversationId);
  expect(attributes).toMatchObject({ sessionError: "the agent's hand-off could not be read" });
});

describe.each(channels)("by $name", ({ from, to }) => {
  test("a customer who asks twice at once has one task", async (context) => {
    needPython(context);
    const { conversationSid } = await write(from, to, "Where is my order?");
    await messages(conversationSid, 2);

    await Promise.all([write(from, to, "A human, please"), write(from, to, "A human, now")]);

    const ofCustomer = async () => (await tasks()).filter((task) => task.conversationSid === conversationSid);
    await expect.poll(ofCustomer, { timeout: 20_000 }).toHaveLength(1);
    const [task] = await ofCustomer();
    await local(`POST /local/tasks/${task.sid}/accept`);
    await local(`POST /local/tasks/${task.sid}/complete`);
    expect(await ofCustomer()).toHaveLength(1);
  });

  test("a reason that is too long for Flex is cut, and its attributes arrive", async (context) => {
    needPython(context);

    const { conversationId } = await write(from, to, story.slice(0, 1_500));

    const { attributes } = await taskOf(conversationId);
    expect(attributes).toMatchObject(routing);
    expect(attributes.reason).toMatch(/^The customer said: I need a human\. .{300,}…$/);
  });
});
