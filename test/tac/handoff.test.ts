// The whole way with the real TAC: `pulumi up` → `npm run env` → an unmodified agent that reads only that `.env` →
// customers call and write → a person in Flex. Everything of Twilio is the local Twilio.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Answer, ask, seed } from "@tac-handoff/emulator";
import { parseExecutionParameters, parseHandoffData, parseVoiceEndFrame } from "@tac-handoff/runtime";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Deployment, deployment } from "../deployment.ts";
import { needPython } from "../realTac.ts";
import { type Agent, freePort, startAgent } from "./agent.ts";

const python = process.env.TAC_HANDOFF_PYTHON;
const cleanUps: (() => Promise<void>)[] = [];
let at: Deployment;
let agent: Agent;
let envFile: string;

beforeAll(async () => {
  if (!python) return; // each test says why it is skipped
  at = await deployment({ twilio: { proxy: {} }, finally: (cleanUp) => cleanUps.push(cleanUp) });
  await at.stack.run(["up", "--yes", "--skip-preview"]);

  const port = await freePort();
  await local("PUT /local/hosts", { host: "agent.example.com", url: `http://127.0.0.1:${port}` });
  // A file the team has already: its own lines stay.
  envFile = join(at.folder, ".env");
  writeFileSync(envFile, `# ours\nTWILIO_SERVER_HOST=127.0.0.1\nTWILIO_SERVER_PORT=${port}\n`);
  await npmRunEnv(["--with-secrets", "--out", envFile]);
  agent = await startAgent({
    python,
    folder: at.folder,
    port,
    environment: at.twilio.proxy?.environment ?? {},
  });
  cleanUps.unshift(agent.stop);
});

afterAll(async () => {
  for (const cleanUp of cleanUps) await cleanUp();
});

/** As a user runs it; the token is the one secret that the stack's configuration does not have. */
function npmRunEnv(args: string[]) {
  const env = { ...at.stack.environment, TWILIO_AUTH_TOKEN: seed.authToken };
  const command = ["scripts/run.mjs", "env", "--stack", "dev", "--config-file", at.configFile, ...args];
  return execa(process.execPath, command, { env });
}

/** Asks the local Twilio's control API; a refusal fails the test with its words. */
async function local(what: string, json?: object): Promise<Answer["body"]> {
  const { status, body } = await ask(at.twilio, what, json === undefined ? {} : { json });
  if (status >= 400) throw new Error(`${what} answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** Asks until the answer is as wanted: an agent takes its time. On failure the agent's log is told. */
async function eventually<T>(look: () => Promise<T>, isThere: (seen: T) => boolean): Promise<T> {
  const giveUpAt = Date.now() + 20_000;
  for (;;) {
    const seen = await look();
    if (isThere(seen)) return seen;
    if (Date.now() > giveUpAt) {
      throw new Error(`it never came; last seen: ${JSON.stringify(seen)}\nThe agent said:\n${agent.log()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

const tasks = async (): Promise<Record<string, ReturnType<typeof JSON.parse>>[]> =>
  (await local("GET /local/tasks")).tasks;
const taskOf = async (conversationId: string) =>
  (await tasks()).find(({ attributes }) => attributes.conversationId === conversationId);
const timeline = async (id: string): Promise<Message[]> =>
  (await local(`GET /local/conversations/${id}`)).timeline;

interface Message {
  text: string;
  /** For instance `{ webhook: "https://…" }`, `{ task: "WT…", worker: "Ada" }`. */
  deliveredTo: Record<string, string>[];
}

/** What made the Summary operator run on a conversation, as Intelligence tells it. */
async function summarised(conversationId: string): Promise<string[]> {
  const url = `https://intelligence.twilio.com/v3/OperatorResults?conversationId=${conversationId}`;
  const { items } = await local(`GET ${url}`);
  return items.map(
    (item: { executionDetails: { trigger: { on: string } } }) => item.executionDetails.trigger.on,
  );
}

/** The widgets that the customer's execution went through, in order. */
async function pathOf(customer: string): Promise<string[]> {
  const flow = `https://studio.twilio.com/v2/Flows/${(await at.stack.outputs()).flowSid}`;
  const { executions } = await local(`GET ${flow}/Executions`);
  const execution = executions.find(
    (row: Record<string, string>) => row.contact_channel_address === customer,
  );
  const { steps } = await local(`GET ${flow}/Executions/${execution?.sid}/Steps`);
  return steps.map((step: Record<string, string>) => step.transitioned_from);
}

/** What reached the local Twilio over the network, host and path, with bodies; the flow's own requests among them. */
const asked = (of: string) =>
  at.twilio
    .requests()
    .filter(({ path, form }) => path.includes(of) || JSON.stringify(form ?? {}).includes(of));

describe("voice", () => {
  test("a caller who asks for a person is in Flex, in the same call, with the summary's keys and the attributes", async (context) => {
    needPython(context);
    const { callSid, conversationId } = await local("POST /local/calls", {
      from: "+15557770001",
      to: seed.phoneNumber,
    });
    const first = await local(`POST /local/calls/${callSid}/say`, { text: "Where is my order?" });
    expect(first.said).toEqual([
      { who: "agent", text: 'You said "Where is my order?". Say "human" to reach a person.' },
    ]);

    const { said, call } = await local(`POST /local/calls/${callSid}/say`, { text: "A human, please" });

    expect(said).toEqual([{ who: "agent", text: "One moment, a person will take over." }]);
    expect(call).toMatchObject({ sid: callSid, status: "in-progress", session: { status: "ended" } });
    // The frame is TAC's own, and what the flow got is the same payload.
    const payload = parseVoiceEndFrame(call.frames.at(-1).text);
    expect(payload).toMatchObject({ conversationId, attributes: { department: "support" } });
    expect(parseHandoffData(call.actionRequests[0].form.HandoffData)).toEqual(payload);
    const task = await eventually(
      () => taskOf(conversationId),
      (found) => found !== undefined,
    );
    expect(task?.sid).toBe(call.waitingIn.taskSid);
    expect(task).toMatchObject({ channel: "voice", callSid });
    expect(task?.attributes).toMatchObject({
      type: "inbound",
      name: "+15557770001",
      conversationId,
      storeId: seed.memoryStoreId,
      profileId: expect.any(String),
      reason: "The customer said: A human, please",
      department: "support",
      priority: "normal",
      call_sid: callSid,
    });
    expect(await summarised(conversationId)).toEqual(["CONVERSATION_INACTIVE"]);

    await local(`POST /local/tasks/${task?.sid}/accept`, { worker: "Ada" });
    expect(await local(`GET /local/calls/${callSid}`)).toMatchObject({ sid: callSid, connectedTo: "Ada" });
    await local(`POST /local/calls/${callSid}/hangup`);

    expect(await local(`GET /local/calls/${callSid}`)).toMatchObject({ status: "completed" });
    expect(await summarised(conversationId)).toEqual(["CONVERSATION_INACTIVE", "CONVERSATION_END"]);
  });

  test("a caller who hangs up without asking for a person makes no task", async (context) => {
    needPython(context);
    const before = (await tasks()).length;
    const { callSid, conversationId } = await local("POST /local/calls", {
      from: "+15557770011",
      to: seed.phoneNumber,
    });
    await local(`POST /local/calls/${callSid}/say`, { text: "Thank you, goodbye" });

    await local(`POST /local/calls/${callSid}/hangup`);

    const call = await local(`GET /local/calls/${callSid}`);
    expect(call).toMatchObject({ status: "completed", session: { status: "completed" } });
    expect(call.actionRequests).toHaveLength(1); // the flow was asked, and its gate let nothing through
    expect(await tasks()).toHaveLength(before);
    expect(await summarised(conversationId)).toEqual(["CONVERSATION_END"]);
  });
});

const channels = [
  { name: "SMS", from: "+15557770002", to: seed.phoneNumber },
  { name: "WhatsApp", from: "whatsapp:+15557770003", to: seed.whatsappSender },
  { name: "chat", from: "visitor-4", to: seed.chatAddress },
];

describe.each(channels)("$name", ({ from, to }) => {
  const write = (body: string) => local("POST /local/messages", { from, to, body, customerType: "UNKNOWN" });

  test("a customer who asks for a person reaches one in the same conversation, and later messages reach that person alone, once", async (context) => {
    needPython(context);
    const { conversationId, conversationSid } = await write("Where is my order?");
    await eventually(
      () => timeline(conversationSid),
      (messages) => messages.length === 2,
    );

    await write("A human, please");

    const task = await eventually(
      () => taskOf(conversationId),
      (found) => found !== undefined,
    );
    expect(task).toMatchObject({ channel: "chat", conversationSid });
    expect(task?.attributes).toMatchObject({
      conversationId,
      storeId: seed.memoryStoreId,
      reason: "The customer said: A human, please",
      department: "support",
      priority: "normal",
      customerAddress: from,
    });
    await eventually(
      () => timeline(conversationSid),
      (messages) => messages.length === 4,
    );

    // TAC's own order: INACTIVE, no callbacks any more, the execution; then the flow's two authenticated GETs.
    const conversation = `/v2/Conversations/${conversationId}`;
    expect(
      asked(conversationId)
        .filter(({ method, path }) => method !== "GET" && !path.includes("Participants"))
        .map(({ method, host, path, json }) => ({ method, at: host + path, json })),
    ).toEqual([
      { method: "POST", at: `conversations.twilio.com${conversation}/Actions`, json: expect.anything() },
      { method: "PUT", at: `conversations.twilio.com${conversation}`, json: { status: "INACTIVE" } },
      {
        method: "PATCH",
        at: `conversations.twilio.com${conversation}`,
        json: { configuration: { statusCallbacks: [] } },
      },
      { method: "POST", at: expect.stringMatching(/^studio\.twilio\.com\/v2\/Flows\/FW\w+\/Executions$/) },
      { method: "POST", at: `conversations.twilio.com${conversation}/Actions`, json: expect.anything() },
    ]);
    const started = asked(conversationId).find(({ path }) => path.endsWith("/Executions"));
    expect(started?.form).toMatchObject({ To: from, From: seed.phoneNumber });
    expect(parseExecutionParameters(String(started?.form?.Parameters))).toMatchObject({
      conversationId,
      attributes: { reason: "The customer said: A human, please", priority: "normal" },
    });
    expect(await pathOf(from)).toEqual([
      "Trigger",
      "get_participants",
      "get_conversation",
      "resume_conversation",
      "send_conversation_to_flex",
    ]);

    const { context: seen } = await local(`POST /local/tasks/${task?.sid}/accept`, { worker: "Ada" });
    expect(seen.summaries).toHaveLength(1);
    await write("Are you there?");
    await local(`POST /local/tasks/${task?.sid}/messages`, { body: "Yes, I am Ada." });
    await local(`POST /local/tasks/${task?.sid}/complete`);

    const messages = await timeline(conversationSid);
    expect(messages.map(({ text }) => text)).toEqual([
      "Where is my order?",
      'You said "Where is my order?". Say "human" to reach a person.',
      "A human, please",
      "One moment, a person will take over.",
      "Are you there?",
      "Yes, I am Ada.",
    ]);
    const [question, , escalation, , later] = messages;
    for (const message of [question, escalation]) {
      expect(message?.deliveredTo).toEqual([{ webhook: "https://agent.example.com/webhook" }]);
    }
    expect(later?.deliveredTo).toEqual([{ task: task?.sid, worker: "Ada" }]);
    expect((await tasks()).filter((row) => row.conversationSid === conversationSid)).toHaveLength(1);
    expect(await summarised(conversationId)).toEqual(["CONVERSATION_INACTIVE", "CONVERSATION_END"]);
  });

  test("a conversation that ends without asking for a person makes no task", async (context) => {
    needPython(context);
    const before = (await tasks()).length;
    const other = from.replace(/\d$/, "9");
    const { conversationId, conversationSid } = await local("POST /local/messages", {
      from: other,
      to,
      body: "Just looking",
      customerType: "UNKNOWN",
    });
    await eventually(
      () => timeline(conversationSid),
      (messages) => messages.length === 2,
    );

    await local(`PUT https://conversations.twilio.com/v2/Conversations/${conversationId}`, {
      status: "CLOSED",
    });

    expect(await tasks()).toHaveLength(before);
    expect(await summarised(conversationId)).toEqual(["CONVERSATION_END"]);
  });
});

describe("with what the stack made", () => {
  test("the agent's .env is up to date, holds every secret, and keeps the team's own lines", async (context) => {
    needPython(context);

    const { exitCode } = await npmRunEnv(["--with-secrets", "--out", envFile, "--check"]);

    expect(exitCode).toBe(0);
  });

  test("TAC's own loader takes the .env", async (context) => {
    const interpreter = needPython(context);

    const { stdout } = await execa(interpreter, ["test/python/load_env.py", envFile], {
      env: { PATH: process.env.PATH },
      extendEnv: false,
    });

    expect(JSON.parse(stdout)).toMatchObject({
      account_sid: seed.accountSid,
      phone_number: seed.phoneNumber,
      voice_public_domain: "agent.example.com",
    });
  });
});
