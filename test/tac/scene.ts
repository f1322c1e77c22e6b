// What a hand-off with the real TAC starts from: `pulumi up` → `npm run env` → an unmodified agent that reads only that
// `.env`. Everything of Twilio is the local Twilio.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Answer, ask, type LoggedRequest, seed } from "@tac-handoff/emulator";
import { execa } from "execa";
import { afterAll, beforeAll } from "vitest";
import { copyWithoutTeam } from "../checkout.ts";
import { type Deployment, deployment } from "../deployment.ts";
import { type Agent, startAgent } from "./agent.ts";

type Json = Answer["body"];

export interface Said {
  text: string;
  /** For instance `{ webhook: "https://…" }`, `{ task: "WT…", worker: "Ada" }`, `{ customer: "+1…" }`. */
  deliveredTo: Record<string, string>[];
}

/** Starts it all before the tests of a file, and ends it after them. What it returns looks at what happened. */
export function scene() {
  const python = process.env.TAC_HANDOFF_PYTHON;
  const cleanUps: (() => Promise<void>)[] = [];
  const atEnd = (cleanUp: () => Promise<void>) => void cleanUps.unshift(cleanUp);
  let at: Deployment;
  let agent: Agent;

  beforeAll(async () => {
    if (!python) return; // each test says why it is skipped
    at = await deployment({ twilio: { proxy: {} }, finally: atEnd });
    const { stack, folder, configFile, twilio } = at;
    await stack.run(["up", "--yes", "--skip-preview"]);
    const envFile = join(folder, ".env");
    writeFileSync(envFile, "TWILIO_SERVER_HOST=127.0.0.1\nTWILIO_SERVER_PORT=0\n");
    const env = ["scripts/run.mjs", "env", "--stack", "dev", "--config-file", configFile];
    await execa(process.execPath, [...env, "--with-secrets", "--out", envFile], {
      // The one secret that the stack's configuration does not have.
      env: { ...stack.environment, TWILIO_AUTH_TOKEN: seed.authToken },
    });
    const environment = twilio.proxy?.environment ?? {};
    agent = await startAgent({ python, folder, environment, finally: atEnd });
    await local("PUT /local/hosts", { host: "agent.example.com", url: agent.url });
  });

  afterAll(async () => {
    for (const cleanUp of cleanUps) await cleanUp();
  });

  /** Asks the local Twilio; a refusal fails the test with its words. */
  async function local(what: string, json?: object): Promise<Json> {
    const { status, body } = await ask(at.twilio, what, json === undefined ? {} : { json });
    if (status >= 400) throw new Error(`${what} answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  /** Asks until there is an answer: an agent takes its time. On failure the agent's log is told. */
  async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
    const giveUpAt = Date.now() + 20_000;
    for (;;) {
      const seen = await look();
      if (seen !== undefined) return seen;
      if (Date.now() > giveUpAt) throw new Error(`it never came. The agent said:\n${agent.log()}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  const tasks = async (): Promise<Json[]> => (await local("GET /local/tasks")).tasks;
  const timeline = async (id: string): Promise<Said[]> =>
    (await local(`GET /local/conversations/${id}`)).timeline;
  const ofConversation = (id: string) => `https://conversations.twilio.com/v2/Conversations/${id}`;

  return {
    local,
    tasks,
    timeline,

    /** The task that came of a conversation, as soon as it is there. */
    taskOf: (conversationId: string): Promise<Json> =>
      eventually(async () =>
        (await tasks()).find(({ attributes }) => attributes.conversationId === conversationId),
      ),

    /** The messages of a conversation, as soon as there are that many. */
    messages: (id: string, count: number): Promise<Said[]> =>
      eventually(async () => {
        const said = await timeline(id);
        return said.length >= count ? said : undefined;
      }),

    /** The Orchestrator's customer. */
    async customerOf(conversationId: string): Promise<Json> {
      const { participants } = await local(`GET ${ofConversation(conversationId)}/Participants`);
      return participants.find(({ type }: Json) => type === "CUSTOMER");
    },

    /** What made the Summary operator run on a conversation, as Intelligence tells it. */
    async summarised(conversationId: string): Promise<string[]> {
      const url = `https://intelligence.twilio.com/v3/OperatorResults?conversationId=${conversationId}`;
      return (await local(`GET ${url}`)).items.map((item: Json) => item.executionDetails.trigger.on);
    },

    /** The customer's execution: the widgets it went through, in order, and what each of them put out. */
    async executionOf(customer: string): Promise<{ path: string[]; outputs: Json }> {
      const flow = `https://studio.twilio.com/v2/Flows/${(await at.stack.outputs()).flowSid}`;
      const { executions } = await local(`GET ${flow}/Executions`);
      const { sid } = executions.find((row: Json) => row.contact_channel_address === customer);
      const { steps } = await local(`GET ${flow}/Executions/${sid}/Steps`);
      const { context } = await local(`GET ${flow}/Executions/${sid}/Context`);
      return { path: steps.map((step: Json) => step.transitioned_from), outputs: context.widgets };
    },

    /** Requests that reached the local Twilio with this text in path or form; the flow's own among them. */
    asked: (text: string): LoggedRequest[] =>
      at.twilio
        .requests()
        .filter(({ path, form }) => path.includes(text) || JSON.stringify(form ?? {}).includes(text)),

    /** What `npm run doctor` finds, the agent's own server asked as well: whether all is ready, and status by check. */
    async doctor(): Promise<{ ready: boolean; statuses: Record<string, string> }> {
      const { stack, folder, configFile } = at;
      // It compares the deployed flow with the contract of the checkout that it runs in.
      const checkout = join(folder, "checkout");
      copyWithoutTeam(checkout);
      const env = ["--env", join(folder, ".env"), "--reach", "--json"];
      const command = ["scripts/run.mjs", "doctor", "--stack", "dev", "--config-file", configFile, ...env];
      const { stdout } = await execa(process.execPath, command, {
        cwd: checkout,
        env: stack.environment,
        reject: false,
      });
      const { ready, checks } = JSON.parse(stdout);
      return { ready, statuses: Object.fromEntries(checks.map(({ id, status }: Json) => [id, status])) };
    },

    /** How a request without credentials is answered. */
    statusOfAnonymous: async (what: string): Promise<number> =>
      (await ask(at.twilio, what, { auth: "none" })).status,

    /** Bodies that reached the agent's own server. */
    sentToAgent: async (): Promise<string> => JSON.stringify((await local("GET /local/sent")).sent),
  };
}
