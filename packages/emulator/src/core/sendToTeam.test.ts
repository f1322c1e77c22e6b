import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { validateRequest, validateRequestWithBody } from "twilio/lib/webhooks/webhooks.js";
import { expect, test } from "vitest";
import { accountBeforeHandoff } from "../seed/account.ts";
import { startTeamServer } from "../testing/teamServer.ts";
import type { Context } from "./context.ts";
import { serveHost } from "./hosts.ts";
import { sendToTeam } from "./sendToTeam.ts";

const { account } = accountBeforeHandoff();

function context(hosts: Record<string, string> = {}): Context {
  const bare = {
    state: accountBeforeHandoff(),
    hosts: new Map<string, string>(),
    sent: [],
    ending: new AbortController().signal,
  };
  for (const [host, url] of Object.entries(hosts)) serveHost(bare, host, url);
  return bare as unknown as Context;
}

test("a form reaches the local server that stands in for the host, signed with the public URL", async () => {
  const { url, got } = await startTeamServer(() => ({ status: 200, text: "thanks" }));
  const at = context({ "agent.example.com": url });

  const answer = await sendToTeam(at, "https://agent.example.com/twiml", {
    form: { From: "+1555", To: "+1" },
  });

  expect(answer).toMatchObject({ status: 200, text: "thanks" });
  const [first] = got;
  expect(first).toMatchObject({ url: "/twiml", body: "From=%2B1555&To=%2B1" });
  expect(first?.headers).toMatchObject({
    "x-forwarded-host": "agent.example.com",
    "x-forwarded-proto": "https",
  });
  const signature = String(first?.headers["x-twilio-signature"]);
  const form = { From: "+1555", To: "+1" };
  expect(validateRequest(account.authToken, signature, "https://agent.example.com/twiml", form)).toBe(true);
});

test("JSON carries the hash of its body in the URL that is signed", async () => {
  const { url, got } = await startTeamServer();

  await sendToTeam(context({ "agent.example.com": url }), "https://agent.example.com/webhook", {
    json: { a: 1 },
  });

  const [first] = got;
  const signature = String(first?.headers["x-twilio-signature"]);
  const signedUrl = `https://agent.example.com${first?.url}`;
  expect(validateRequestWithBody(account.authToken, signature, signedUrl, first?.body ?? "")).toBe(true);
});

test("a request to a host that is not served is not sent, and the log shows why", async () => {
  const at = context();
  const error = "agent.example.com is not served on this machine (PUT /local/hosts)";

  expect(await sendToTeam(at, "https://agent.example.com/webhook", { json: {} })).toEqual({ error });

  expect(at.sent).toMatchObject([{ status: 0, error }]);
});

test("a request to something that is not a URL is not sent, and the log shows why", async () => {
  const at = context();

  expect(await sendToTeam(at, "https://[", { json: {} })).toEqual({ error: "https://[ is not a URL" });

  expect(at.sent).toMatchObject([{ url: "https://[", status: 0, error: "https://[ is not a URL" }]);
});

test("a server that does not respond is reported with a reason", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  const at = context({ "agent.example.com": `http://127.0.0.1:${port}` });

  expect(await sendToTeam(at, "https://agent.example.com/webhook", { json: {} })).toEqual({
    error: "ECONNREFUSED",
  });
});

test("credentials in a URL are sent as a header, and the log does not show the password", async () => {
  const { url, got } = await startTeamServer();
  const at = context({ "agent.example.com": url });

  await sendToTeam(at, "https://team:p%40ss@agent.example.com/webhook", { form: {} });
  await sendToTeam(at, url.replace("//", "//team:p%40ss@"), { form: {} });

  expect(got.map(({ headers }) => headers.authorization)).toEqual([
    `Basic ${btoa("team:p@ss")}`,
    `Basic ${btoa("team:p@ss")}`,
  ]);
  expect(at.sent.map((sent) => sent.url)).toEqual(["https://agent.example.com/webhook", `${url}/`]);
});
