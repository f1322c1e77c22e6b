// The file with the certificate of the proxy's authority.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startEmulator } from "../server.ts";
import { get, openTunnel, poolOfOne, startedProxy } from "../testing/tunnelClient.ts";

test("the authority's certificate is the only file, and close removes it and ends every connection", async () => {
  const { emulator, proxy } = await startedProxy();
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

test("a given CA file replaces one that was left behind, but no other file", async () => {
  const folder = mkdtempSync(join(tmpdir(), "proxy-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const caFile = join(folder, "ca.pem");
  const { emulator: former } = await startedProxy({ caFile });
  const { emulator: latter } = await startedProxy({ caFile });
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
  const { emulator, proxy } = await startedProxy();
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
