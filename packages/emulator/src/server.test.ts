import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { ask } from "./ask.ts";
import * as seed from "./seed/account.ts";
import { type Emulator, startEmulator } from "./server.ts";
import { startTeamServer } from "./testing/teamServer.ts";

const flows = "https://studio.twilio.com/v2/Flows";

const running: Emulator[] = [];

async function started(options?: Parameters<typeof startEmulator>[0]): Promise<Emulator> {
  const emulator = await startEmulator(options);
  running.push(emulator);
  return emulator;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((emulator) => emulator.close()));
});

/** Status of a GET with a given Host header, which fetch does not allow. */
function statusWithHost(
  emulator: Emulator,
  host: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<number | undefined> {
  const { accountSid, authToken } = seed;
  return new Promise((resolve, reject) => {
    const { port } = emulator;
    request(
      { port, path, host: "127.0.0.1", auth: `${accountSid}:${authToken}`, headers: { ...headers, host } },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    )
      .on("error", reject)
      .end();
  });
}

test("it listens on the loopback interface only", async () => {
  expect((await started()).url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

test("only the token and a standard key are accepted", async () => {
  const emulator = await started();
  const { accountSid, authToken, apiKeySid, apiKeySecret } = seed;
  const status = async (user: string, password: string) =>
    (await ask(emulator, `GET ${flows}`, { auth: { user, password } })).status;
  expect(await status(accountSid, authToken)).toBe(200);
  expect(await status(apiKeySid, apiKeySecret)).toBe(200);
  expect(await status(accountSid, apiKeySecret)).toBe(401);
  expect(await status(apiKeySid, authToken)).toBe(401);
  const { status: anonymous, body } = await ask(emulator, `GET ${flows}`, { auth: "none" });
  expect([anonymous, body]).toEqual([
    401,
    {
      code: 20003,
      message: "Authenticate",
      more_info: "https://www.twilio.com/docs/errors/20003",
      status: 401,
    },
  ]);
});

test("another account in the path is rejected", async () => {
  const emulator = await started();
  const url = `https://api.twilio.com/2010-04-01/Accounts/AC${"0".repeat(32)}/IncomingPhoneNumbers.json`;
  const { status, body } = await ask(emulator, `GET ${url}`);
  expect([status, body.code]).toEqual([401, 20003]);
});

test("an unknown path and an unknown host are 404 with Twilio's body", async () => {
  const emulator = await started();
  expect((await ask(emulator, "GET https://studio.twilio.com/v2/Widgets")).body).toEqual({
    code: 20404,
    message: "The requested resource /Widgets was not found",
    more_info: "https://www.twilio.com/docs/errors/20404",
    status: 404,
  });
  for (const url of [
    "https://video.twilio.com/v1/Rooms",
    "https://studio.example.com/v2/Flows",
    "/v2/Flows",
  ]) {
    const answer = await ask(emulator, `GET ${url}`);
    expect([answer.status, answer.body.code]).toEqual([404, 20404]);
  }
});

test("the Host header alone selects the host, as behind a TLS proxy, and an unknown host is 404", async () => {
  const emulator = await started();
  expect(await statusWithHost(emulator, "studio.twilio.com", "/v2/Flows")).toBe(200);
  expect(await statusWithHost(emulator, "attacker.example", "/local/requests")).toBe(404);
  expect(await statusWithHost(emulator, `127.0.0.1:${emulator.port}`, "/local/requests")).toBe(200);
});

test("with an unknown host in Host, X-Original-Host has no effect", async () => {
  const emulator = await started();
  const status = (host: string, original: string, path: string) =>
    statusWithHost(emulator, host, path, { "X-Original-Host": original });
  expect(await status("attacker.example", "127.0.0.1", "/local/requests")).toBe(404);
  expect(await status("attacker.example", "studio.twilio.com", "/v2/Flows")).toBe(404);
  expect(await status(`localhost:${emulator.port}`, "studio.twilio.com", "/v2/Flows")).toBe(200);
});

test("a web page cannot use the control API, not even with a request that browsers send without preflight", async () => {
  const emulator = await started();
  const { callSid } = (
    await ask(emulator, "POST /local/calls", {
      json: {
        from: "+15557654321",
        to: seed.phoneNumber,
        configurationId: seed.orchestratorConfigurationId,
      },
    })
  ).body;
  for (const origin of ["https://attacker.example", "http://localhost:3000", "null"]) {
    const { status, body } = await ask(emulator, `POST /local/calls/${callSid}/hangup`, {
      headers: { Origin: origin },
    });
    expect([status, body.message]).toEqual([
      403,
      "Web pages may not use the control API of the local Twilio: the request has an Origin",
    ]);
  }
  expect(emulator.state.calls[callSid]?.status).toBe("in-progress");
});

test("the request log shows method, host, path and status, but no body", async () => {
  const emulator = await started();
  await ask(emulator, `GET ${flows}?PageSize=1`);
  await ask(emulator, `POST ${flows}`, { form: { FriendlyName: "secret" } });
  expect((await ask(emulator, "GET /local/requests")).body.requests).toEqual([
    { seq: 1, method: "GET", host: "studio.twilio.com", path: "/v2/Flows", query: "PageSize=1", status: 200 },
    { seq: 2, method: "POST", host: "studio.twilio.com", path: "/v2/Flows", query: "", status: 400 },
  ]);
  expect((await ask(emulator, "GET /local/requests?after=1")).body.requests).toHaveLength(1);
  expect((await ask(emulator, "GET /local/requests?after=x")).status).toBe(400);
  expect(emulator.requests("POST").at(-1)?.form).toEqual({ FriendlyName: "secret" });
  expect(JSON.stringify(emulator.requests())).not.toContain("Basic ");
});

test("the state survives a restart, including an unfinished operation", async () => {
  const folder = mkdtempSync(join(tmpdir(), "local-twilio-"));
  const stateFile = join(folder, "state.json");
  try {
    const first = await started({ stateFile, operationDelayMs: 60_000 });
    const store = `https://memory.twilio.com/v1/ControlPlane/Stores/${seed.memoryStoreId}`;
    const { statusUrl } = (await ask(first, `PATCH ${store}`, { json: { description: "later" } })).body;
    await first.close();
    expect(readdirSync(folder)).toEqual(["state.json"]);
    expect(statSync(stateFile).mode & 0o077).toBe(0);

    const later = Date.now() + 120_000;
    const second = await started({ stateFile, now: () => new Date(later) });
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

  const emulator = await started({ stateFile });

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
  const emulator = await started({ state });
  expect((await ask(emulator, `GET ${flows}/${seed.oldFlowSid}/Executions/${sid}`)).body.status).toBe(
    "ended",
  );
});

test("a bug in the local Twilio is a 500 in Twilio's form, with the stack on stderr", async () => {
  const report = vi.spyOn(console, "error").mockImplementation(() => {});
  const emulator = await started();
  Object.assign(emulator.state, { flows: null });
  const answer = await ask(emulator, `GET ${flows}`);
  expect([answer.status, answer.body.code]).toEqual([500, 20500]);
  expect(report.mock.calls[0]?.[0]).toContain("TypeError");
  report.mockRestore();
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
  const emulator = await started({ state, stateFile, hosts: { "agent.example.com": team.url } });
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
  const emulator = await started({ hosts: { "agent.example.com": team.url } });
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
  const emulator = await started();
  const client = connect(emulator.port, "127.0.0.1");
  client.on("error", () => {});
  client.write("POST /v2/Flows HTTP/1.1\r\nHost: studio.twilio.com\r\nContent-Length: 9\r\n\r\n");
  // Sent on another connection, so the response comes after the first request was accepted.
  await ask(emulator, "GET /local/health");

  await emulator.close();

  await expect(fetch(`${emulator.url}/local/health`)).rejects.toThrow("fetch failed");
});

test("a port in use is an error", async () => {
  const { port } = await started();
  await expect(startEmulator({ port })).rejects.toThrow("EADDRINUSE");
});

test("health is ok", async () => {
  expect((await ask(await started(), "GET /local/health", { auth: "none" })).body).toEqual({
    status: "ok",
    pid: process.pid,
  });
});
