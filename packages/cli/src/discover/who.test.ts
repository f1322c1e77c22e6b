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

test("the environment's credentials do without a file", async () => {
  expect(await whose({ environment })).toEqual({ accountSid, apiKey, apiSecret });
});

test("a stack that names a local Twilio is read from there, unless another one is asked for", async () => {
  const existing = file({ "twilio:endpoint": endpoint, "twilio:accountSid": accountSid });

  expect(await whose({ environment, existing })).toMatchObject({ endpoint });
  expect(await whose({ environment, existing, endpoint: "http://127.0.0.1:1" })).toMatchObject({
    endpoint: "http://127.0.0.1:1",
  });
});

test("a file's key is completed by the secret of the environment", async () => {
  const existing = file({ "twilio:accountSid": accountSid, "twilio:apiKey": apiKey });
  expect(await whose({ environment: { TWILIO_API_SECRET: apiSecret }, existing })).toEqual({
    accountSid,
    apiKey,
    apiSecret,
  });
});

test("a key of the environment is used though the file names another, whose secret it does not have", async () => {
  const existing = file({ "twilio:accountSid": accountSid, "twilio:apiKey": `SK${"2".repeat(32)}` });
  expect(await whose({ environment, existing })).toEqual({ accountSid, apiKey, apiSecret });
});

test("a file of another account is refused", async () => {
  const other = `AC${"2".repeat(32)}`;
  await expect(whose({ environment, existing: file({ "twilio:accountSid": other }) })).rejects.toThrow(
    expect.objectContaining({
      message: `Pulumi.prod.yaml is of account ${other}, and the credentials are of ${accountSid}. Name another stack, or take twilio:accountSid out of the file.`,
    }),
  );
});

test("what is missing is named", async () => {
  await expect(whose({ environment: {} })).rejects.toThrow(
    new CredentialsError(`Cannot connect to Twilio:
  TWILIO_ACCOUNT_SID (twilio:accountSid): is missing
  TWILIO_API_KEY (twilio:apiKey): expected apiKey with apiSecret, or authToken
Set TWILIO_ACCOUNT_SID, TWILIO_API_KEY and TWILIO_API_SECRET (Console: Account > API keys & tokens), name a .env file with --env, or a stack with --stack.`),
  );
});
