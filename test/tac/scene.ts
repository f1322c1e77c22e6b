// The setup for a hand-off with the real TAC: `pulumi up`, then `npm run env`, then an unmodified agent that reads only
// that `.env`. The local Twilio takes Twilio's place.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ask, type EmulatorResponse, type LoggedRequest, type State, seed } from "@tac-handoff/emulator";
import { execa } from "execa";
import { afterAll, beforeAll } from "vitest";
import { copyWithoutTeam } from "../checkout.ts";
import { type Deployment, deployment } from "../deployment.ts";
import { signedHeaders } from "../signedHeaders.ts";
import { type Agent, startAgent } from "./agent.ts";

type Json = EmulatorResponse["body"];

export interface TimelineEntry {
  /** Address of the author. */
  from: string;
  text: string;
  /** For example `{ webhook: "https://…" }`, `{ task: "WT…", worker: "Ada" }`, `{ customer: "+1…" }`. */
  deliveredTo: Record<string, string>[];
}

/**
 * Starts everything before the tests of a file and stops it after them. Returns functions that read what happened.
 *
 * @param options.account default: that of the local Twilio
 * @param options.configuration keys of the stack that differ from its file
 */
export function scene({
  account,
  configuration = {},
}: {
  account?: State;
  configuration?: Record<string, unknown>;
} = {}) {
  const python = process.env.TAC_HANDOFF_PYTHON;
  const cleanUps: (() => Promise<void>)[] = [];
  const atEnd = (cleanUp: () => Promise<void>) => void cleanUps.unshift(cleanUp);
  let at: Deployment;
  let agent: Agent;
  let passedMs = 0;

  beforeAll(async () => {
    if (!python) return; // each test says why it is skipped
    const now = () => new Date(Date.now() + passedMs);
    at = await deployment({ ...(account && { account }), twilio: { proxy: {}, now }, finally: atEnd });
    at.configure(configuration);
    const { stack, folder, configFile } = at;
    await stack.run(["up", "--yes", "--skip-preview"]);
    const envFile = join(folder, ".env");
    writeFileSync(envFile, "TWILIO_SERVER_HOST=127.0.0.1\nTWILIO_SERVER_PORT=0\n");
    const env = ["scripts/run.mjs", "env", "--stack", "dev", "--config-file", configFile];
    await execa(process.execPath, [...env, "--with-secrets", "--out", envFile], {
      // The one secret that is not in the stack's configuration.
      env: { ...stack.environment, TWILIO_AUTH_TOKEN: seed.authToken },
    });
    const environment = { ...at.twilio.proxy?.environment };
    agent = await startAgent({ python, folder, environment, finally: atEnd });
    await local("PUT /local/hosts", { host: "agent.example.com", url: agent.url });
  });

  afterAll(async () => {
    for (const cleanUp of cleanUps) await cleanUp();
  });

  /** Sends a request to the local Twilio; an error response fails the test with its body. */
  async function local(what: string, json?: object): Promise<Json> {
    const { status, body } = await ask(at.twilio, what, json === undefined ? {} : { json });
    if (status >= 400) throw new Error(`${what} returned ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  /** Repeats `look` until it returns a value, because the agent needs some time. The error contains the agent's log. */
  async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
    const giveUpAt = Date.now() + 20_000;
    for (;;) {
      const seen = await look();
      if (seen !== undefined) return seen;
      if (Date.now() > giveUpAt) throw new Error(`timed out. The agent's log:\n${agent.log()}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  const tasks = async (): Promise<Json[]> => (await local("GET /local/tasks")).tasks;
  const timeline = async (id: string): Promise<TimelineEntry[]> =>
    (await local(`GET /local/conversations/${id}`)).timeline;
  const ofConversation = (id: string) => `https://conversations.twilio.com/v2/Conversations/${id}`;

  return {
    local,
    tasks,
    timeline,

    /** The task for a conversation, as soon as it exists. */
    taskOf: (conversationId: string): Promise<Json> =>
      eventually(async () =>
        (await tasks()).find(({ attributes }) => attributes.conversationId === conversationId),
      ),

    /** The messages of a conversation, as soon as there are at least `count`. */
    messages: (id: string, count: number): Promise<TimelineEntry[]> =>
      eventually(async () => {
        const said = await timeline(id);
        return said.length >= count ? said : undefined;
      }),

    /** The customer, as a participant in the Orchestrator. */
    async customerOf(conversationId: string): Promise<Json> {
      const { participants } = await local(`GET ${ofConversation(conversationId)}/Participants`);
      return participants.find(({ type }: Json) => type === "CUSTOMER");
    },

    /** The triggers that ran the Summary operator on a conversation, from Intelligence's operator results. */
    async summarised(conversationId: string): Promise<string[]> {
      const url = `https://intelligence.twilio.com/v3/OperatorResults?conversationId=${conversationId}`;
      return (await local(`GET ${url}`)).items.map((item: Json) => item.executionDetails.trigger.on);
    },

    /** The customer's execution: the widgets on its path, in order, and the output of each. */
    async executionOf(customer: string): Promise<{ path: string[]; outputs: Json }> {
      const flow = `https://studio.twilio.com/v2/Flows/${(await at.stack.outputs()).flowSid}`;
      const { executions } = await local(`GET ${flow}/Executions`);
      const { sid } = executions.find((row: Json) => row.contact_channel_address === customer);
      const { steps } = await local(`GET ${flow}/Executions/${sid}/Steps`);
      const { context } = await local(`GET ${flow}/Executions/${sid}/Context`);
      return { path: steps.map((step: Json) => step.transitioned_from), outputs: context.widgets };
    },

    /** URL of the local Twilio. */
    twilioUrl: () => at.twilio.url,

    /** Requests to the local Twilio that contain this string in their path or form, including the flow's own. */
    asked: (text: string): LoggedRequest[] =>
      at.twilio
        .requests()
        .filter(({ path, form }) => path.includes(text) || JSON.stringify(form ?? {}).includes(text)),

    /**
     * The result of `npm run doctor --reach`: whether everything is ready, the status of each check, the checks that
     * confirm an assumption, and the URL of the local Twilio that it names.
     */
    async doctor(): Promise<{
      ready: boolean;
      statuses: Record<string, string>;
      found: Record<string, string>;
      confirming: string[];
      localTwilio: string | undefined;
    }> {
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
      const { ready, localTwilio, checks } = JSON.parse(stdout);
      return {
        ready,
        localTwilio,
        statuses: Object.fromEntries(checks.map(({ id, status }: Json) => [id, status])),
        found: Object.fromEntries(checks.map(({ id, found }: Json) => [id, found])),
        confirming: checks.filter(({ confirmed }: Json) => confirmed).map(({ id }: Json) => id),
      };
    },

    /** Whether the newer APIs return nulls, and fields that TAC does not know. */
    answerUnlikeDocuments(differs: boolean): void {
      Object.assign(at.twilio.settings, { nulls: differs ? "sent" : "omitted", unknownField: differs });
    },

    /** Status of the response to a request without credentials. */
    statusOfAnonymous: async (what: string): Promise<number> =>
      (await ask(at.twilio, what, { auth: "none" })).status,

    /** Moves the local Twilio's clock, so that conversations time out. */
    letPass(minutes: number): void {
      passedMs += minutes * 60_000;
    },

    /** Posts a form to the agent as Twilio does. Returns the status and the body of the response. */
    async postAsTwilio(
      path: string,
      form: Record<string, string>,
    ): Promise<{ status: number; body: string }> {
      const response = await fetch(agent.url + path, {
        method: "POST",
        headers: signedHeaders(`https://agent.example.com${path}`, form),
        body: new URLSearchParams(form),
      });
      return { status: response.status, body: await response.text() };
    },

    /** Status of the agent's response to a POST without a signature. */
    statusOfUnsigned: async (path: string): Promise<number> =>
      (await fetch(agent.url + path, { method: "POST" })).status,

    /** Takes Flex out of the account. Returns a function that puts it back. */
    removeFlex(): () => void {
      const { flexConfiguration } = at.twilio.state;
      at.twilio.state.flexConfiguration = null;
      return () => void Object.assign(at.twilio.state, { flexConfiguration });
    },

    /** Places a call through the API. Returns its SID. */
    async placeCall(form: Record<string, string>): Promise<string> {
      const calls = `https://api.twilio.com/2010-04-01/Accounts/${seed.accountSid}/Calls.json`;
      const { status, body } = await ask(at.twilio, `POST ${calls}`, { form });
      if (status !== 201) throw new Error(`the call was refused with ${status}: ${JSON.stringify(body)}`);
      return body.sid;
    },

    /** Runs the agent's file with arguments, beside the running agent. */
    runAgent: (...args: string[]): Promise<string> => agent.run(args),

    /** Bodies of the requests to the agent's own server. */
    sentToAgent: async (): Promise<string> => JSON.stringify((await local("GET /local/sent")).sent),
  };
}
