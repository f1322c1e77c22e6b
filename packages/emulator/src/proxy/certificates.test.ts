// The certificates of the proxy, with Node's own TLS and openssl.

import { spawnSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { connect as connectTls } from "node:tls";
import { expect, test } from "vitest";
import { openTunnel, startedProxy } from "../testing/tunnelClient.ts";

test("a name inside the tunnel that is not Twilio's gets no certificate", async () => {
  const { proxy } = await startedProxy();
  const { socket } = await openTunnel(proxy, "api.twilio.com:443");

  const failed = await new Promise<Error>((resolve, reject) => {
    connectTls({ socket, servername: "example.com", ca: readFileSync(proxy.caFile) })
      .on("error", resolve)
      .on("secureConnect", () => reject(new Error("a certificate was issued")));
  });

  expect(failed).toMatchObject({ code: "ECONNRESET" });
});

test("a client without the authority's certificate does not trust it", async () => {
  const { proxy } = await startedProxy();
  const { socket } = await openTunnel(proxy, "api.twilio.com:443");

  const failed = await new Promise((resolve) => {
    connectTls({ socket, servername: "api.twilio.com" }).on("error", resolve);
  });

  expect(failed).toMatchObject({ code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" });
});

test("the certificates pass openssl's strict verification for each of Twilio's hosts", async ({ skip }) => {
  if (spawnSync("openssl", ["version"]).error) skip("openssl is not installed");
  const { proxy } = await startedProxy();
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
  const { proxy } = await startedProxy();
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
