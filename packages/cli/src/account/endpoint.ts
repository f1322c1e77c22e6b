// The URL of a local Twilio, given on the command line.

import type { Io } from "@tac-handoff/studio/command";
import { UserError } from "@tac-handoff/studio/errors";

/** Long enough for a local server under load. */
const timeoutMs = 10_000;

/** `--endpoint` does not point to a local Twilio. */
export class EndpointError extends UserError {
  override readonly name = "EndpointError";
}

/**
 * Checks that a local Twilio listens at a URL, using a route that only a local Twilio has.
 *
 * @throws EndpointError
 */
export async function checkEndpoint(endpoint: string, { typed }: Pick<Io, "typed">): Promise<void> {
  const start = `Start one with ${typed("emulator")}, and pass the URL it prints.`;
  if (!URL.canParse(endpoint) || !/^https?:\/\//.test(endpoint))
    throw new EndpointError(`--endpoint: expected a URL such as http://127.0.0.1:4010, found "${endpoint}".`);
  const response = await fetch(new URL("/local/health", endpoint), {
    signal: AbortSignal.timeout(timeoutMs),
    headers: { connection: "close" },
  }).catch(() => undefined);
  if (!response) throw new EndpointError(`--endpoint: no server responds at ${endpoint}. ${start}`);
  const health: unknown = await response.json().catch(() => undefined);
  const isLocalTwilio = typeof health === "object" && health !== null && "pid" in health;
  if (!isLocalTwilio)
    throw new EndpointError(`--endpoint: the server at ${endpoint} is not a local Twilio. ${start}`);
}
