// A hundred hand-offs at once on a deployed stack, in the form in which TAC sends them: each conversation gets one task, no
// message is lost, and nobody is left without somebody to talk to.

import { ask, type EmulatorResponse, seed } from "@tac-handoff/emulator";
import {
  buildHandoffPayload,
  executionForm,
  handoffData,
  isWithFlex,
  restoreConversation,
} from "@tac-handoff/runtime";
import { expect, test } from "vitest";
import { deployment } from "./deployment.ts";
import { signedHeaders } from "./signedHeaders.ts";

type Json = EmulatorResponse["body"];

const count = 20;
/** The first of the callers also write an SMS at the same time, from the same number. */
const onTwoChannels = 10;

const numberOf = (index: number) => `+1555888${String(index).padStart(4, "0")}`;
const writers = Array.from({ length: count }, (_, index) => [
  { from: numberOf(index), to: seed.phoneNumber },
  { from: `whatsapp:${numberOf(100 + index)}`, to: seed.whatsappSender },
  { from: `rcs:${numberOf(150 + index)}`, to: seed.rcsSender },
  { from: `visitor-${index}`, to: seed.chatAddress },
]).flat();
const callers = Array.from({ length: count }, (_, index) =>
  numberOf(index < onTwoChannels ? index : 200 + index),
);

test("a hundred customers ask for a person at once, each writer twice, some on two channels: one task for each conversation, and nobody is stranded", async () => {
  const { twilio, stack } = await deployment();
  await stack.run(["up", "--yes", "--skip-preview"]);
  const { flowSid, voiceHandoffUrl = "" } = await stack.outputs();
  const local = async (what: string, json?: object): Promise<Json> => {
    const { status, body } = await ask(twilio, what, json === undefined ? {} : { json });
    if (status >= 400) throw new Error(`${what} returned ${status}: ${JSON.stringify(body)}`);
    return body;
  };
  const access = {
    ...{ apiKey: seed.apiKeySid, apiSecret: seed.apiKeySecret, workspaceSid: seed.workspaceSid },
    fetch: ((url, init) => {
      const { host, pathname, search } = new URL(String(url));
      const headers = { ...(init?.headers as Record<string, string>), "X-Original-Host": host };
      return fetch(twilio.url + pathname + search, { ...init, headers });
    }) as typeof fetch,
  };
  const write = (from: string, to: string, body: string) => local("POST /local/messages", { from, to, body });
  const payloadOf = (conversationId: string, reason: string) =>
    buildHandoffPayload({ conversationId, storeId: seed.memoryStoreId, reason });

  /** As TAC's tool, and what the example agents do if it fails. Returns whether the customer is with Flex. */
  async function handOff(to: string, conversationId: string, reason: string): Promise<boolean> {
    const conversation = `https://conversations.twilio.com/v2/Conversations/${conversationId}`;
    await local(`PUT ${conversation}`, { status: "INACTIVE" });
    await local(`PATCH ${conversation}`, { configuration: { statusCallbacks: [] } });
    const form = executionForm({ to, from: seed.phoneNumber, payload: payloadOf(conversationId, reason) });
    const { status } = await ask(twilio, `POST https://studio.twilio.com/v2/Flows/${flowSid}/Executions`, {
      form: Object.fromEntries(form),
    });
    if (status === 201) return true;
    expect(status).toBe(409);
    await expect.poll(() => executionsOf(to), { timeout: 20_000 }).toEqual([]);
    if (await isWithFlex({ conversationId, ...access })) return true;
    await restoreConversation({
      conversationId,
      configurationId: seed.orchestratorConfigurationId,
      ...access,
    });
    return false;
  }

  /** Running executions of a contact, except for those that wait in Flex with a call. */
  const executionsOf = (contact: string) =>
    Object.values(twilio.state.executions).filter(
      (row) => row.contact === contact && row.status === "active" && !row.initiatedBy.startsWith("CA"),
    );

  async function asksTwice({ from, to }: { from: string; to: string }) {
    const { conversationId, conversationSid } = await write(from, to, "Where is my order?");
    const outcomes = await Promise.all(
      ["A human, please", "A human, now"].map(async (words) => {
        await write(from, to, words);
        return handOff(from, conversationId, words);
      }),
    );
    return { from, to, conversationId, conversationSid, isWithFlex: outcomes.some(Boolean) };
  }

  async function calls(from: string) {
    const json = { from, to: seed.phoneNumber, configurationId: seed.orchestratorConfigurationId };
    const { callSid, conversationId } = await local("POST /local/calls", json);
    const form = {
      ...{ AccountSid: seed.accountSid, CallSid: callSid, From: from, To: seed.phoneNumber },
      ...{ Direction: "inbound", CallStatus: "in-progress", SessionStatus: "ended" },
      HandoffData: handoffData(payloadOf(conversationId, "A human, please")),
    };
    const { host, pathname, search } = new URL(voiceHandoffUrl);
    const response = await fetch(twilio.url + pathname + search, {
      method: "POST",
      headers: { ...signedHeaders(voiceHandoffUrl, form), "X-Original-Host": host },
      body: new URLSearchParams(form),
    });
    expect(await response.text()).toContain("<Enqueue");
    return conversationId as string;
  }

  const [written, called] = await Promise.all([
    Promise.all(writers.map(asksTwice)),
    Promise.all(callers.map(calls)),
  ]);

  // Those who called and wrote at once may have had to choose: Studio runs one execution for a contact.
  const alone = written.filter(({ from }) => !callers.includes(from));
  expect(alone.filter(({ isWithFlex }) => !isWithFlex)).toEqual([]);
  for (const { from, to } of written) await write(from, to, "Are you there?");
  const { tasks } = await local("GET /local/tasks");
  for (const conversationId of called)
    expect(tasks.filter(({ attributes }: Json) => attributes.conversationId === conversationId)).toHaveLength(
      1,
    );
  for (const { conversationId, conversationSid, isWithFlex } of written) {
    expect(tasks.filter((task: Json) => task.conversationSid === conversationSid)).toHaveLength(
      isWithFlex ? 1 : 0,
    );
    const { status, configuration } = await local(
      `GET https://conversations.twilio.com/v2/Conversations/${conversationId}`,
    );
    // Who is not with Flex still has the agent.
    if (!isWithFlex) expect([status, configuration.statusCallbacks.length]).toEqual(["ACTIVE", 1]);
    const { timeline } = await local(`GET /local/conversations/${conversationSid}`);
    expect(timeline.map(({ text }: Json) => text).toSorted()).toEqual(
      ["A human, now", "A human, please", "Are you there?", "Where is my order?"].toSorted(),
    );
  }
}, 120_000);
