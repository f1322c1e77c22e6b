// The example agent in TypeScript, run unmodified: `pulumi up` → `npm run env` → the agent, which reads only that `.env`.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ask, parseTwiml, seed } from "@tac-handoff/emulator";
import { parse } from "dotenv";
import { execa } from "execa";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type Deployment, deployment } from "./deployment.ts";
import { signedHeaders } from "./signedHeaders.ts";

const cleanUps: (() => Promise<void>)[] = [];
let at: Deployment;
let agentUrl: string;
let agentLog = "";
let passedMs = 0;
/** Whom the agent calls when it starts. */
const calledCustomer = "+15557770009";

beforeAll(async () => {
  const now = () => new Date(Date.now() + passedMs);
  const atEnd = (cleanUp: () => Promise<void>) => void cleanUps.unshift(cleanUp);
  at = await deployment({ twilio: { proxy: {}, now }, finally: atEnd });
  await at.stack.run(["up", "--yes", "--skip-preview"]);
  agentUrl = await startAgent(await agentEnvironment());
  await local("PUT /local/hosts", { host: "agent.example.com", url: agentUrl });
});

beforeEach(({ onTestFailed }) => onTestFailed(() => console.error(`The agent printed:\n${agentLog}`)));

afterAll(async () => {
  for (const cleanUp of cleanUps) await cleanUp();
});

test("a caller who asks for a human is in Flex, in the same call, with reason and attributes", async () => {
  const { callSid, conversationId } = await local("POST /local/calls", {
    from: "+15557770001",
    to: seed.phoneNumber,
  });
  const first = await local(`POST /local/calls/${callSid}/say`, { text: "Where is my order?" });
  expect(first.said).toEqual([
    { who: "agent", text: 'You said "Where is my order?". Say "human" to reach a person.' },
  ]);

  const second = await local(`POST /local/calls/${callSid}/say`, { text: "A human, please" });

  expect(second.said).toEqual([{ who: "agent", text: "One moment, a person will take over." }]);
  expect(await taskOf(conversationId)).toMatchObject({
    channel: "voice",
    callSid,
    attributes: {
      conversationId,
      storeId: seed.memoryStoreId,
      reason: "The customer said: A human, please",
      department: "support",
      priority: "normal",
    },
  });
  // The Orchestrator reports a caller's words to the agent as well; the agent must not reply to them twice.
  expect(await messages(conversationId)).toEqual([
    "Where is my order?",
    'You said "Where is my order?". Say "human" to reach a person.',
    "A human, please",
    "One moment, a person will take over.",
  ]);
});

test("a customer who writes and asks for a human is in Flex, in the same conversation", async () => {
  const address = { from: "+15557770002", to: seed.phoneNumber };
  const { conversationId, conversationSid } = await local("POST /local/messages", {
    ...address,
    body: "Where is my order?",
  });
  await expect
    .poll(() => messages(conversationSid), { timeout: 20_000 })
    .toEqual(["Where is my order?", 'You said "Where is my order?". Say "human" to reach a person.']);

  await local("POST /local/messages", { ...address, body: "A human, please" });

  await expect
    .poll(async () => (await messages(conversationSid)).slice(2), { timeout: 20_000 })
    .toEqual(["A human, please", "One moment, a person will take over."]);
  expect(await taskOf(conversationId)).toMatchObject({
    channel: "chat",
    conversationSid,
    attributes: {
      conversationId,
      reason: "The customer said: A human, please",
      department: "support",
      customerAddress: address.from,
    },
  });
});

test("after a hand-off that Studio refused, the customer reads so, and the agent keeps answering", async () => {
  const address = { from: "+15557770003", to: seed.phoneNumber };
  // Their call waits in Flex, and Studio runs one execution for a contact.
  const { callSid } = await local("POST /local/calls", address);
  await local(`POST /local/calls/${callSid}/say`, { text: "A human, please" });
  const { conversationSid } = await local("POST /local/messages", { ...address, body: "A human here, too" });
  const sorry = "I am sorry, nobody can be reached right now. Please try again in a moment.";
  await expect
    .poll(() => messages(conversationSid), { timeout: 20_000 })
    .toEqual(["A human here, too", sorry]);

  await local("POST /local/messages", { ...address, body: "Hello?" });

  await expect
    .poll(async () => (await messages(conversationSid)).slice(2), { timeout: 20_000 })
    .toEqual(["Hello?", 'You said "Hello?". Say "human" to reach a person.']);
});

test("while a Flex agent has the chat, the agent stays silent, even after an hour of silence", async () => {
  const address = { from: "+15557770004", to: seed.phoneNumber };
  const first = await local("POST /local/messages", { ...address, body: "A human, please" });
  await expect.poll(() => messages(first.conversationSid), { timeout: 20_000 }).toHaveLength(2);
  const { sid } = await taskOf(first.conversationId);
  await local(`POST /local/tasks/${sid}/accept`, { worker: "Ada" });

  passedMs += 61 * 60_000;
  const later = await local("POST /local/messages", { ...address, body: "Any news?" });

  expect(later.conversationId).not.toBe(first.conversationId);
  const url = `https://conversations.twilio.com/v2/Conversations/${later.conversationId}`;
  await expect
    .poll(async () => (await local(`GET ${url}`)).configuration.statusCallbacks, { timeout: 20_000 })
    .toEqual([]);
  expect((await messages(first.conversationSid)).slice(2)).toEqual(["Any news?"]);
});

test("a customer whom the agent has called talks to it, and asks for a human: a Flex agent has the same call", async () => {
  const { sid } = await callTo(calledCustomer);
  expect((await local(`GET /local/calls/${sid}`)).status).toBe("ringing");
  const { conversationId } = await local(`POST /local/calls/${sid}/answer`);
  const say = (text: string) => local(`POST /local/calls/${sid}/say`, { text });
  expect((await say("Who is calling?")).said).toEqual([
    { who: "agent", text: 'You said "Who is calling?". Say "human" to reach a person.' },
  ]);

  const { call } = await say("A human, please");

  expect(call).toMatchObject({ status: "in-progress", session: { status: "ended" }, warnings: [] });
  expect(call.actionRequests).toMatchObject([
    { url: "https://agent.example.com/handoff", status: 200, form: { Direction: "outbound-api" } },
  ]);
  const task = await taskOf(conversationId);
  expect(task).toMatchObject({ channel: "voice", callSid: sid, status: "pending" });
  expect(task.attributes).toEqual({
    call_sid: sid,
    from: seed.phoneNumber,
    to: calledCustomer,
    direction: "outbound-api",
    type: "outbound",
    name: calledCustomer,
    conversationId,
    storeId: seed.memoryStoreId,
    profileId: "",
    department: "support",
    priority: "normal",
    reason: "The customer said: A human, please",
  });
  await local(`POST /local/tasks/${task.sid}/accept`, { worker: "Ada" });
  expect(await local(`GET /local/calls/${sid}`)).toMatchObject({ waitingIn: null, connectedTo: "Ada" });
  expect(await messages(conversationId)).toEqual([
    "Who is calling?",
    'You said "Who is calling?". Say "human" to reach a person.',
    "A human, please",
    "One moment, a person will take over.",
  ]);
});

test("the other ends of a call that the agent placed create no task", async () => {
  const call = { Direction: "outbound-api", From: seed.phoneNumber, To: calledCustomer };

  const ended = await postAsTwilio("/handoff", { ...call, HandoffData: "call_ended" });
  const failed = await postAsTwilio("/handoff", { ...call, SessionStatus: "failed" });

  expect(ended).toEqual([]);
  expect(failed.map(({ name }) => name)).toEqual(["Say"]);
});

test("a request without Twilio's signature is refused", async () => {
  for (const path of ["/twiml", "/webhook", "/handoff"]) {
    expect((await fetch(agentUrl + path, { method: "POST" })).status).toBe(403);
  }
});

async function local(what: string, json?: object) {
  const { status, body } = await ask(at.twilio, what, json === undefined ? {} : { json });
  if (status >= 400) throw new Error(`${what}: ${status} ${JSON.stringify(body)}`);
  return body;
}

/** Posts a form to the agent as Twilio does. Returns the verbs of the response. */
async function postAsTwilio(path: string, form: Record<string, string>) {
  const response = await fetch(agentUrl + path, {
    method: "POST",
    headers: signedHeaders(`https://agent.example.com${path}`, form),
    body: new URLSearchParams(form),
  });
  return parseTwiml(await response.text());
}

/** The call to this customer, as soon as the agent has placed it. */
async function callTo(customer: string): Promise<{ sid: string }> {
  return vi.waitFor(
    async () => {
      const { calls } = await local("GET /local/calls");
      const call = calls.find(({ to }: { to: string }) => to === customer);
      if (!call) throw new Error(`no call to ${customer}`);
      return call;
    },
    { timeout: 20_000 },
  );
}

async function taskOf(conversationId: string) {
  const { tasks } = await local("GET /local/tasks");
  return tasks.find(
    ({ attributes }: { attributes: Record<string, unknown> }) => attributes.conversationId === conversationId,
  );
}

async function messages(conversationSid: string): Promise<string[]> {
  const { timeline } = await local(`GET /local/conversations/${conversationSid}`);
  return timeline.map(({ text }: { text: string }) => text);
}

/** What the agent is started with: the `.env` that `npm run env` writes, and the local Twilio's proxy. */
async function agentEnvironment(): Promise<Record<string, string>> {
  const file = join(at.folder, ".env");
  if (!existsSync(file)) writeFileSync(file, "TWILIO_SERVER_PORT=0\n");
  const command = ["scripts/run.mjs", "env", "--stack", "dev", "--config-file", at.configFile];
  await execa(process.execPath, [...command, "--with-secrets", "--out", file], {
    // The one secret that the stack's configuration does not have.
    env: { ...at.stack.environment, TWILIO_AUTH_TOKEN: seed.authToken },
  });
  return { ...parse(readFileSync(file)), ...at.twilio.proxy?.environment };
}

/** Before Node 22.21, `fetch` knows no proxy: it sends to the local Twilio what is meant for Twilio. */
const fetchOfLocalTwilio = `
const { fetch } = globalThis;
globalThis.fetch = (url, init) => {
  const { host, pathname, search } = new URL(url);
  if (!host.endsWith(".twilio.com")) return fetch(url, init);
  const headers = { ...init?.headers, "X-Original-Host": host };
  return fetch(process.env.LOCAL_TWILIO_URL + pathname + search, { ...init, headers });
};`;

/** Starts the agent; returns where it listens. */
async function startAgent(env: Record<string, string>): Promise<string> {
  const agent = execa(
    process.execPath,
    [
      ...["--import", "@tac-handoff/loader/register"],
      ...["--import", `data:text/javascript,${encodeURIComponent(fetchOfLocalTwilio)}`],
      ...["examples/agent-typescript/agent.ts", calledCustomer],
    ],
    {
      env: { PATH: process.env.PATH, LOCAL_TWILIO_URL: at.twilio.url, ...env },
      extendEnv: false,
      stdin: "ignore",
      all: true,
      reject: false,
    },
  );
  cleanUps.unshift(async () => {
    agent.kill();
    await agent;
  });
  return new Promise((resolve, reject) => {
    agent.all.on("data", (part) => {
      agentLog += String(part);
      const [, port] = /port: (\d+)/.exec(agentLog) ?? [];
      if (port) resolve(`http://127.0.0.1:${port}`);
    });
    void agent.then(() => reject(new Error(`the agent did not start:\n${agentLog}`)));
  });
}
