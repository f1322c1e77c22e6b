// The proxy with unmodified clients: Node's own TLS, openssl, and twilio-node in its own process.

import { execFile, spawnSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { Agent, request } from "node:https";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Duplex } from "node:stream";
import { connect as connectTls } from "node:tls";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { ask } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";
import { proxyClients } from "./environment.ts";
import type { HttpsProxy, ProxyOptions } from "./proxy.ts";

const auth = `${seed.accountSid}:${seed.authToken}`;

const nothingLeaves =
  "the proxy of the local Twilio opens tunnels only to *.twilio.com:443; nothing leaves this machine";

async function started(options: ProxyOptions = {}): Promise<{ emulator: Emulator; proxy: HttpsProxy }> {
  const emulator = await startEmulator({ proxy: options, operationDelayMs: 0 });
  onTestFinished(() => emulator.close());
  if (!emulator.proxy) throw new Error("the local Twilio has no proxy");
  return { emulator, proxy: emulator.proxy };
}

/** Requests a tunnel. What follows the response's head can be read from the socket. */
function openTunnel(
  { url }: HttpsProxy,
  target: string,
): Promise<{ socket: Socket; answer: IncomingMessage }> {
  return new Promise((resolve, reject) => {
    httpRequest(url, { method: "CONNECT", path: target, agent: false })
      .on("error", reject)
      .on("connect", (answer, socket, head) => {
        if (head.length > 0) socket.unshift(head);
        resolve({ socket: socket as Socket, answer });
      })
      .end();
  });
}

/** A client that keeps one connection to a host open, as a pool does. */
async function poolOfOne(proxy: HttpsProxy, host: string): Promise<Agent> {
  const { socket } = await openTunnel(proxy, `${host}:443`);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ca = readFileSync(proxy.caFile);
  agent.createConnection = () => connectTls({ socket, servername: host, ca });
  onTestFinished(() => agent.destroy());
  return agent;
}

async function get(
  url: string,
  {
    agent,
    headers = {},
    method = "GET",
    body = "",
  }: { agent: Agent } & Partial<Record<"method" | "body", string>> & {
      headers?: Record<string, string>;
    },
): Promise<{ status: number | undefined; body: ReturnType<typeof JSON.parse> }> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { agent, auth, headers, method }, resolve).on("error", reject).end(body);
  });
  let text = "";
  for await (const part of response) text += part;
  return { status: response.statusCode, body: JSON.parse(text) };
}

test("unmodified twilio-node lists flows and numbers, with two environment variables", async () => {
  const { emulator, proxy } = await started();
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
  const { proxy } = await started();
  for (const host of ["conversations.au1.twilio.com", "Conversations.dublin.ie1.twilio.com"]) {
    const agent = await poolOfOne(proxy, host);

    const { status, body } = await get(`https://${host}/v2/ControlPlane/Configurations`, { agent });

    expect(status).toBe(200);
    expect(body.configurations[0].id).toBe(seed.orchestratorConfigurationId);
  }
});

test("a port in the Host header makes no difference", async () => {
  const { proxy } = await started();
  const agent = await poolOfOne(proxy, "api.twilio.com");
  const url = `https://api.twilio.com/2010-04-01/Accounts/${seed.accountSid}/IncomingPhoneNumbers.json`;

  const { body } = await get(url, { agent, headers: { Host: "API.twilio.com:443" } });

  expect(body.incoming_phone_numbers[0].phone_number).toBe(seed.phoneNumber);
});

test.each(["api.segment.io:443", "api.openai.com:443", "127.0.0.1:4010", "api.twilio.com:80", "x:y"])(
  "a tunnel to %s is rejected with a reason, in the status line too",
  async (target) => {
    const { emulator, proxy } = await started();

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
  const { proxy } = await started();
  const host = URL.canParse(path) ? new URL(path).host : new URL(proxy.url).host;

  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    httpRequest(proxy.url, { path, headers: { host }, agent: false }, resolve).on("error", reject).end();
  });
  let text = "";
  for await (const part of response) text += part;

  expect([response.statusCode, text]).toEqual([status, words]);
});

test("a name inside the tunnel that is not Twilio's gets no certificate", async () => {
  const { proxy } = await started();
  const { socket } = await openTunnel(proxy, "api.twilio.com:443");

  const failed = await new Promise<Error>((resolve, reject) => {
    connectTls({ socket, servername: "example.com", ca: readFileSync(proxy.caFile) })
      .on("error", resolve)
      .on("secureConnect", () => reject(new Error("a certificate was issued")));
  });

  expect(failed).toMatchObject({ code: "ECONNRESET" });
});

test("a client without the authority's certificate does not trust it", async () => {
  const { proxy } = await started();
  const { socket } = await openTunnel(proxy, "api.twilio.com:443");

  const failed = await new Promise((resolve) => {
    connectTls({ socket, servername: "api.twilio.com" }).on("error", resolve);
  });

  expect(failed).toMatchObject({ code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" });
});

test("a client may start TLS before the tunnel is established", async () => {
  const { proxy } = await started();
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
  const { emulator, proxy } = await started();
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
  const { emulator, proxy } = await started();
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

test("the certificates pass openssl's strict verification for each of Twilio's hosts", async ({ skip }) => {
  if (spawnSync("openssl", ["version"]).error) skip("openssl is not installed");
  const { proxy } = await started();
  for (const host of [
    "api.twilio.com",
    "flex-api.twilio.com",
    "api.au1.twilio.com",
    "api.sydney.au1.twilio.com",
  ]) {
    const { socket } = await openTunnel(proxy, `${host}:443`);
    const client = connectTls({ socket, servername: host, ca: readFileSync(proxy.caFile) });
    await new Promise((resolve, reject) => client.on("secureConnect", resolve).on("error", reject));
    const { raw } = client.getPeerCertificate();
    client.destroy();
    const leaf = `-----BEGIN CERTIFICATE-----\n${raw.toString("base64")}\n-----END CERTIFICATE-----\n`;

    const { stdout, stderr } = spawnSync(
      "openssl",
      ["verify", "-x509_strict", "-purpose", "sslserver", "-verify_hostname", host, "-CAfile", proxy.caFile],
      { input: leaf, encoding: "utf8" },
    );

    expect([stdout, stderr]).toEqual(["stdin: OK\n", ""]);
  }
});

test("a certificate is only for servers, cannot sign others, and is valid for at most a month", async () => {
  const { proxy } = await started();
  const { socket } = await openTunnel(proxy, "api.twilio.com:443");
  // Without servername, because some clients send no host in TLS.
  const client = connectTls({ socket, host: "api.twilio.com", ca: readFileSync(proxy.caFile) });
  await new Promise((resolve, reject) => client.on("secureConnect", resolve).on("error", reject));
  const { raw } = client.getPeerCertificate();
  client.destroy();

  const { ca, keyUsage, subjectAltName, validTo } = new X509Certificate(raw);

  expect({ ca, keyUsage, subjectAltName }).toEqual({
    ca: false,
    keyUsage: ["1.3.6.1.5.5.7.3.1"], // server authentication, RFC 5280 4.2.1.12
    subjectAltName: "DNS:*.twilio.com",
  });
  expect(Date.parse(validTo) - Date.now()).toBeLessThanOrEqual(30 * 24 * 60 * 60 * 1_000);
});

test("the authority's certificate is the only file, and close removes it and ends every connection", async () => {
  const { emulator, proxy } = await started();
  const folder = dirname(proxy.caFile);
  expect(readdirSync(folder)).toEqual(["local-twilio-ca.pem"]);
  expect(readFileSync(proxy.caFile, "utf8")).not.toContain("PRIVATE KEY");
  const agent = await poolOfOne(proxy, "studio.twilio.com");
  await get("https://studio.twilio.com/v2/Flows", { agent });
  const { socket: idle } = await openTunnel(proxy, "api.twilio.com:443");
  const ended = new Promise((resolve) =>
    idle
      .on("close", resolve)
      .on("error", () => {})
      .resume(),
  );

  await emulator.close();
  await ended;

  expect(existsSync(folder)).toBe(false);
  await expect(openTunnel(proxy, "api.twilio.com:443")).rejects.toMatchObject({ code: "ECONNREFUSED" });
});

test("two concurrent proxies have their own account, authority and port, and closing one does not affect the other", async () => {
  const first = await started();
  const second = await started();
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

test("a given CA file replaces one that was left behind, but no other file", async () => {
  const folder = mkdtempSync(join(tmpdir(), "proxy-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const caFile = join(folder, "ca.pem");
  const { emulator: former } = await started({ caFile });
  const { emulator: latter } = await started({ caFile });
  const content = readFileSync(caFile);

  await former.close();
  expect(readFileSync(caFile)).toEqual(content);
  await latter.close();
  expect(existsSync(caFile)).toBe(false);

  writeFileSync(caFile, "somebody's own");
  await expect(startEmulator({ proxy: { caFile } })).rejects.toThrow(
    `${caFile} is not the certificate of a local Twilio and was not changed. Choose a file that does not exist yet.`,
  );
  expect(readFileSync(caFile, "utf8")).toBe("somebody's own");
});

test("a port in use leaves no file and no proxy behind", async () => {
  const { emulator, proxy } = await started();
  const folder = mkdtempSync(join(tmpdir(), "proxy-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const caFile = join(folder, "ca.pem");
  const { port } = new URL(proxy.url);

  await expect(startEmulator({ proxy: { caFile, port: Number(port) } })).rejects.toThrow(
    `listen EADDRINUSE: address already in use 127.0.0.1:${port}`,
  );
  expect(readdirSync(folder)).toEqual([]);
  await expect(startEmulator({ port: emulator.port, proxy: { caFile } })).rejects.toThrow(
    `listen EADDRINUSE: address already in use 127.0.0.1:${emulator.port}`,
  );

  expect(readdirSync(folder)).toEqual([]);
});

test("health shows the proxy's URL and the variables for clients", async () => {
  const { emulator, proxy } = await started();

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
