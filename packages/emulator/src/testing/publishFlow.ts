// Publishes a flow as the API does, for tests.

import { ask, type EmulatorResponse } from "../ask.ts";
import type { Emulator } from "../server.ts";

export const flows = "https://studio.twilio.com/v2/Flows";

/** @returns the flow as Twilio returns it, including `sid` and `webhook_url` */
export async function publishFlow(
  emulator: Pick<Emulator, "url" | "state">,
  definition: unknown,
  { status = "published", flow = "" } = {},
): Promise<EmulatorResponse["body"]> {
  const form = { FriendlyName: "flow", Status: status, Definition: JSON.stringify(definition) };
  const { body } = await ask(emulator, `POST ${flows}${flow && `/${flow}`}`, {
    form,
  });
  if (body.sid === undefined) throw new Error(`not published: ${JSON.stringify(body)}`);
  return body;
}
