import { expect, test } from "vitest";
import { makeHttpRequest } from "../../build/build.ts";
import type { StubResponse } from "../scenario/http/stubs.ts";
import { last, run } from "../testing/aloneWidget.ts";

const ask = (options: object = {}) =>
  makeHttpRequest({ url: "https://a.example/x", on: { success: undefined, failed: undefined }, ...options });
const answering = (response: StubResponse) => ({ http: () => response });

test("an HTTP request renders its URL and sends parameters in the URL, or as a form with POST", async () => {
  const parameters = [{ key: "from", value: "{{trigger.call.From}}" }];
  const url = "https://a.example/{{trigger.call.CallSid}}?q=1";
  const contentType = "application/x-www-form-urlencoded;charset=utf-8";
  const json = "application/json;charset=utf-8" as const;

  expect((await run(ask({ url, parameters }))).requests).toEqual([
    { method: "GET", url: "https://a.example/CA1?q=1&from=%2B15550001", contentType, twilioAuth: false },
  ]);
  expect((await run(ask({ url, parameters, method: "POST" }))).requests).toEqual([
    {
      method: "POST",
      url: "https://a.example/CA1?q=1",
      contentType,
      body: "from=%2B15550001",
      twilioAuth: false,
    },
  ]);
  expect(
    (await run(ask({ method: "POST", content_type: json, body: '{"a":"{{trigger.call.From}}"}' }))).requests,
  ).toEqual([
    {
      method: "POST",
      url: "https://a.example/x",
      contentType: json,
      body: '{"a":"+15550001"}',
      twilioAuth: false,
    },
  ]);
});

test.each<[string, StubResponse, object]>([
  ["a JSON object", { body: { a: 1 } }, { status_code: 200, body: '{"a":1}', parsed: { a: 1 } }],
  ["a charset", { body: { a: 1 }, contentType: "application/json; charset=utf-8" }, { parsed: { a: 1 } }],
  ["a list", { body: [1] }, { body: "[1]", content_type: "application/json" }],
  ["another type", { body: { a: 1 }, contentType: "application/hal+json" }, { body: '{"a":1}' }],
  ["broken JSON", { body: "{", contentType: "application/json" }, { body: "{" }],
])("a response with %s sets the right outputs", async (_, response, outputs) => {
  const { execution } = await run(ask(), answering(response));

  expect(last(execution.steps)?.event).toBe("success");
  expect(execution.context.widgets.it).toMatchObject(outputs);
  expect("parsed" in (execution.context.widgets.it ?? {})).toBe("parsed" in outputs);
});

test("a refused, too large or lost response takes failed with 81016", async () => {
  const refused = await run(ask(), answering({ status: 404, body: "none" }));
  expect(refused.execution.steps[1]).toMatchObject({
    event: "failed",
    reason: "GET https://a.example/x: the response has status 404",
  });
  expect(refused.execution.context.widgets.it).toEqual({
    status_code: 404,
    content_type: "text/plain",
    body: "none",
  });
  expect(refused.warnings).toEqual([
    { code: 81016, widget: "it", message: "GET https://a.example/x: the response has status 404" },
  ]);

  const large = await run(ask(), answering({ body: "x".repeat(65_537) }));
  expect(large.warnings[0]?.message).toBe(
    "GET https://a.example/x: the response has 65537 bytes; the maximum is 65536",
  );
  expect((await run(ask(), answering({ body: "x".repeat(65_536) }))).warnings).toEqual([]);

  const lost = await run(ask({ url: "https://user:secret@a.example/x" }));
  expect(lost.warnings[0]?.message).toBe(
    "GET https://a.example/x: the scenario has no responses to requests",
  );
  expect(lost.execution.context.widgets.it).toEqual({});
});

test("parsed keeps the members of earlier runs", async () => {
  const bodies = [{ a: 1, b: 1 }, { b: 2 }];
  const { execution } = await run(
    makeHttpRequest({ url: "https://a.example/x", on: { success: "it", failed: undefined } }),
    {
      http: () => {
        const body = bodies.shift();
        return body ? { body } : { status: 500 };
      },
    },
  );

  expect(execution.context.widgets.it).toMatchObject({ parsed: { a: 1, b: 2 }, status_code: 500 });
});

test.each([
  ["no URL", { url: "{{flow.nothing}}" }, '"" is not a URL'],
  ["another protocol", { url: "file:///etc/passwd" }, '"file:///etc/passwd" is not a URL'],
  [
    "the reserved parameter",
    { parameters: [{ key: "method", value: "x" }] },
    'a parameter cannot be named "method"',
  ],
  [
    "credentials for another host",
    { add_twilio_auth: true },
    "Twilio's credentials are sent only to Twilio, not to a.example",
  ],
  [
    "credentials for a similar host",
    { add_twilio_auth: true, url: "https://api-twilio.com/" },
    "Twilio's credentials are sent only to Twilio, not to api-twilio.com",
  ],
  [
    "credentials for a host that starts like Twilio's",
    { add_twilio_auth: true, url: "https://api.twilio.com.example/" },
    "Twilio's credentials are sent only to Twilio, not to api.twilio.com.example",
  ],
])("with %s an HTTP request is never sent (81014)", async (_, options, message) => {
  const { requests, warnings, execution } = await run(ask(options), answering({}));

  expect(requests).toEqual([]);
  expect(warnings).toEqual([{ code: 81014, widget: "it", message }]);
  expect(last(execution.steps)).toMatchObject({ event: "failed", reason: message });
});

test("the account's credentials are sent to Twilio instead of those in the URL", async () => {
  const { requests } = await run(
    ask({ add_twilio_auth: true, url: "https://user:secret@conversations.twilio.com/v2/Conversations/1" }),
    answering({}),
  );

  expect(requests[0]).toMatchObject({
    url: "https://conversations.twilio.com/v2/Conversations/1",
    twilioAuth: true,
  });
});
