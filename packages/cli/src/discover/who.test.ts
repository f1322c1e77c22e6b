import { expect, test } from "vitest";
import { CredentialsError } from "../account/credentials.ts";
import { type Whose, whose } from "./who.ts";

const accountSid = `AC${"1".repeat(32)}`;
const apiKey = `SK${"1".repeat(32)}`;
const apiSecret = "a-secret-of-tests";
const environment = { TWILIO_ACCOUNT_SID: accountSid, TWILIO_API_KEY: apiKey, TWILIO_API_SECRET: apiSecret };
const endpoint = "http://127.0.0.1:4010";
const file = (config: Record<string, unknown>): Whose["existing"] => ({
  text: JSON.stringify({ config }),
  stack: "prod",
  file: "Pulumi.prod.yaml",
});

test("the environment's credentials are enough without a file", async () => {
  expect(await whose({ environment })).toEqual({ accountSid, apiKey, apiSecret });
});

test("a stack that uses a local Twilio is read from there, unless another one is given", async () => {
  const existing = file({ "twilio:endpoint": endpoint, "twilio:accountSid": accountSid });

  expect(await whose({ environment, existing })).toMatchObject({ endpoint });
  expect(await whose({ environment, existing, endpoint: "http://127.0.0.1:1" })).toMatchObject({
    endpoint: "http://127.0.0.1:1",
  });
});

test("an API key in the file is combined with the secret from the environment", async () => {
  const existing = file({ "twilio:accountSid": accountSid, "twilio:apiKey": apiKey });
  expect(await whose({ environment: { TWILIO_API_SECRET: apiSecret }, existing })).toEqual({
    accountSid,
    apiKey,
    apiSecret,
  });
});

test("an API key from the environment is used even if the file has another one, whose secret is missing", async () => {
  const existing = file({ "twilio:accountSid": accountSid, "twilio:apiKey": `SK${"2".repeat(32)}` });
  expect(await whose({ environment, existing })).toEqual({ accountSid, apiKey, apiSecret });
});

test("a file for another account is rejected", async () => {
  const other = `AC${"2".repeat(32)}`;
  await expect(whose({ environment, existing: file({ "twilio:accountSid": other }) })).rejects.toThrow(
    expect.objectContaining({
      message: `Pulumi.prod.yaml is for account ${other}, but the credentials are for ${accountSid}. Specify another stack, or remove twilio:accountSid from the file.`,
    }),
  );
});

test("missing variables are named", async () => {
  await expect(whose({ environment: {} })).rejects.toThrow(
    new CredentialsError(`Cannot connect to Twilio:
  TWILIO_ACCOUNT_SID (twilio:accountSid): is missing
  TWILIO_API_KEY (twilio:apiKey): expected apiKey with apiSecret, or authToken
Set TWILIO_ACCOUNT_SID, TWILIO_API_KEY and TWILIO_API_SECRET (Console: Account > API keys & tokens), name a .env file with --env, or a stack with --stack.`),
  );
});
