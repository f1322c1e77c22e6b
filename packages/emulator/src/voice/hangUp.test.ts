// Calls ended by the API, or by the end of the local Twilio.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { ask, askUntil } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { startEmulator } from "../server.ts";
import { startAgentServer } from "../testing/agentServer.ts";
import { host, patience, relayScene } from "../testing/relayScene.ts";

const scene = relayScene();

const { call, agent, place, say, connect } = scene;

test("the API ends a call, as TAC's end_call does", async () => {
  await agent();
  const { callSid } = await place();
  const url = `https://api.twilio.com/2010-04-01/Accounts/${seed.accountSid}/Calls/${callSid}.json`;
  const { status, body } = await call(`POST ${url}`, { form: { Status: "completed" } });
  expect([status, body.sid]).toEqual([200, callSid]);
  await askUntil(scene.emulator, `GET ${url}`, ({ body }) => body.status === "completed");
  const { actionRequests } = (
    await askUntil(
      scene.emulator,
      `GET /local/calls/${callSid}`,
      ({ body }) => body.actionRequests.length > 0,
    )
  ).body;
  expect(actionRequests).toMatchObject([{ form: { SessionStatus: "completed" } }]);
  expect((await call(`POST ${url}`, { form: { Status: "ringing" } })).status).toBe(400);
});

test("close hangs up, and the flow's webhook is requested", async () => {
  const server = await agent();
  const { callSid } = await place();

  await scene.emulator.close();

  await expect.poll(() => server.closeCodes, patience).toEqual([1000]);
  const { status, course } = scene.emulator.state.calls[callSid] ?? {};
  expect([status, course?.session?.status]).toEqual(["completed", "completed"]);
  expect(course?.actionRequests).toMatchObject([{ form: { CallStatus: "completed" }, status: 200 }]);
});

test("close also hangs up a call that is still ringing", async () => {
  let closing = Promise.resolve();
  const server = await startAgentServer({
    host,
    answer() {
      closing = scene.emulator.close();
      return `<Response>${connect()}</Response>`;
    },
  });
  onTestFinished(() => server.close());
  await call("PUT /local/hosts", { json: { host, url: server.url } });
  Object.assign(scene.emulator.state.phoneNumbers[seed.phoneNumberSid] ?? {}, {
    voice_url: `https://${host}/twiml`,
  });

  await place().catch(() => "the server has closed before it could respond");
  await closing;

  expect(Object.values(scene.emulator.state.calls)).toMatchObject([
    { status: "completed", course: { session: { status: "completed" } } },
  ]);
});

test("after a killed process, a call that was with its agent is over, and one in the queue still waits", async () => {
  const directory = mkdtempSync(join(tmpdir(), "calls-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  await agent();
  const open = await place();
  const queued = await place();
  await say(queued.callSid, "human");
  const state = structuredClone(scene.emulator.state);

  const next = await startEmulator({ state, stateFile: join(directory, "state.json") });
  onTestFinished(() => next.close());

  const { body } = await ask(next, `GET /local/calls/${open.callSid}`);
  expect(body).toMatchObject({
    status: "completed",
    session: {
      status: "failed",
      error: { code: 39001, message: "the local Twilio was stopped during the session" },
    },
  });
  expect(next.state.conversations[open.conversationId]?.status).toBe("CLOSED");
  expect((await ask(next, `GET /local/calls/${queued.callSid}`)).body).toMatchObject({
    status: "in-progress",
    waitingIn: { workflowSid: seed.workflowSid },
  });
  const hungUp = await ask(next, `POST /local/calls/${queued.callSid}/hangup`);
  expect(hungUp.body.actionRequests[1]).toMatchObject({ form: { QueueResult: "hangup" }, status: 200 });
});
