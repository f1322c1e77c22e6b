// For tests only: a local Twilio on a free port, and the provider's own client for it.

import {
  type Emulator,
  type EmulatorOptions,
  type LoggedRequest,
  seed,
  startEmulator,
} from "@tac-handoff/emulator";
import { type Api, createApi } from "../client/api.ts";

export interface LocalTwilio extends Emulator {
  api: Api;
  /** Requests that change something, oldest first. Asking Studio to validate a definition does not. */
  writes(): LoggedRequest[];
}

/** Starts a local Twilio without delays, with the account as teams have it before the hand-off. */
export async function startLocalTwilio(options: EmulatorOptions = {}): Promise<LocalTwilio> {
  const emulator = await startEmulator({ operationDelayMs: 0, storeActivationMs: 0, ...options });
  const credentials = {
    accountSid: seed.accountSid,
    apiKey: seed.apiKeySid,
    apiSecret: seed.apiKeySecret,
    endpoint: emulator.url,
  };
  return {
    ...emulator,
    api: createApi(credentials, new AbortController().signal, { firstPauseMs: 0 }),
    writes: () =>
      emulator.requests().filter(({ method, path }) => method !== "GET" && !path.endsWith("/Validate")),
  };
}
