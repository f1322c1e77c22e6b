// The setup for tests with twilio-node: a local Twilio and an unmodified client of it.

import twilio from "twilio";
import type RequestClient from "twilio/lib/base/RequestClient.js";
import * as seed from "../seed/account.ts";
import { emulatorScene } from "./emulatorScene.ts";

/** The one change: another scheme and host, the original host in a header (docs/local-twilio.md, "Clients"). */
class LocalRequestClient extends twilio.RequestClient {
  readonly base: () => string;

  constructor(base: () => string) {
    super({ timeout: 5_000 });
    this.base = base;
  }

  override request<T>(options: RequestClient.RequestOptions<T>) {
    const uri = new URL(options.uri);
    return super.request<T>({
      ...options,
      uri: options.uri.replace(uri.origin, this.base()),
      headers: { ...options.headers, "X-Original-Host": uri.host },
    });
  }
}

/** Starts a local Twilio before each test of the calling file. */
export function twilioNodeScene() {
  const scene = emulatorScene(() => ({ operationDelayMs: 20, storeActivationMs: 20 }));
  const httpClient = new LocalRequestClient(() => scene.emulator.url);
  const client = twilio(seed.apiKeySid, seed.apiKeySecret, { accountSid: seed.accountSid, httpClient });
  return Object.assign(scene, { httpClient, client });
}
