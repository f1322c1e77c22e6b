import { inspect } from "node:util";
import { expect, test } from "vitest";
import {
  type Answer,
  accountSid,
  api,
  apiKey,
  apiSecret,
  basic,
  create,
  keyed,
  look,
  twilioThatAnswers,
} from "../testing/answeringTwilio.ts";
import { createApi } from "./api.ts";

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

test("a local Twilio that does not run is reported at once, with how to start it", async () => {
  const { endpoint, close } = await twilioThatAnswers({ status: 200 });
  await close();
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
    const { endpoint, close } = await twilioThatAnswers(...answers);
    if (answers.length === 0) await close();

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
