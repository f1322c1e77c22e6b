// How the local Twilio closes, what it saves, and what the next one loads.

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { ask } from "./ask.ts";
import * as seed from "./seed/account.ts";
import { startEmulator } from "./server.ts";
import { flows } from "./testing/publishFlow.ts";
import { startedEmulator } from "./testing/startedEmulator.ts";
import { startTeamServer } from "./testing/teamServer.ts";

test("the state survives a restart, including an unfinished operation", async () => {
  const folder = mkdtempSync(join(tmpdir(), "local-twilio-"));
  const stateFile = join(folder, "state.json");
  try {
    const first = await startedEmulator({ stateFile, operationDelayMs: 60_000 });
    const store = `https://memory.twilio.com/v1/ControlPlane/Stores/${seed.memoryStoreId}`;
    const { statusUrl } = (await ask(first, `PATCH ${store}`, { json: { description: "later" } })).body;
    await first.close();
    expect(readdirSync(folder)).toEqual(["state.json"]);
    expect(statSync(stateFile).mode & 0o077).toBe(0);

    const later = Date.now() + 120_000;
    const second = await startedEmulator({ stateFile, now: () => new Date(later) });
    expect((await ask(second, `GET ${statusUrl}`)).body.status).toBe("COMPLETED");
    expect((await ask(second, `GET ${store}`)).body.description).toBe("later");
    await second.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a state saved before summaries and profiles existed is loaded, and its gaps are filled in", async () => {
  const folder = mkdtempSync(join(tmpdir(), "emulator-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const stateFile = join(folder, "state.json");
  const { operatorResults: _, profiles: __, ...old } = seed.accountBeforeHandoff();
  const author = { address: "+1", channel: "SMS", participantId: "p1" };
  const conversation = {
    status: "CLOSED",
    configuration: {},
    participants: [
      { id: "p1", name: null, type: "CUSTOMER", addresses: [{ channel: "SMS", address: "+1" }] },
    ],
    communications: [{ id: "c1", author, recipients: [], content: { type: "TEXT", text: "Hello" } }],
  };
  writeFileSync(stateFile, JSON.stringify({ ...old, conversations: { c: { id: "c", ...conversation } } }));

  const emulator = await startedEmulator({ stateFile });

  const participants = await ask(
    emulator,
    "GET https://conversations.twilio.com/v2/Conversations/c/Participants",
  );
  expect(participants.body.participants[0].name).toBe("+1");
  expect((await ask(emulator, "GET /local/conversations/c")).body.timeline).toMatchObject([
    { text: "Hello", deliveredTo: [] },
  ]);
  const results = await ask(emulator, "GET https://intelligence.twilio.com/v3/OperatorResults");
  expect(results.body.items).toEqual([]);
});

test("an execution that was interrupted by the end of its process does not block its contact", async () => {
  const state = seed.accountBeforeHandoff();
  const sid = `FN${"0".repeat(31)}1`;
  state.executions[sid] = {
    sid,
    flowSid: seed.oldFlowSid,
    revision: 1,
    definition: { states: [], initial_state: "Trigger" },
    status: "active",
    contact: "+15557654321",
    channelAddress: seed.phoneNumber,
    initiatedBy: `RQ${"0".repeat(32)}`,
    stepSids: [],
    dateCreated: "2026-01-05T10:00:00.000Z",
    dateUpdated: "2026-01-05T10:00:00.000Z",
  };
  const emulator = await startedEmulator({ state });
  expect((await ask(emulator, `GET ${flows}/${seed.oldFlowSid}/Executions/${sid}`)).body.status).toBe(
    "ended",
  );
});

test("a state that cannot be saved fails the request, but not the process", async () => {
  const report = vi.spyOn(console, "error").mockImplementation(() => {});
  onTestFinished(() => report.mockRestore());
  const folder = mkdtempSync(join(tmpdir(), "emulator-"));
  const emulator = await startEmulator({ stateFile: join(folder, "state.json") });
  rmSync(folder, { recursive: true });

  const { status } = await ask(emulator, "POST /local/messages", {
    json: { from: "+15557654321", to: seed.phoneNumber, body: "Hello" },
  });

  expect(status).toBe(500);
  // The webhooks of the message have ended, and their results could not be saved either.
  await expect(emulator.close()).rejects.toThrow("ENOENT");
  await expect(fetch(`${emulator.url}/local/health`)).rejects.toThrow("fetch failed");
});

test("a request that outlives its client is part of the state saved by close, and nothing is saved later", async () => {
  const folder = mkdtempSync(join(tmpdir(), "emulator-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const stateFile = join(folder, "state.json");
  let release: (status: number) => void = () => {};
  const team = await startTeamServer(({ url }) =>
    url === "/left"
      ? new Promise<number>((resolve) => {
          release = resolve;
        })
      : {
          status: 200,
          text: `<Response><Enqueue workflowSid="${seed.workflowSid}" action="/left"/></Response>`,
        },
  );
  const state = seed.accountBeforeHandoff();
  const number = state.phoneNumbers[seed.phoneNumberSid];
  if (number) number.voice_url = "https://agent.example.com/twiml";
  const emulator = await startedEmulator({ state, stateFile, hosts: { "agent.example.com": team.url } });
  const { callSid } = (
    await ask(emulator, "POST /local/calls", { json: { from: "+15557654321", to: seed.phoneNumber } })
  ).body;
  const hungUp = ask(emulator, `POST /local/calls/${callSid}/hangup`);
  const cutOff = expect(hungUp).rejects.toThrow("fetch failed");
  await vi.waitFor(() => expect(team.got).toContainEqual(expect.objectContaining({ url: "/left" })));

  const closed = emulator.close();
  await cutOff;
  release(200);
  await closed;

  const saved = JSON.parse(readFileSync(stateFile, "utf8"));
  expect(saved.calls[callSid].course.actionRequests).toMatchObject([{ status: 200 }]);
  expect(saved).toEqual(JSON.parse(JSON.stringify(emulator.state)));
});

test("a team's server that never responds delays close by two seconds in total, not for each event", async () => {
  const team = await startTeamServer(() => new Promise<number>(() => {}));
  const emulator = await startedEmulator({ hosts: { "agent.example.com": team.url } });
  await ask(emulator, "POST /local/messages", {
    json: { from: "+15557654321", to: seed.phoneNumber, body: "Hello" },
  });

  await emulator.close();

  expect(emulator.sent().map(({ status, error }) => [status, error])).toEqual(
    Array(4).fill([0, "This operation was aborted"]),
  );
});

test("a client that never finishes its request does not delay close", async () => {
  const report = vi.spyOn(console, "error").mockImplementation(() => {});
  onTestFinished(() => report.mockRestore());
  const emulator = await startedEmulator();
  const client = connect(emulator.port, "127.0.0.1");
  client.on("error", () => {});
  client.write("POST /v2/Flows HTTP/1.1\r\nHost: studio.twilio.com\r\nContent-Length: 9\r\n\r\n");
  // Sent on another connection, so the response comes after the first request was accepted.
  await ask(emulator, "GET /local/health");

  await emulator.close();

  await expect(fetch(`${emulator.url}/local/health`)).rejects.toThrow("fetch failed");
});
