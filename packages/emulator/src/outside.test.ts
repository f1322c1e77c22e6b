import { createServer } from "node:http";
import { validateRequest, validateRequestWithBody } from "twilio/lib/webhooks/webhooks.js";
import { expect, onTestFinished, test } from "vitest";
import type { Local } from "./local.ts";
import { locally, sendOutside, serveHost } from "./outside.ts";
import { accountBeforeHandoff } from "./seed.ts";

interface Got {
  url: string;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

async function team(): Promise<{ url: string; got: Got[] }> {
  const got: Got[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    got.push({ url: request.url ?? "", headers: request.headers, body });
    response.end("thanks");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return { got, url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}` };
}

const { account } = accountBeforeHandoff();

function local(hosts: Record<string, string> = {}): Local {
  const bare = { state: accountBeforeHandoff(), hosts: new Map<string, string>(), sent: [] };
  for (const [host, url] of Object.entries(hosts)) serveHost(bare, host, url);
  return bare as unknown as Local;
}

test("a form reaches the local server that stands for the host, signed over the public URL", async () => {
  const { url, got } = await team();
  const at = local({ "agent.example.com": url });

  const answer = await sendOutside(at, "https://agent.example.com/twiml", {
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
  const { url, got } = await team();

  await sendOutside(local({ "agent.example.com": url }), "https://agent.example.com/webhook", {
    json: { a: 1 },
  });

  const [first] = got;
  const signature = String(first?.headers["x-twilio-signature"]);
  const signedUrl = `https://agent.example.com${first?.url}`;
  expect(validateRequestWithBody(account.authToken, signature, signedUrl, first?.body ?? "")).toBe(true);
});

test("a host that nobody serves is not asked, and the log says why", async () => {
  const at = local();

  expect(await sendOutside(at, "https://agent.example.com/webhook", { json: {} })).toBeUndefined();

  expect(at.sent).toMatchObject([
    { status: 0, error: "agent.example.com is not served on this machine (PUT /local/hosts)" },
  ]);
});

test("a WebSocket URL is served by the same local server", () => {
  const at = local({ "agent.example.com": "http://127.0.0.1:8000" });

  expect(locally(at, "wss://agent.example.com/ws")?.href).toBe("ws://127.0.0.1:8000/ws");
});

test("only servers of this machine can stand for a host", () => {
  expect(() => local({ "agent.example.com": "https://example.org" })).toThrow(
    "Invalid parameter url: expected a server of this machine, for instance http://127.0.0.1:8000, found https://example.org",
  );
});
