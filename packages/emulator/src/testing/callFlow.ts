// Calls a flow, for tests.

import { ask, type EmulatorResponse } from "../ask.ts";
import * as seed from "../seed/account.ts";
import type { Emulator } from "../server.ts";
import { customer } from "./emulatorScene.ts";
import { publishFlow } from "./publishFlow.ts";

/**
 * Publishes a flow, sets it as the number's voice URL and places a call.
 *
 * @returns the response to the call, including `callSid` and `call`
 */
export async function callFlow(
  emulator: Pick<Emulator, "url" | "state">,
  definition: unknown,
): Promise<EmulatorResponse["body"]> {
  const { webhook_url } = await publishFlow(emulator, definition);
  Object.assign(emulator.state.phoneNumbers[seed.phoneNumberSid] ?? {}, { voice_url: webhook_url });
  const json = { from: customer, to: seed.phoneNumber };
  return (await ask(emulator, "POST /local/calls", { json })).body;
}
