// An account at a local Twilio of its own, for tests of what reads one.

import { createApi } from "@pulumi/twilio/client";
import { accountBeforeHandoff, type State, seed, startEmulator } from "@tac-handoff/emulator";
import { onTestFinished } from "vitest";

/** Starts a local Twilio until the end of the test. */
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
