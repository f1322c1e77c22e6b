import fc from "fast-check";
import { expect, test } from "vitest";
import { certificateName, productHost } from "./twilioHost.ts";

test.each([
  ["studio.twilio.com", "studio.twilio.com", "*.twilio.com"],
  ["flex-api.twilio.com:443", "flex-api.twilio.com", "*.twilio.com"],
  ["API.Twilio.COM", "api.twilio.com", "*.twilio.com"],
  ["conversations.au1.twilio.com", "conversations.twilio.com", "*.au1.twilio.com"],
  ["api.dublin.ie1.twilio.com:443", "api.twilio.com", "*.dublin.ie1.twilio.com"],
  ["api.sao-paulo.us1.twilio.com", "api.twilio.com", "*.sao-paulo.us1.twilio.com"],
])("%s is served as %s, with a certificate for %s", (host, product, certificate) => {
  expect([productHost(host), certificateName(host)]).toEqual([product, certificate]);
});

test.each([
  "",
  "twilio.com",
  "twilio.com.example.com",
  "api.twilio.com.example.com",
  "api-twilio.com",
  "apitwilio.com",
  "example.com:443",
  "api.attacker.twilio.com",
  "a.b.c.us1.twilio.com",
  "api.twilio.com:443:443",
  "api.twilio.com\n",
  ".twilio.com",
  "127.0.0.1",
])("%j is not one of Twilio's hosts", (host) => {
  expect([productHost(host), certificateName(host)]).toEqual([undefined, undefined]);
});

test("a host that is served differs from its product's only in region, edge, port and case", () => {
  const label = fc.stringMatching(/^[a-zA-Z0-9.:-]{0,12}$/);
  fc.assert(
    fc.property(label, label, (before, after) => {
      const product = productHost(`${before}.twilio.com${after}`);
      if (product === undefined) return;
      expect(before.toLowerCase().split(".")[0]).toBe(product.split(".")[0]);
      expect(after).toMatch(/^(:\d+)?$/);
    }),
  );
});
