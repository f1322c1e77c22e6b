import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { startEmulator } from "@tac-handoff/emulator";
import { expect, onTestFinished, test } from "vitest";
import { wantedByStack } from "../facts/wanted.ts";
import { stack } from "../testing/readyAccount.ts";
import { checkReach, reach, reachAgent } from "./reach.ts";

const wanted = wantedByStack(stack, {});

async function agent(status: number) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers["x-twilio-signature"] ?? "unsigned"}`);
    response.writeHead(status, { Location: "http://127.0.0.1:1/elsewhere" }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/twiml`, asked };
}

test("one unsigned POST is sent, and a redirect is not followed", async () => {
  const { url, asked } = await agent(302);

  expect(await reach(url)).toEqual({ status: 302 });
  expect(asked).toEqual(["POST /twiml unsigned"]);
});

test("with a local Twilio the requests go to the server that serves the agent's host, at the same paths", async () => {
  const { url, asked } = await agent(403);
  const twilio = await startEmulator({ hosts: { [wanted.agentDomain ?? ""]: new URL(url).origin } });
  onTestFinished(() => twilio.close());

  expect(await reachAgent(wanted, twilio.url)).toEqual({ twiml: { status: 403 }, webhook: { status: 403 } });
  expect(asked.toSorted()).toEqual(["POST /twiml unsigned", "POST /webhook unsigned"]);
});

test.each([
  [403, "ok", "an unsigned POST is rejected with 403"],
  [
    404,
    "wrong",
    "404: the host responds but does not serve this path; TACServerConfig has another path, or another program is running",
  ],
  [405, "wrong", "405: the path does not accept POST; it is not TAC's"],
  [200, "wrong", "200: it does not check Twilio's signature, so anyone can impersonate Twilio"],
  [302, "wrong", "302: a redirect, which Twilio follows without the form data"],
  [502, "wrong", "502: the host responds, but the agent behind it fails or is not running"],
])("an agent that responds with %i is %s", async (status, verdict, found) => {
  const { url } = await agent(status);

  const [twiml] = checkReach(wanted, { twiml: await reach(url) });

  expect(twiml).toMatchObject({ id: "agent-twiml", status: verdict, found });
});
