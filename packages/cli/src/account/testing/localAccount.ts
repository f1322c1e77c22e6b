// An account on a dedicated local Twilio, for tests of code that reads accounts.

import { createApi } from "@pulumi/twilio/client";
import {
  accountBeforeHandoff,
  type EmulatorOptions,
  type State,
  seed,
  startEmulator,
} from "@tac-handoff/emulator";
import { onTestFinished } from "vitest";

/**
 * Starts a local Twilio that runs until the end of the test.
 *
 * @param options.unknownField also for accounts that Twilio's documents rule out: such responses are not compared with them
 */
export async function localAccount(
  state: State = accountBeforeHandoff(),
  options: Pick<EmulatorOptions, "nulls" | "unknownField"> = {},
) {
  const twilio = await startEmulator({ state, ...options });
  onTestFinished(() => twilio.close());
  const credentials = {
    accountSid: seed.accountSid,
    apiKey: seed.apiKeySid,
    apiSecret: seed.apiKeySecret,
    endpoint: twilio.url,
  };
  return { twilio, credentials, api: createApi(credentials, new AbortController().signal) };
}
