import { expect, test } from "vitest";
import { checkFlow } from "../../check.ts";
import { exampleDefinition, goodbye, widget } from "../../codes/issueCode.ts";

const found = (type: string, properties: object, on: Record<string, string> = {}) =>
  checkFlow(exampleDefinition({ widgets: [widget("it", type, properties, on), goodbye] }))
    .filter(({ code }) => ["secret_in_text", "insecure_url", "personal_data_in_url"].includes(code))
    .map(
      ({ severity, code, path, message }) =>
        `${severity} ${code} at ${path.replace("states[1].properties.", "")}: ${message.replace('widget "it": ', "")}`,
    );
const request = (properties: object) =>
  found("make-http-request", { url: "https://a.example", ...properties });
const advice =
  "visible to anyone who can read the flow; store it in a Function's environment and rotate it, since old revisions of the flow still contain it";

test("a secret is reported with its place, its kind and at most its first characters", () => {
  const parameters = [
    { key: "name", value: "a1b2c3d4e5" },
    { key: "api_key", value: "a1b2c3d4e5" },
    { key: "token", value: "{{widgets.login.parsed.token}}" },
  ];
  expect(request({ url: "https://agent:hunter22@a.example/x", parameters })).toEqual([
    `warning secret_in_text at parameters[1].value: value contains the secret "api_key" in plain text (a1b…, 10 characters), ${advice}`,
    `warning secret_in_text at url: url contains a password in plain text (hun…, 8 characters), ${advice}`,
  ]);
  expect(found("connect-call-to", { noun: "sip", sip_password: "swordfish" })).toEqual([
    `warning secret_in_text at sip_password: sip_password contains a password in plain text (swo…, 9 characters), ${advice}`,
  ]);
  expect(request({ url: "https://<API_HOST>/?api_key=a1b2c3d4e5" })).toHaveLength(1);
  expect(request({ url: "https://a.example/?api_key=YOUR_API_KEY_12" })).toEqual([]);
  expect(found("connect-call-to", { noun: "sip", sip_password: "{{flow.data.password}}" })).toEqual([]);
});

test("no message repeats a secret, whatever else is wrong with the string", () => {
  const secret = "a1b2c3d4e5f6a1b2c3d4";
  const broken = `{"api_key": "${secret}", {{flow.sid}`;
  const states = [
    widget("Trigger", "trigger", {}, { incomingCall: "it" }),
    widget("it", "make-http-request", {
      url: `http://a:${secret}@a.example/{{x}}`,
      method: "POST",
      content_type: "application/json",
      body: broken,
      parameters: [{ key: "token", value: secret }],
    }),
    widget("set", "set-variables", { variables: [{ key: "password", value: secret, type: "text" }] }),
    widget("flex", "send-to-flex", { workflow: "WW1", channel: "TC1", attributes: broken }),
  ];

  const issues = checkFlow({ states, initial_state: "Trigger" });

  expect(issues.filter(({ code }) => code === "secret_in_text")).toHaveLength(5);
  expect(JSON.stringify(issues)).not.toContain(secret.slice(0, 6));
});

test("an unencrypted connection is reported, unless it is to localhost", () => {
  expect(request({ url: "http://a.example/x" })).toEqual([
    "warning insecure_url at url: url uses an unencrypted connection (http://), so others can read and change what is sent; use https://",
  ]);
  expect(found("fork-stream", { stream_action: "start", stream_url: "ws://a.example" })).toEqual([
    "warning insecure_url at stream_url: stream_url uses an unencrypted connection (ws://), so others can read and change what is sent; use wss://",
  ]);
  expect(request({ url: "http://localhost:3000/x" })).toEqual([]);
  expect(request({ body: "see http://a.example", method: "POST" })).toEqual([]);
});

test("a customer's data in a URL or in the parameters of a GET request is reported once", () => {
  const personal = (at: string, paths: string) =>
    `warning personal_data_in_url at ${at}: the URL contains the customer's data (${paths}), and URLs end up in logs; send it in the body of a POST`;
  const parameters = [{ key: "from", value: "{{trigger.call.From}}" }];

  expect(request({ url: "https://a.example/{{contact.channel.address | url_encode}}", parameters })).toEqual([
    personal("parameters[0].value", "{{trigger.call.From}}, {{contact.channel.address}}"),
  ]);
  expect(request({ method: "POST", parameters })).toEqual([]);
  expect(request({ url: "https://lookups.twilio.com/v2/PhoneNumbers/{{trigger.call.From}}" })).toEqual([]);
  expect(request({ url: "https://a.example/{{flow.sid}}?to={{trigger.call.To}}" })).toEqual([]);
  expect(found("add-twiml-redirect", { url: "https://a.example/?said={{trigger.call.Caller}}" })).toEqual([
    personal("url", "{{trigger.call.Caller}}"),
  ]);
});
