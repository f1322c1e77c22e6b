// The proxy with unmodified clients: Node's own TLS, and twilio-node in its own process.

import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { request as httpRequest, type IncomingMessage } from "node:http";
import type { Agent } from "node:https";
import { connect } from "node:net";
import { Duplex } from "node:stream";
import { connect as connectTls } from "node:tls";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { ask } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { get, openTunnel, poolOfOne, startedProxy } from "../testing/tunnelClient.ts";
import { proxyClients } from "./environment.ts";

const nothingLeaves =
  "the proxy of the local Twilio opens tunnels only to *.twilio.com:443; nothing leaves this machine";

test("unmodified twilio-node lists flows and numbers, with two environment variables", async () => {
  const { emulator, proxy } = await startedProxy();
  const program = `
    import twilio from "twilio";
    const client = twilio(process.env.KEY, process.env.SECRET, { accountSid: process.env.ACCOUNT });
    const flows = await client.studio.v2.flows.list();
    const numbers = await client.incomingPhoneNumbers.list();
    console.log(JSON.stringify([flows.map(({ sid }) => sid), numbers.map(({ phoneNumber }) => phoneNumber)]));`;
  const variables = (proxyClients["twilio-node"] ?? []).map((name) => [name, proxy.environment[name]]);

  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: import.meta.dirname,
    env: {
      ...Object.fromEntries(variables),
      KEY: seed.apiKeySid,
      SECRET: seed.apiKeySecret,
      ACCOUNT: seed.accountSid,
    },
  });

  expect(variables.map(([name]) => name)).toEqual(["HTTP_PROXY", "NODE_EXTRA_CA_CERTS"]);
  expect(JSON.parse(stdout)).toEqual([[seed.oldFlowSid], [seed.phoneNumber]]);
  expect(emulator.requests().map(({ host }) => host)).toEqual(["studio.twilio.com", "api.twilio.com"]);
});

test("regions and edges are the same account, whatever the case of the host", async () => {
  const { proxy } = await startedProxy();
  for (const host of ["conversations.au1.twilio.com", "Conversations.dublin.ie1.twilio.com"]) {
    const agent = await poolOfOne(proxy, host);

    const { status, body } = await get(`https://${host}/v2/ControlPlane/Configurations`, { agent });

    expect(status).toBe(200);
    expect(body.configurations[0].id).toBe(seed.orchestratorConfigurationId);
  }
});

test("a port in the Host header makes no difference", async () => {
  const { proxy } = await startedProxy();
  const agent = await poolOfOne(proxy, "api.twilio.com");
  const url = `https://api.twilio.com/2010-04-01/Accounts/${seed.accountSid}/IncomingPhoneNumbers.json`;

  const { body } = await get(url, { agent, headers: { Host: "API.twilio.com:443" } });

  expect(body.incoming_phone_numbers[0].phone_number).toBe(seed.phoneNumber);
});

test.each(["api.segment.io:443", "api.openai.com:443", "127.0.0.1:4010", "api.twilio.com:80", "x:y"])(
  "a tunnel to %s is rejected with a reason, in the status line too",
  async (target) => {
    const { emulator, proxy } = await startedProxy();

    const { socket, answer } = await openTunnel(proxy, target);
    let words = "";
    for await (const part of socket) words += part;

    expect([answer.statusCode, answer.statusMessage]).toEqual([403, `Forbidden (${nothingLeaves})`]);
    expect(words).toBe(
      `${target} is not served: ${nothingLeaves}. Add hosts that a client should reach directly to NO_PROXY.\n`,
    );
    expect(emulator.requests()).toEqual([]);
  },
);

test.each([
  ["http://example.com/path", 403, `example.com is not served: ${nothingLeaves}.\n`],
  ["http://api.twilio.com/2010-04-01", 501, "http://api.twilio.com is not served: use https for Twilio.\n"],
  ["/", 501, "This is the HTTPS proxy of a local Twilio. Set it in HTTPS_PROXY (docs/local-twilio.md).\n"],
])("plain HTTP for %s is rejected with %i", async (path, status, words) => {
  const { proxy } = await startedProxy();
  const host = URL.canParse(path) ? new URL(path).host : new URL(proxy.url).host;

  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    httpRequest(proxy.url, { path, headers: { host }, agent: false }, resolve).on("error", reject).end();
  });
  let text = "";
  for await (const part of response) text += part;

  expect([response.statusCode, text]).toEqual([status, words]);
});

test("a client may start TLS before the tunnel is established", async () => {
  const { proxy } = await startedProxy();
  const raw = connect(Number(new URL(proxy.url).port), "127.0.0.1");
  let hasBegun = false;
  let granted = "";
  const eager = new Duplex({
    write(chunk: Buffer, _, done) {
      const first = hasBegun ? "" : "CONNECT api.twilio.com:443 HTTP/1.1\r\nHost: api.twilio.com:443\r\n\r\n";
      hasBegun = true;
      raw.write(Buffer.concat([Buffer.from(first), chunk]), done);
    },
    read() {},
  });
  raw.on("data", (chunk: Buffer) => {
    if (granted.endsWith("\r\n\r\n")) return eager.push(chunk);
    const end = chunk.indexOf("\r\n\r\n") + 4;
    granted += chunk.subarray(0, end);
    if (end < chunk.length) eager.push(chunk.subarray(end));
  });
  onTestFinished(() => void raw.destroy());

  const client = connectTls({
    socket: eager,
    servername: "api.twilio.com",
    ca: readFileSync(proxy.caFile),
  });
  await new Promise((resolve, reject) => client.on("secureConnect", resolve).on("error", reject));

  expect(granted).toBe("HTTP/1.1 200 Connection Established\r\n\r\n");
  expect(client.authorized).toBe(true);
});

test("forty concurrent clients keep their connections, and each gets its own responses", async () => {
  const { emulator, proxy } = await startedProxy();
  const count = 40;

  const answers = await Promise.all(
    Array.from({ length: count }, async (_, client) => {
      const host = client % 2 === 0 ? "studio.twilio.com" : `studio.dublin.ie1.twilio.com`;
      const agent = await poolOfOne(proxy, host);
      const one = async (turn: number) =>
        (await get(`https://${host}/v2/Missing/${client}-${turn}`, { agent })).body.message;
      return [await one(1), await one(2), await one(3)];
    }),
  );

  expect(answers).toEqual(
    Array.from({ length: count }, (_, client) =>
      [1, 2, 3].map((turn) => `The requested resource /Missing/${client}-${turn} was not found`),
    ),
  );
  expect(emulator.requests()).toHaveLength(3 * count);
});

test("a body of five megabytes arrives complete", async () => {
  const { emulator, proxy } = await startedProxy();
  const agent = await poolOfOne(proxy, "studio.twilio.com");
  const long = "x".repeat(5_000_000);

  const { status } = await get("https://studio.twilio.com/v2/Flows", {
    agent,
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: `FriendlyName=${long}`,
  });

  expect(status).toBe(400);
  expect(emulator.requests("POST")[0]?.form).toEqual({ FriendlyName: long });
});

test("two concurrent proxies have their own account, authority and port, and closing one does not affect the other", async () => {
  const first = await startedProxy();
  const second = await startedProxy();
  first.emulator.state.flows = {};
  const agents = [
    await poolOfOne(first.proxy, "studio.twilio.com"),
    await poolOfOne(second.proxy, "studio.twilio.com"),
  ] as const;
  const flows = async (agent: Agent) =>
    (await get("https://studio.twilio.com/v2/Flows", { agent })).body.flows.length;
  expect([await flows(agents[0]), await flows(agents[1])]).toEqual([0, 1]);

  await first.emulator.close();

  expect(await flows(agents[1])).toBe(1);
  expect(existsSync(second.proxy.caFile)).toBe(true);
});

test("health shows the proxy's URL and the variables for clients", async () => {
  const { emulator, proxy } = await startedProxy();

  expect((await ask(emulator, "GET /local/health", { auth: "none" })).body.proxy).toEqual(proxy);

  const { url, caFile } = proxy;
  expect(proxy.environment).toEqual({
    HTTPS_PROXY: url,
    https_proxy: url,
    HTTP_PROXY: url,
    NO_PROXY: "localhost,127.0.0.1",
    no_proxy: "localhost,127.0.0.1",
    SSL_CERT_FILE: caFile,
    REQUESTS_CA_BUNDLE: caFile,
    CURL_CA_BUNDLE: caFile,
    NODE_EXTRA_CA_CERTS: caFile,
    TAC_ANALYTICS_DISABLED: "true",
  });
});
