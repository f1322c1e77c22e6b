import { expect, test } from "vitest";
import { findSchemaProblems } from "../provider/check.ts";
import { unknownValue } from "../values/unknown.ts";
import { credentials, withEnvironment } from "./credentials.ts";

const accountSid = `AC${"1".padStart(32, "0")}`;
const apiKey = `SK${"1".padStart(32, "0")}`;
const secret = "hunter2-the-secret";
const withKey = { accountSid, apiKey, apiSecret: secret };

const problemsOf = (config: Record<string, unknown>) =>
  findSchemaProblems(credentials, config).map(({ path, message }) => `${path.join(".")}: ${message}`);

test.each([
  ["an API key", withKey],
  ["an auth token", { accountSid, authToken: secret }],
  ["both, of which the key is used", { ...withKey, authToken: secret }],
  ["a region and an edge", { ...withKey, region: "ie1", edge: "dublin" }],
  [
    "what preview does not know yet",
    { accountSid: unknownValue, apiKey: unknownValue, apiSecret: unknownValue },
  ],
])("the configuration may hold %s", (_, config) => {
  expect(problemsOf(config)).toEqual([]);
});

test("everything missing in an empty configuration is reported at once", () => {
  expect(problemsOf({})).toEqual([
    "accountSid: is missing",
    "apiKey: expected apiKey with apiSecret, or authToken",
  ]);
});

test("a key needs its secret, and a secret its key", () => {
  const together = "apiSecret: apiKey and apiSecret go together: set both or neither";
  expect(problemsOf({ accountSid, apiKey })).toEqual([together]);
  expect(problemsOf({ accountSid, authToken: secret, apiSecret: secret })).toEqual([together]);
});

test("no problem ever shows a credential", () => {
  const wrong = [
    { accountSid, apiSecret: secret },
    { accountSid: 1, apiKey, apiSecret: 12345, authToken: 67890 },
    { accountSid, apiKey, apiSecret: secret, authToken: 67890, endpoint: `http://user:${secret}@127.0.0.1` },
    { accountSid, authToken: secret, endpoint: `https://user:${secret}@example.com/` },
    { accountSid, authToken: "", apiKey, apiSecret: "" },
  ];
  for (const config of wrong) {
    const shown = problemsOf(config).join("\n");
    expect(shown).not.toBe("");
    for (const credential of [secret, "12345", "67890"]) expect(shown).not.toContain(credential);
  }
});

test.each([
  "http://127.0.0.1:4010",
  "http://127.8.9.1",
  "https://localhost:4010/",
  "http://[::1]:4010",
  // Other ways to write 127.0.0.1.
  "http://127.1:4010",
  "http://2130706433",
])("%s is an address of this machine", (endpoint) => {
  expect(problemsOf({ ...withKey, endpoint })).toEqual([]);
});

test.each([
  "https://api.twilio.com",
  "http://127.0.0.1.example.com",
  "http://localhost.example.com",
  "http://127.0.0.1@example.com",
  "http://example.com#127.0.0.1",
  "http://10.0.0.1:4010",
  "http://0.0.0.0:4010",
  "http://[::ffff:10.0.0.1]",
  "file:///127.0.0.1",
])("%s is not, and credentials do not go there", (endpoint) => {
  const shown = endpoint.replace("127.0.0.1@", "…@");
  expect(problemsOf({ ...withKey, endpoint })).toEqual([
    `endpoint: expected an address of this machine, for instance http://127.0.0.1:4010, found "${shown}"`,
  ]);
});

test.each([`http://user:${secret}@127.0.0.1`, `http://:${secret}@127.0.0.1`])(
  "an endpoint with credentials in it is refused without showing them",
  (endpoint) => {
    expect(problemsOf({ ...withKey, endpoint })).toEqual([
      'endpoint: expected an address of this machine, for instance http://127.0.0.1:4010, found "http://…@127.0.0.1"',
    ]);
  },
);

test("an endpoint that is not a URL is a problem, not a crash", () => {
  expect(problemsOf({ ...withKey, endpoint: "localhost" })).toEqual([
    'endpoint: Invalid URL, found "localhost"',
  ]);
});

test("a misspelt key is named", () => {
  expect(problemsOf({ ...withKey, apisecret: "x" })).toEqual([': Unrecognized key: "apisecret"']);
});

test("what the configuration leaves out comes from Twilio's environment variables", () => {
  const environment = {
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_API_KEY: apiKey,
    TWILIO_API_SECRET: secret,
    TWILIO_REGION: "ie1",
    TWILIO_EDGE: "",
    PATH: "/bin",
  };
  expect(withEnvironment({ region: "au1" }, environment)).toEqual({ ...withKey, region: "au1" });
});

test("credentials of the configuration are not mixed with those of the environment", () => {
  const otherKey = `SK${"9".repeat(32)}`;
  const environment = { TWILIO_AUTH_TOKEN: "token", TWILIO_API_KEY: otherKey, TWILIO_API_SECRET: "other" };
  expect(withEnvironment({ accountSid, authToken: secret }, environment)).toEqual({
    accountSid,
    authToken: secret,
  });
  expect(withEnvironment({ accountSid, apiKey }, environment)).toEqual({ accountSid, apiKey });
});

test.each([
  { TWILIO_API_SECRET: secret },
  { TWILIO_API_SECRET: secret, TWILIO_API_KEY: apiKey, TWILIO_AUTH_TOKEN: "token" },
])(
  "a key of the configuration takes its secret from the environment, which names no other key: %o",
  (environment) => {
    expect(withEnvironment({ accountSid, apiKey }, environment)).toEqual(withKey);
  },
);

test("the caller's configuration stays as it was", () => {
  const config = { accountSid };
  withEnvironment(config, { TWILIO_AUTH_TOKEN: secret });
  expect(config).toEqual({ accountSid });
});
