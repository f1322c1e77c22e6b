// The example agent in TypeScript, run unmodified: `pulumi up` → `npm run env` → the agent, which reads only that `.env`.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ask, seed } from "@tac-handoff/emulator";
import { parse } from "dotenv";
import { execa } from "execa";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Deployment, deployment } from "./deployment.ts";

const cleanUps: (() => Promise<void>)[] = [];
let at: Deployment;
let agentUrl: string;
let agentLog = "";

beforeAll(async () => {
  at = await deployment({ twilio: { proxy: {} }, finally: (cleanUp) => void cleanUps.unshift(cleanUp) });
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

test("a request without Twilio's signature is refused", async () => {
  for (const path of ["/twiml", "/webhook"]) {
    expect((await fetch(agentUrl + path, { method: "POST" })).status).toBe(403);
  }
});

async function local(what: string, json?: object) {
  const { status, body } = await ask(at.twilio, what, json === undefined ? {} : { json });
  if (status >= 400) throw new Error(`${what}: ${status} ${JSON.stringify(body)}`);
  return body;
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

/** Starts the agent; returns where it listens. */
async function startAgent(env: Record<string, string>): Promise<string> {
  const agent = execa(
    process.execPath,
    ["--import", "@tac-handoff/loader/register", "examples/agent-typescript/agent.ts"],
    {
      env: { PATH: process.env.PATH, ...env },
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
