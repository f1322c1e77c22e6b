// Unmodified Python clients that connect through the local Twilio's HTTPS proxy, each with the environment variables
// that it supports.

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { proxyClients, seed, startEmulator } from "@tac-handoff/emulator";
import { expect, onTestFinished, test } from "vitest";
import { needPython } from "../realTac.ts";

async function started(state = seed.accountBeforeHandoff()) {
  const emulator = await startEmulator({ state, proxy: {}, operationDelayMs: 0 });
  onTestFinished(() => emulator.close());
  const { proxy } = emulator;
  if (!proxy) throw new Error("the local Twilio has no proxy");
  const variables = (client: string) =>
    Object.fromEntries((proxyClients[client] ?? []).map((name) => [name, proxy.environment[name] ?? ""]));
  return { emulator, proxy, variables };
}

/**
 * Runs a program and returns the JSON on its last line of output; TAC prints its log before that. Of this process's
 * environment, it gets only PATH.
 */
async function run(python: string, program: string, env: Record<string, string>): Promise<unknown> {
  const { stdout } = await promisify(execFile)(python, ["-c", program], {
    env: {
      PATH: process.env.PATH,
      TWILIO_ACCOUNT_SID: seed.accountSid,
      TWILIO_AUTH_TOKEN: seed.authToken,
      ...env,
    },
  });
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
}

test("twilio for Python lists flows and numbers, also in a region", async (context) => {
  const python = needPython(context);
  const { emulator, variables } = await started();
  const program = `
import json
from twilio.rest import Client
for client in (Client(), Client(region="au1"), Client(edge="dublin", region="ie1")):
    flows = [flow.sid for flow in client.studio.v2.flows.list()]
    numbers = [number.phone_number for number in client.incoming_phone_numbers.list()]
print(json.dumps([flows, numbers]))`;

  expect(await run(python, program, variables("twilio for Python"))).toEqual([
    [seed.oldFlowSid],
    [seed.phoneNumber],
  ]);
  expect(emulator.requests().map(({ status, headers }) => `${status} ${headers.host}`)).toEqual([
    "200 studio.twilio.com",
    "200 api.twilio.com",
    "200 studio.au1.twilio.com",
    "200 api.au1.twilio.com",
    "200 studio.dublin.ie1.twilio.com",
    "200 api.dublin.ie1.twilio.com",
  ]);
});

test("twilio for Python reads a list of several pages to its end, and parses dates", async (context) => {
  const python = needPython(context);
  const { variables } = await started(seed.withNumbers(seed.accountBeforeHandoff(), 120));
  const program = `
import json
from twilio.rest import Client
client = Client()
numbers = client.incoming_phone_numbers.list(page_size=50)
flow = client.studio.v2.flows.list()[0]
print(json.dumps([len({number.sid for number in numbers}), numbers[0].date_created.year, flow.date_created.year]))`;

  expect(await run(python, program, variables("twilio for Python"))).toEqual([121, 2026, 2026]);
});

test("twilio for Python places a call, lists and fetches it, and ends it when the customer has answered", async (context) => {
  const python = needPython(context);
  const { emulator, variables } = await started();
  const program = `
import json, os, urllib.request
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client
client = Client()
number = "${seed.phoneNumber}"
placed = client.calls.create(
    to="+15557654321",
    from_=number,
    twiml="<Response><Gather/></Response>",
    status_callback="https://agent.example.com/status",
    status_callback_event=["initiated", "answered"],
)
listed = client.calls.list(to="+15557654321", from_=number, status="ringing")
answer = urllib.request.Request(f"{os.environ['LOCAL_TWILIO']}/local/calls/{placed.sid}/answer", method="POST")
urllib.request.build_opener(urllib.request.ProxyHandler({})).open(answer)
answered = client.calls(placed.sid).fetch()
client.calls(placed.sid).update(status="completed")
ended = client.calls(placed.sid).fetch()
try:
    client.calls.create(to="+15557654321", from_="+15551230999", twiml="<Response/>")
except TwilioRestException as error:
    code = error.code
seen = [listed[0].sid == placed.sid, answered.start_time.year > 2000]
print(json.dumps([placed.status, placed.date_created, answered.status, ended.status, *seen, code]))`;

  expect(
    await run(python, program, { ...variables("twilio for Python"), LOCAL_TWILIO: emulator.url }),
  ).toEqual(["queued", null, "in-progress", "completed", true, true, 21210]);
});

test("httpx, which TAC uses, reads Orchestrator configurations several times with one client", async (context) => {
  const python = needPython(context);
  const { emulator, variables } = await started();
  const program = `
import asyncio, json, os, httpx
async def main():
    auth = (os.environ["TWILIO_ACCOUNT_SID"], os.environ["TWILIO_AUTH_TOKEN"])
    async with httpx.AsyncClient(auth=auth) as client:
        url = "https://conversations.twilio.com/v2/ControlPlane/Configurations"
        answers = [await client.get(url) for _ in range(3)]
        print(json.dumps([[a.status_code, a.http_version, a.json()["configurations"][0]["id"]] for a in answers]))
asyncio.run(main())`;

  expect(await run(python, program, variables("TAC for Python"))).toEqual(
    [1, 2, 3].map(() => [200, "HTTP/1.1", seed.orchestratorConfigurationId]),
  );
  expect(emulator.requests()).toHaveLength(3);
});

test("TAC starts: it reads its configuration and creates an SMS channel", async (context) => {
  const python = needPython(context);
  const { emulator, variables } = await started();
  const program = `
import asyncio, json
from tac import TAC, TACConfig
from tac.channels import SMSChannel
async def main():
    print(json.dumps(type(SMSChannel(TAC(TACConfig.from_env()))).__name__))
asyncio.run(main())`;

  const channel = await run(python, program, {
    ...variables("TAC for Python"),
    TWILIO_API_KEY: seed.apiKeySid,
    TWILIO_API_SECRET: seed.apiKeySecret,
    TWILIO_PHONE_NUMBER: seed.phoneNumber,
    TWILIO_CONVERSATION_CONFIGURATION_ID: seed.orchestratorConfigurationId,
  });

  expect(channel).toBe("SMSChannel");
  expect(emulator.requests().map(({ method, host, path, status }) => [method, host, path, status])).toEqual([
    [
      "GET",
      "conversations.twilio.com",
      `/v2/ControlPlane/Configurations/${seed.orchestratorConfigurationId}`,
      200,
    ],
  ]);
});

test("a Python client also accepts a file with the public CA certificates and the local one", async (context) => {
  const python = needPython(context);
  const { proxy, variables } = await started();
  const folder = mkdtempSync(join(tmpdir(), "clients-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const both = join(folder, "both.pem");
  const program = `
import json, os, ssl, certifi, httpx
with open(os.environ["SSL_CERT_FILE"], "w") as both:
    both.write(open(certifi.where()).read() + open(os.environ["CA_FILE"]).read())
trusted = len(ssl.create_default_context().get_ca_certs())
print(json.dumps([trusted > 50, httpx.get("https://studio.twilio.com/v2/Flows").status_code]))`;

  expect(
    await run(python, program, {
      ...variables("TAC for Python"),
      SSL_CERT_FILE: both,
      CA_FILE: proxy.caFile,
    }),
  ).toEqual([true, 401]);
});

test("connections to a telemetry host are rejected, and httpx and requests show the reason", async (context) => {
  const python = needPython(context);
  const { variables } = await started();
  const program = `
import json, httpx, requests
said = []
for ask, kind in ((httpx.get, httpx.ProxyError), (requests.get, requests.exceptions.ProxyError)):
    try:
        ask("https://api.segment.io/v1/batch")
    except kind as error:
        said.append(str(error))
print(json.dumps(said))`;

  const [httpx, requests] = (await run(python, program, variables("TAC for Python"))) as [string, string];

  const words =
    "403 Forbidden (the proxy of the local Twilio opens tunnels only to *.twilio.com:443; nothing leaves this machine)";
  expect(httpx).toBe(words);
  expect(requests).toContain(`Tunnel connection failed: ${words}`);
});

test("without its CA variable, a Python client rejects the certificate", async (context) => {
  const python = needPython(context);
  const { variables } = await started();
  const { SSL_CERT_FILE: _, ...untold } = variables("TAC for Python");
  const program = `
import json, httpx
try:
    httpx.get("https://studio.twilio.com/v2/Flows")
except httpx.ConnectError as error:
    print(json.dumps(str(error)))`;

  expect(await run(python, program, untold)).toContain("CERTIFICATE_VERIFY_FAILED");
});
