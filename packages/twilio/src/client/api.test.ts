import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { inspect } from "node:util";
import { afterEach, expect, test } from "vitest";
import { type Call, createApi } from "./api.ts";
import type { Credentials } from "./credentials.ts";

const accountSid = `AC${"1".padStart(32, "0")}`;
const apiKey = `SK${"1".padStart(32, "0")}`;
const apiSecret = "hunter2-the-secret";
const basic = (user: string) => `Basic ${Buffer.from(`${user}:${apiSecret}`).toString("base64")}`;

interface Arrived {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
  atMs: number;
}

/** What the server answers, request by request; the last answer is repeated. "hangUp" closes the connection. */
type Answer = { status: number; headers?: Record<string, string>; body?: unknown } | "hangUp" | "nothing";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function twilioThatAnswers(...answers: Answer[]) {
  const arrived: Arrived[] = [];
  const server = createServer(async (request, response) => {
    const { method = "", url = "", headers } = request;
    const atMs = performance.now();
    arrived.push({ method, url, headers, body: await text(request), atMs });
    reply(answers[Math.min(arrived.length, answers.length) - 1] ?? { status: 200 }, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  closing.push(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, "close");
  });
  return { endpoint: `http://127.0.0.1:${port}`, arrived };
}

function reply(answer: Answer, response: ServerResponse): void {
  if (answer === "nothing") return;
  if (answer === "hangUp") response.destroy();
  else {
    const { status, headers, body = {} } = answer;
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  }
}

function api(
  endpoint: string,
  {
    credentials = {},
    signal = new AbortController().signal,
    firstPauseMs = 0,
  }: {
    credentials?: Partial<Credentials>;
    signal?: AbortSignal;
    firstPauseMs?: number;
  } = {},
) {
  return createApi({ accountSid, apiKey, apiSecret, ...credentials, endpoint }, signal, { firstPauseMs });
}

const create: Call = { method: "POST", host: "studio", path: "/v2/Flows", form: { FriendlyName: "x" } };
const look: Call = { method: "GET", host: "studio", path: "/v2/Flows/FW1" };
const keyed: Call = {
  method: "POST",
  host: "conversations",
  path: "/v2/ControlPlane/Configurations",
  json: {},
  headers: { "Idempotency-Key": "00000000-0000-4000-8000-000000000001" },
};

test("a form arrives as one, with the host it was meant for and the API key", async () => {
  const { endpoint, arrived } = await twilioThatAnswers({ status: 201, body: { sid: "FW1" } });

  const form = {
    FriendlyName: "a & b",
    Filters: ["x", "y"],
    Enabled: false,
    Count: 0,
    Empty: "",
    Out: undefined,
  };
  const reply = await api(endpoint).send({ ...create, form });

  expect([reply.status, reply.body]).toEqual([201, { sid: "FW1" }]);
  expect(arrived).toHaveLength(1);
  expect(arrived[0]).toMatchObject({
    method: "POST",
    url: "/v2/Flows",
    body: "FriendlyName=a%20%26%20b&Filters=x&Filters=y&Enabled=false&Count=0&Empty=",
  });
  expect(arrived[0]?.headers).toMatchObject({
    "x-original-host": "studio.twilio.com",
    "content-type": "application/x-www-form-urlencoded",
    authorization: basic(apiKey),
  });
  expect(arrived[0]?.headers["user-agent"]).toMatch(/^twilio-node\/.* tac-handoff$/);
});

test.each(["POST", "PUT", "PATCH"] as const)(
  "the JSON of a %s arrives, with headers of its own",
  async (method) => {
    const { endpoint, arrived } = await twilioThatAnswers({ status: 202 });

    const json = { displayName: "x", rules: [], bridge: null };
    await api(endpoint).send({ ...keyed, method, json });

    expect(arrived[0]?.method).toBe(method);
    expect(JSON.parse(arrived[0]?.body ?? "")).toEqual(json);
    expect(arrived[0]?.headers).toMatchObject({
      "x-original-host": "conversations.twilio.com",
      "content-type": "application/json",
      "idempotency-key": "00000000-0000-4000-8000-000000000001",
    });
  },
);

test("a local Twilio has no regions: it learns the plain host, whatever region is configured", async () => {
  const { endpoint, arrived } = await twilioThatAnswers({ status: 200 });
  await api(endpoint, { credentials: { region: "ie1", edge: "dublin" } }).send(look);
  expect(arrived[0]?.headers["x-original-host"]).toBe("studio.twilio.com");
});

test("a query is encoded", async () => {
  const { endpoint, arrived } = await twilioThatAnswers({ status: 200 });
  await api(endpoint).find({
    host: "api",
    path: "/x.json",
    query: { PhoneNumber: "+1555", PageSize: 1_000 },
  });
  expect(arrived[0]?.url).toBe("/x.json?PhoneNumber=%2B1555&PageSize=1000");
});

test("without an API key the auth token is used", async () => {
  const { endpoint, arrived } = await twilioThatAnswers({ status: 200 });
  const credentials = { accountSid, authToken: apiSecret, endpoint };
  await createApi(credentials, new AbortController().signal).send(look);
  expect(arrived[0]?.headers.authorization).toBe(basic(accountSid));
});

test("404 is undefined for find and remove, and an error for send", async () => {
  const body = { code: 20404, message: "The requested resource was not found", status: 404 };
  const { endpoint } = await twilioThatAnswers({ status: 404, body });
  expect(await api(endpoint).find({ host: "studio", path: "/v2/Flows/FW1" })).toBeUndefined();
  expect(await api(endpoint).remove({ host: "studio", path: "/v2/Flows/FW1" })).toBeUndefined();
  await expect(api(endpoint).send(look)).rejects.toHaveProperty(
    "message",
    "GET studio.twilio.com/v2/Flows/FW1 answered 404 (20404): The requested resource was not found. See https://www.twilio.com/docs/api/errors/20404",
  );
});

test("any other refusal of find and remove is an error", async () => {
  const { endpoint } = await twilioThatAnswers({ status: 403, body: { code: 20006, message: "Denied." } });
  const path = "/v2/Flows/FW1";
  const ending = "answered 403 (20006): Denied. See https://www.twilio.com/docs/api/errors/20006";
  await expect(api(endpoint).find({ host: "studio", path })).rejects.toHaveProperty(
    "message",
    `GET studio.twilio.com/v2/Flows/FW1 ${ending}`,
  );
  await expect(api(endpoint).remove({ host: "studio", path })).rejects.toHaveProperty(
    "message",
    `DELETE studio.twilio.com/v2/Flows/FW1 ${ending}`,
  );
});

test("a POST refused with 429 is sent again, after the time Twilio asks for", async () => {
  const { endpoint, arrived } = await twilioThatAnswers(
    { status: 429, headers: { "retry-after": "0.05" } },
    { status: 201, body: { sid: "FW1" } },
  );

  const { body } = await api(endpoint).send(create);

  expect(body).toEqual({ sid: "FW1" });
  expect(arrived.map(({ body }) => body)).toEqual(["FriendlyName=x", "FriendlyName=x"]);
  expect((arrived[1]?.atMs ?? 0) - (arrived[0]?.atMs ?? 0)).toBeGreaterThanOrEqual(49);
});

test("after five repeats a 429 is an error at once, whatever Retry-After says", async () => {
  const soon = { status: 429, headers: { "retry-after": "0" } };
  const late = {
    status: 429,
    headers: { "retry-after": "60" },
    body: { code: 20429, message: "Slow down." },
  };
  const { endpoint, arrived } = await twilioThatAnswers(soon, soon, soon, soon, soon, late);

  await expect(api(endpoint).send(create)).rejects.toHaveProperty(
    "message",
    "POST studio.twilio.com/v2/Flows answered 429 (20429): Slow down. Twilio's rate limit: run again in a minute.",
  );
  expect(arrived).toHaveLength(6);
});

test.each(["POST", "PATCH"] as const)("a %s that failed with 500 is not sent again", async (method) => {
  const { endpoint, arrived } = await twilioThatAnswers({
    status: 500,
    body: { code: 20500, message: "Oops." },
  });
  await expect(api(endpoint).send({ ...create, method })).rejects.toHaveProperty(
    "message",
    `${method} studio.twilio.com/v2/Flows answered 500 (20500): Oops. See https://www.twilio.com/docs/api/errors/20500`,
  );
  expect(arrived).toHaveLength(1);
});

test.each([
  ["GET", look],
  ["PUT", { ...look, method: "PUT", json: {} }],
  ["DELETE", { ...look, method: "DELETE" }],
  ["POST with an Idempotency-Key", keyed],
] satisfies [string, Call][])("a %s that failed with 500 or 503 is sent again", async (_, call) => {
  const { endpoint, arrived } = await twilioThatAnswers({ status: 500 }, { status: 503 }, { status: 200 });
  expect((await api(endpoint).send(call)).status).toBe(200);
  expect(arrived).toHaveLength(3);
  expect(new Set(arrived.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
});

test("a refusal that repeating cannot change is not repeated", async () => {
  const { endpoint, arrived } = await twilioThatAnswers({ status: 400, body: { message: "No." } });
  await expect(api(endpoint).send(look)).rejects.toHaveProperty(
    "message",
    "GET studio.twilio.com/v2/Flows/FW1 answered 400: No.",
  );
  expect(arrived).toHaveLength(1);
});

test("a lost connection is tried again for a GET, and not for a POST that may have done its work", async () => {
  const first = await twilioThatAnswers("hangUp", { status: 200, body: { sid: "FW1" } });
  expect((await api(first.endpoint).send(look)).body).toEqual({ sid: "FW1" });

  const second = await twilioThatAnswers("hangUp", { status: 201 });
  await expect(api(second.endpoint).send(create)).rejects.toHaveProperty(
    "message",
    "POST studio.twilio.com/v2/Flows got no answer: ECONNRESET.",
  );
  expect(second.arrived).toHaveLength(1);
});

test("a local Twilio that does not run is reported at once, with how to start it", async () => {
  const { endpoint } = await twilioThatAnswers({ status: 200 });
  for (const close of closing.splice(0)) await close();
  // A single repeat would outlast the test.
  await expect(api(endpoint, { firstPauseMs: 8_000 }).send(look)).rejects.toHaveProperty(
    "message",
    `GET studio.twilio.com/v2/Flows/FW1 got no answer: ECONNREFUSED. Nothing listens at ${endpoint} (twilio:endpoint). Start the local Twilio: npm run emulator`,
  );
});

test.each([
  ["a refusal", [{ status: 401, body: { code: 20003, message: "Authenticate" } }]],
  ["an internal error", [{ status: 500 }]],
  ["a lost connection", ["hangUp"]],
  ["nobody there", []],
] as [string, Answer[]][])(
  "an error about %s holds neither the secret nor the Authorization",
  async (_, answers) => {
    const { endpoint } = await twilioThatAnswers(...answers);
    if (answers.length === 0) for (const close of closing.splice(0)) await close();

    const error = await api(endpoint)
      .send(create)
      .catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(Error);
    const everything = inspect(error, { depth: 20, showHidden: true });
    expect(everything).toContain("POST studio.twilio.com/v2/Flows");
    expect(everything).not.toContain(apiSecret);
    expect(everything).not.toContain(basic(apiKey).slice("Basic ".length));
    expect(everything.toLowerCase()).not.toContain("authorization");
  },
);

test.each([
  ["between repeats", { status: 503 }],
  ["for the time Twilio asks for", { status: 429, headers: { "retry-after": "60" } }],
] satisfies [string, Answer][])("a cancelled operation stops waiting %s", async (_, answer) => {
  const { endpoint, arrived } = await twilioThatAnswers(answer);
  const cancelled = new AbortController();

  const waiting = api(endpoint, { signal: cancelled.signal, firstPauseMs: 8_000 }).send(look);
  const ended = expect(waiting).rejects.toThrow(new Error("The operation was cancelled."));
  await expect.poll(() => arrived.length, { interval: 1 }).toBe(1);
  // The answer is on its way; whenever it comes, nothing is waited for any more.
  cancelled.abort(new Error("The operation was cancelled."));

  await ended;
  expect(arrived).toHaveLength(1);
});

test("many calls at once wait on one signal, and Node sees no leak in that", async () => {
  const warnings: string[] = [];
  const listen = ({ name }: Error) => warnings.push(name);
  process.on("warning", listen);
  closing.push(async () => process.off("warning", listen));
  const { endpoint } = await twilioThatAnswers(...Array.from({ length: 20 }, () => ({ status: 503 })), {
    status: 200,
  });
  const twilio = api(endpoint, { firstPauseMs: 50 });

  const replies = Array.from({ length: 20 }, () => twilio.send(look));

  expect((await Promise.all(replies)).map(({ status }) => status)).toEqual(Array(20).fill(200));
  expect(warnings).toEqual([]);
});

test("after a cancel nothing is sent any more", async () => {
  const { endpoint, arrived } = await twilioThatAnswers({ status: 200 });
  const signal = AbortSignal.abort(new Error("The operation was cancelled."));
  await expect(api(endpoint, { signal }).send(look)).rejects.toThrow(
    new Error("The operation was cancelled."),
  );
  expect(arrived).toEqual([]);
});
