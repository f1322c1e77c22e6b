// --reach against servers that stand in for an agent: each responds to requests with and without Twilio's signature in
// its own way.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Api, createApi } from "@pulumi/twilio/client";
import { seed, startEmulator } from "@tac-handoff/emulator";
import { studioVoiceUrl } from "@tac-handoff/runtime";
import { validateRequest, validateRequestWithBody } from "twilio/lib/webhooks/webhooks.js";
import { expect, onTestFinished, test } from "vitest";
import type { AuthToken } from "../facts/authToken.ts";
import { readReach } from "../facts/reach.ts";
import { wantedByStack } from "../facts/wanted.ts";
import { flowSid, stack } from "../testing/readyAccount.ts";
import { checkReach } from "./reach.ts";

const wanted = wantedByStack(stack, {});

/** The TwiML of TAC for Python 2.5.0. */
const twiml = (action = studioVoiceUrl({ accountSid: seed.accountSid, flowSid })) =>
  `<?xml version="1.0" encoding="UTF-8"?><Response><Connect action="${action}"><ConversationRelay conversationConfiguration="${seed.orchestratorConfigurationId}" url="wss://agent.example.com/ws" welcomeGreeting="Hello!" /></Connect></Response>`;

interface Request {
  path: string;
  /** Whether the signature is that of the account's token, for the agent's public URL. */
  isSigned: boolean;
  body: string;
}

type Responds = (request: Request) => number | { status: number; body: string };

/** An agent, and a local Twilio that knows it as agent.example.com. */
async function agent(responds: Responds) {
  const asked: Request[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts).toString();
    const url = `${request.headers["x-forwarded-proto"]}://${request.headers["x-forwarded-host"]}${request.url}`;
    const signature = String(request.headers["x-twilio-signature"] ?? "");
    const isJson = request.headers["content-type"] === "application/json";
    const isSigned = isJson
      ? url.includes("bodySHA256=") && validateRequestWithBody(seed.authToken, signature, url, body)
      : validateRequest(seed.authToken, signature, url, Object.fromEntries(new URLSearchParams(body)));
    const path = request.url?.split("?")[0] ?? "";
    asked.push({ path, isSigned, body });
    const answer = responds({ path, isSigned, body });
    const { status, body: text } = typeof answer === "number" ? { status: answer, body: "" } : answer;
    response.writeHead(status, { Location: "http://127.0.0.1:1/elsewhere" }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = server.address() as AddressInfo;
  const twilio = await startEmulator({ hosts: { "agent.example.com": `http://127.0.0.1:${port}` } });
  onTestFinished(() => twilio.close());
  const apiWith = (authToken: string) =>
    createApi({ accountSid: seed.accountSid, authToken, endpoint: twilio.url }, new AbortController().signal);
  return { api: apiWith(seed.authToken), apiWith, asked };
}

const tac: Responds = ({ path, isSigned }) => {
  if (!isSigned) return 403;
  return path === "/twiml" ? { status: 200, body: twiml() } : { status: 200, body: '{"status":"ok"}' };
};

function token(api: Api, value: string = seed.authToken, isOfAgent = true): AuthToken {
  return { value, from: "TWILIO_AUTH_TOKEN in .env", isOfAgent, api };
}

/** What doctor says about an agent, with the auth token at hand. */
async function judge(responds: Responds, as = wanted) {
  const { api } = await agent(responds);
  const checks = checkReach(as, await readReach(api, as, token(api)));
  return checks.map(({ status, found }) => [status, found]);
}

const refusesEverything =
  "403 to a signed POST as well as to an unsigned one: the agent refuses everything, or it validates signatures with another auth token or for another URL";
const checksNothing = "it does not check Twilio's signature, so anyone can impersonate Twilio";

test("an agent that rejects what is not signed, and accepts what Twilio has signed, passes", async () => {
  expect(await judge(tac)).toEqual([
    [
      "ok",
      "an unsigned POST is rejected with 403, a signed one gets TwiML with ConversationRelay whose action is this flow",
    ],
    ["ok", "an unsigned POST is rejected with 403, a signed one is accepted"],
  ]);
});

test("an agent that refuses everything fails on both paths", async () => {
  const { api } = await agent(() => 403);

  const checks = checkReach(wanted, await readReach(api, wanted, token(api)));

  expect(checks.map(({ status, found }) => [status, found])).toEqual([
    ["wrong", refusesEverything],
    ["wrong", refusesEverything],
  ]);
  expect(checks[0]?.fix).toContain("set TWILIO_AUTH_TOKEN to the account's auth token");
  expect(JSON.stringify(checks)).not.toContain(seed.authToken);
});

test("without the auth token, 403 does not pass, and doctor says what it does not show", async () => {
  const { api, asked } = await agent(() => 403);

  const checks = checkReach(wanted, await readReach(api, wanted));

  for (const check of checks) {
    expect(check).toMatchObject({
      status: "warning",
      found:
        "an unsigned POST is rejected with 403; that does not show whether the agent refuses unsigned requests, or everything",
      fix: expect.stringContaining("TWILIO_AUTH_TOKEN in the environment"),
    });
    expect(check).not.toHaveProperty("confirmed");
  }
  expect(asked.map(({ path, isSigned }) => [path, isSigned]).toSorted()).toEqual([
    ["/twiml", false],
    ["/webhook", false],
  ]);
});

test("the requests name a call and a conversation that do not exist, and are otherwise what Twilio sends", async () => {
  const { api, asked } = await agent(tac);

  await readReach(api, wanted, token(api));

  const [call] = asked.filter(({ path, isSigned }) => path === "/twiml" && isSigned);
  expect(Object.fromEntries(new URLSearchParams(call?.body))).toEqual({
    AccountSid: seed.accountSid,
    ApiVersion: "2010-04-01",
    CallSid: `CA${"0".repeat(29)}d0c`,
    CallStatus: "ringing",
    Direction: "inbound",
    From: "+266696687",
    Caller: "+266696687",
    To: seed.phoneNumber,
    Called: seed.phoneNumber,
  });
  const [event] = asked.filter(({ path, isSigned }) => path === "/webhook" && isSigned);
  expect(JSON.parse(event?.body ?? "")).toMatchObject({
    eventType: "CONVERSATION_UPDATED",
    data: {
      id: `conv_conversation_${"0".repeat(23)}d0c`,
      accountId: seed.accountSid,
      status: "ACTIVE",
    },
  });
  expect(asked).toHaveLength(4);
});

test.each([
  [
    404,
    "404: the host responds but does not serve this path; TACServerConfig has another path, or another program is running",
  ],
  [405, "405: the path does not accept POST; it is not TAC's"],
  [302, "302: a redirect, which Twilio follows without the form data"],
  [502, "502: the host responds, but the agent behind it fails or is not running"],
  [418, "418"],
])(
  "an agent that responds to everything with %i is wrong, and gets no signed request",
  async (status, found) => {
    const { api, asked } = await agent(() => status);

    const checks = checkReach(wanted, await readReach(api, wanted, token(api)));

    expect(checks.map((check) => [check.status, check.found])).toEqual([
      ["wrong", found],
      ["wrong", found],
    ]);
    expect(asked.map(({ path }) => path).toSorted()).toEqual(["/twiml", "/webhook"]);
  },
);

test("a server that accepts everything does not check signatures, and that its response is not an agent's is said too", async () => {
  expect(await judge(() => ({ status: 200, body: "" }))).toEqual([
    ["wrong", `200: ${checksNothing}; the TwiML has no <Connect> with <ConversationRelay>, but no verb`],
    ["wrong", `200: ${checksNothing}`],
  ]);
});

test("an agent that does not check signatures is wrong although it hands over", async () => {
  expect(await judge((request) => tac({ ...request, isSigned: true }))).toEqual([
    ["wrong", `200: ${checksNothing}`],
    ["wrong", `200: ${checksNothing}`],
  ]);
});

const signedTwiml =
  (body: string): Responds =>
  (request) =>
    request.path === "/twiml" && request.isSigned ? { status: 200, body } : tac(request);

test.each([
  [
    "has no ConversationRelay",
    "<Response><Say>Hello</Say><Dial>+15557770001</Dial></Response>",
    "the TwiML has no <Connect> with <ConversationRelay>, but <Say>, <Dial>",
  ],
  [
    "streams the call",
    '<Response><Connect><Stream url="wss://agent.example.com/ws" /></Connect></Response>',
    "the TwiML has no <Connect> with <ConversationRelay>, but <Connect>",
  ],
  [
    "leads to the agent at its end, as TAC's does without the flow's SID",
    twiml("https://agent.example.com/conversation-relay-callback"),
    `the TwiML's action is https://agent.example.com/conversation-relay-callback, not the flow ${flowSid}: is TWILIO_STUDIO_HANDOFF_FLOW_SID set?`,
  ],
  [
    "leads to another flow",
    twiml(studioVoiceUrl({ accountSid: seed.accountSid, flowSid: `FW${"b".repeat(32)}` })),
    `the TwiML's action is the flow FW${"b".repeat(32)}, not the flow ${flowSid}: is TWILIO_STUDIO_HANDOFF_FLOW_SID set?`,
  ],
  [
    "has no action",
    twiml().replace(/ action="[^"]*"/, ""),
    `the TwiML's <Connect> has no action: the flow ${flowSid} does not receive hand-offs`,
  ],
  [
    "uses another configuration",
    twiml().replace(seed.orchestratorConfigurationId, "conv_configuration_other"),
    `the TwiML's conversationConfiguration is conv_configuration_other, not ${seed.orchestratorConfigurationId}`,
  ],
  [
    "is a page",
    "<html>Please log in</html>",
    "the response to a signed POST is not TwiML: 12102: expected <Response> as the root of the TwiML, found <html>",
  ],
])("TwiML that %s is wrong", async (_, body, found) => {
  expect(await judge(signedTwiml(body))).toEqual([
    ["wrong", found],
    ["ok", "an unsigned POST is rejected with 403, a signed one is accepted"],
  ]);
});

test("an agent that fails at signed requests only is wrong", async () => {
  expect(await judge(({ isSigned }) => (isSigned ? 500 : 403))).toEqual(
    Array(2).fill([
      "wrong",
      "a signed POST: 500: the host responds, but the agent behind it fails or is not running",
    ]),
  );
});

test("an auth token that Twilio refuses signs nothing, and is wrong in the agent's .env, which validates with it", async () => {
  const { api, apiWith, asked } = await agent(tac);
  const found =
    "an unsigned POST is rejected with 403; no signed one was sent, because TWILIO_AUTH_TOKEN in .env is not the account's auth token";
  const read = (isOfAgent: boolean) =>
    readReach(api, wanted, token(apiWith("anotherToken"), "anotherToken", isOfAgent));

  const ofAgent = checkReach(wanted, await read(true));
  const ofAnother = checkReach(wanted, await read(false));

  expect(ofAgent.map((check) => [check.status, check.found])).toEqual(Array(2).fill(["wrong", found]));
  expect(ofAnother.map((check) => [check.status, check.found])).toEqual(Array(2).fill(["warning", found]));
  expect(asked.every(({ isSigned }) => !isSigned)).toBe(true);
});
