import { expect, test } from "vitest";
import { diffFlows } from "./diffFlows.ts";
import { diffMarkdown } from "./report/diffMarkdown.ts";
import { diffText } from "./report/diffText.ts";
import { callFlow, changed } from "./testing/testFlow.ts";

const setting = (properties: Record<string, unknown>) =>
  changed("sorry", (widget) => {
    Object.assign(widget.properties, properties);
  });

test.each([
  ["a password", { sip_password: "s3cret-1" }, { sip_password: "s3cret-2" }],
  ["another kind of password", { sip_auth_password: "s3cret-1" }, { sip_auth_password: "s3cret-2" }],
  [
    "credentials in a URL",
    { url: "https://me:s3cret-1@example.com" },
    { url: "https://me:s3cret-2@example.com" },
  ],
  [
    "a parameter",
    { parameters: [{ key: "apiKey", value: "s3cret-1" }] },
    { parameters: [{ key: "apiKey", value: "s3cret-2" }] },
  ],
  [
    "a parameter that occurs twice",
    {
      parameters: [
        { key: "a", value: "" },
        { key: "a", value: "" },
        { key: "token", value: "s3cret-1" },
      ],
    },
    {
      parameters: [
        { key: "a", value: "" },
        { key: "a", value: "" },
        { key: "token", value: "s3cret-2" },
      ],
    },
  ],
  [
    "a member of a body",
    { body: '{"client_secret": "s3cret-1"}' },
    { body: '{"client_secret": "s3cret-2"}' },
  ],
  ["a body that is not JSON", { body: '{"password": "s3cret-1"' }, { body: '{"password": "s3cret-2"' }],
  [
    "a query",
    { url: "https://x.com/?access_token=s3cret-1" },
    { url: "https://x.com/?access_token=s3cret-2" },
  ],
  ["a header", { note: "Authorization: Bearer s3cret-1" }, { note: "Authorization: Bearer s3cret-2" }],
  ["a number", { pin: { password: 53_1 } }, { pin: { password: 53_2 } }],
])("%s is reported as changed but not shown", (_, before, after) => {
  const changes = diffFlows(setting(before), setting(after));

  expect(changes).toMatchObject([{ kind: "changed", widget: "sorry", secret: true }]);
  for (const text of [JSON.stringify(changes), diffText(changes), diffMarkdown(changes)])
    expect(text).not.toMatch(/s3cret|53[12]/);
  expect(diffText(changes)).toContain("changed, not shown");
});

test("an added or removed widget does not show a secret either", () => {
  const flow = setting({ sip_password: "s3cret", url: "https://me:s3cret@example.com" });
  for (const changes of [diffFlows(undefined, flow), diffFlows(flow, undefined)]) {
    expect(changes.find(({ widget }) => widget === "sorry")).toMatchObject({ secret: true });
    expect(diffText(changes)).not.toContain('"…"');
    for (const text of [JSON.stringify(changes), diffText(changes), diffMarkdown(changes)])
      expect(text).not.toContain("s3cret");
  }
});

test("values that only resemble a secret are shown: Liquid, a token type, an address", () => {
  const changes = diffFlows(
    callFlow(),
    setting({
      sip_password: "{{flow.variables.password}}",
      token_type: "one-time",
      url: "https://example.com:8080/a?to=me@example.com&token={{x}}",
    }),
  );
  expect(changes.map(({ after, secret }) => [after, secret])).toEqual([
    ["{{flow.variables.password}}", undefined],
    ["one-time", undefined],
    ["https://example.com:8080/a?to=me@example.com&token={{x}}", undefined],
  ]);
});
