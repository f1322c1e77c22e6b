import fc from "fast-check";
import { expect, test } from "vitest";
import { describeSecret, findNamedSecret, findSecret } from "./secrets.ts";

// Assembled here, so that scanners do not report the samples as secrets.
const made = (...parts: string[]) => parts.join("");
const hex = "0123456789abcdef".repeat(2);

test.each([
  ["https://agent:hunter2@api.example.com/x", "a password", "hunter2"],
  [made("curl -u AC", hex, ":", hex), "a Twilio auth token", hex],
  [made("SK", hex), "a Twilio API key SID", made("SK", hex)],
  [made("Bear", "er abcdefghijklmnop1234"), "a bearer token", "abcdefghijklmnop1234"],
  [made("Ba", "sic QUMxMjM0NTY3ODkwOnNlY3JldA=="), "Basic credentials", "QUMxMjM0NTY3ODkwOnNlY3JldA=="],
  [made("AK", "IAIOSFODNN7EXAMPLE"), "an AWS access key", made("AK", "IAIOSFODNN7EXAMPLE")],
  [made("xo", "xb-123456789012-abcdef"), "a Slack token", made("xo", "xb-123456789012-abcdef")],
  [made("sk", "-proj-abcdefghijklmnopqrstuvwx"), "an API key", made("sk", "-proj-abcdefghijklmnopqrstuvwx")],
  [
    made("ey", "JhbGciOiJIUzI1.ey", "JzdWIiOiIxMjM0.abc"),
    "a JSON Web Token",
    made("ey", "JhbGciOiJIUzI1.ey", "JzdWIiOiIxMjM0.abc"),
  ],
  [made("-----BEGIN ", "PRIVATE KEY-----\nMIIE"), "a private key", made("-----BEGIN ", "PRIVATE KEY-----")],
  ["https://api.example.com/x?a=1&api_key=a1b2c3d4e5", 'the secret "api_key"', "a1b2c3d4e5"],
  ["https://fn.example.com/x?code=a1b2c3d4e5f6g7h8i9j0k1", 'the secret "code"', "a1b2c3d4e5f6g7h8i9j0k1"],
  ['{"user": "ann", "clientSecret": "a1b2c3d4e5"}', 'the secret "clientSecret"', "a1b2c3d4e5"],
])("%s contains %s", (text, what, value) => {
  expect(findSecret(text)).toEqual({ what, value });
});

test.each([
  "https://{{flow.data.user}}:{{flow.data.password}}@api.example.com/x",
  "https://api.example.com/x?token={{widgets.get.parsed.token}}&key=greeting&code=en",
  "https://api.example.com/x?api_key=production",
  "Bearer {{widgets.login.parsed.token}}",
  '{"token": "{{flow.variables.token}}", "password": ""}',
  "Your token is ready at 10:30, password: see your e-mail",
  "Basic internationalization and a bearer of misunderstandings",
  "https://example.com/sk-slovakia-and-its-many-villages",
  made("AC", hex),
  made("WW", hex),
])("%s contains no secret", (text) => {
  expect(findSecret(text)).toBeUndefined();
});

test("the name and the value determine whether it is a secret", () => {
  expect(findNamedSecret("api_key", "a1b2c3d4")).toBeDefined();
  expect(findNamedSecret("x-api-key", "a1b2c3d4")).toBeDefined();
  expect(findNamedSecret("accessToken", "a1b2c3d4")).toBeDefined();
  expect(findNamedSecret("password", "hunter")).toBeDefined();
  expect(findNamedSecret("token", "LatestPublished")).toBeUndefined();
  expect(findNamedSecret("token", "{{flow.data.token}}")).toBeUndefined();
  expect(findNamedSecret("monkey", "a1b2c3d4e5f6g7h8i9j0k1l2")).toBeUndefined();
  expect(findNamedSecret("key", "a1b2c3d4")).toBeUndefined();
  expect(findNamedSecret("order", "a1b2c3d4e5f6g7h8i9j0k1l2")).toBeUndefined();
});

test("the description contains at most the first three characters", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 4 }), (value) => {
      expect(describeSecret({ what: "", value })).toMatch(/^(.{3}…, )?\d+ characters$/su);
      expect(describeSecret({ what: "", value }).includes(value.slice(0, 4))).toBe(false);
    }),
  );
});
