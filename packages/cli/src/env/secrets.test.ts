import { expect, test } from "vitest";
import { describeUnknown, findSecrets } from "./secrets.ts";

const accountSid = `AC${"1".repeat(32)}`;
const otherAccount = `AC${"2".repeat(32)}`;
const environment = {
  TWILIO_API_KEY: "SKenv",
  TWILIO_API_SECRET: "secret-env",
  TWILIO_AUTH_TOKEN: "token-env",
};

test("the stack's configuration takes precedence over the environment", () => {
  const config = {
    "twilio:apiKey": "SKconf",
    "twilio:apiSecret": "secret-conf",
    "twilio:authToken": "token-conf",
  };

  expect(findSecrets({ accountSid, config, environment })).toEqual({
    values: {
      TWILIO_API_KEY: "SKconf",
      TWILIO_API_SECRET: "secret-conf",
      TWILIO_AUTH_TOKEN: "token-conf",
    },
    notes: [],
  });
});

test("the environment provides what the configuration does not have", () => {
  const config = { "twilio:apiKey": "SKconf", "twilio:apiSecret": "secret-conf" };

  expect(findSecrets({ accountSid, config, environment }).values).toEqual({
    TWILIO_API_KEY: "SKconf",
    TWILIO_API_SECRET: "secret-conf",
    TWILIO_AUTH_TOKEN: "token-env",
  });
});

test("a key is never combined with a secret from elsewhere", () => {
  const config = { "twilio:apiKey": "SKconf" };

  expect(findSecrets({ accountSid, config, environment }).values).toEqual({ TWILIO_AUTH_TOKEN: "token-env" });
});

test("credentials of an environment for another account are not used, and reported without their values", () => {
  const foreign = { ...environment, TWILIO_ACCOUNT_SID: otherAccount };

  expect(findSecrets({ accountSid, config: {}, environment: foreign })).toEqual({
    values: {},
    notes: [
      `The environment's credentials are not used: its TWILIO_ACCOUNT_SID is ${otherAccount}, the stack's account is ${accountSid}.`,
    ],
  });
});

test("another account in the environment does not matter if its credentials are not needed", () => {
  const config = { "twilio:apiKey": "SK", "twilio:apiSecret": "s", "twilio:authToken": "t" };
  const foreign = { ...environment, TWILIO_ACCOUNT_SID: otherAccount };

  expect(findSecrets({ accountSid, config, environment: foreign }).notes).toEqual([]);
});

test("a missing credential is reported with its purpose and where to get it", () => {
  expect(describeUnknown(["TWILIO_API_SECRET", "TWILIO_AUTH_TOKEN"])).toEqual([
    "TWILIO_API_SECRET missing: required for TAC to call Twilio. Create a key in the Console (Account > API keys & tokens), then set twilio:apiKey and twilio:apiSecret in the stack's configuration, or TWILIO_API_KEY and TWILIO_API_SECRET in the environment.",
    "TWILIO_AUTH_TOKEN missing: required for TAC to check Twilio's signatures. Copy it from the Console (Account > API keys & tokens), then set twilio:authToken in the stack's configuration, or TWILIO_AUTH_TOKEN in the environment.",
  ]);
  expect(describeUnknown([])).toEqual([]);
});
