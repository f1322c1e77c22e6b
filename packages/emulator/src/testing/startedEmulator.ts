// A local Twilio for one test.

import { onTestFinished } from "vitest";
import { type Emulator, type EmulatorOptions, startEmulator } from "../server.ts";

/** Starts a local Twilio that is closed when the test is over. */
export async function startedEmulator(options?: EmulatorOptions): Promise<Emulator> {
  const emulator = await startEmulator(options);
  onTestFinished(() => emulator.close());
  return emulator;
}
