import { request } from "node:http";
import { expect, test, vi } from "vitest";
import { ask } from "./ask.ts";
import * as seed from "./seed/account.ts";
import { type Emulator, startEmulator } from "./server.ts";
import { flows } from "./testing/publishFlow.ts";
import { startedEmulator } from "./testing/startedEmulator.ts";

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
  expect((await startedEmulator()).url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

test("only the token and a standard key are accepted", async () => {
  const emulator = await startedEmulator();
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
  const emulator = await startedEmulator();
  const url = `https://api.twilio.com/2010-04-01/Accounts/AC${"0".repeat(32)}/IncomingPhoneNumbers.json`;
  const { status, body } = await ask(emulator, `GET ${url}`);
  expect([status, body.code]).toEqual([401, 20003]);
});

test("an unknown path and an unknown host are 404 with Twilio's body", async () => {
  const emulator = await startedEmulator();
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
  const emulator = await startedEmulator();
  expect(await statusWithHost(emulator, "studio.twilio.com", "/v2/Flows")).toBe(200);
  expect(await statusWithHost(emulator, "attacker.example", "/local/requests")).toBe(404);
  expect(await statusWithHost(emulator, `127.0.0.1:${emulator.port}`, "/local/requests")).toBe(200);
});

test("with an unknown host in Host, X-Original-Host has no effect", async () => {
  const emulator = await startedEmulator();
  const status = (host: string, original: string, path: string) =>
    statusWithHost(emulator, host, path, { "X-Original-Host": original });
  expect(await status("attacker.example", "127.0.0.1", "/local/requests")).toBe(404);
  expect(await status("attacker.example", "studio.twilio.com", "/v2/Flows")).toBe(404);
  expect(await status(`localhost:${emulator.port}`, "studio.twilio.com", "/v2/Flows")).toBe(200);
});

test("a web page cannot use the control API, not even with a request that browsers send without preflight", async () => {
  const emulator = await startedEmulator();
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
  const emulator = await startedEmulator();
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

test("a bug in the local Twilio is a 500 in Twilio's form, with the stack on stderr", async () => {
  const report = vi.spyOn(console, "error").mockImplementation(() => {});
  const emulator = await startedEmulator();
  Object.assign(emulator.state, { flows: null });
  const answer = await ask(emulator, `GET ${flows}`);
  expect([answer.status, answer.body.code]).toEqual([500, 20500]);
  expect(report.mock.calls[0]?.[0]).toContain("TypeError");
  report.mockRestore();
});

test("a port in use is an error", async () => {
  const { port } = await startedEmulator();
  await expect(startEmulator({ port })).rejects.toThrow("EADDRINUSE");
});

test("health is ok", async () => {
  expect((await ask(await startedEmulator(), "GET /local/health", { auth: "none" })).body).toEqual({
    status: "ok",
    pid: process.pid,
  });
});
