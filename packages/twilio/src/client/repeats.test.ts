// What is sent again, how long that waits, and what ends it.

import { expect, onTestFinished, test } from "vitest";
import { type Answer, api, create, keyed, look, twilioThatAnswers } from "../testing/answeringTwilio.ts";
import type { Call } from "./api.ts";

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
  onTestFinished(() => void process.off("warning", listen));
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
