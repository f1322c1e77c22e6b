// An account on a dedicated local Twilio, for tests of code that reads accounts.

import { createApi } from "@pulumi/twilio/client";
import { accountBeforeHandoff, type State, seed, startEmulator } from "@tac-handoff/emulator";
import { onTestFinished } from "vitest";

/** Starts a local Twilio that runs until the end of the test. */
export async function localAccount(state: State = accountBeforeHandoff()) {
  const twilio = await startEmulator({ state });
  onTestFinished(() => twilio.close());
  const credentials = {
    accountSid: seed.accountSid,
    apiKey: seed.apiKeySid,
    apiSecret: seed.apiKeySecret,
    endpoint: twilio.url,
  };
  return { twilio, credentials, api: createApi(credentials, new AbortController().signal) };
}
