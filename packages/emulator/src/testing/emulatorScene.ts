// A local Twilio for each test of a file.

import { beforeEach } from "vitest";
import { ask, type EmulatorRequest } from "../ask.ts";
import type { Emulator, EmulatorOptions } from "../server.ts";
import { startedEmulator } from "./startedEmulator.ts";

/** Writes and calls. */
export const customer = "+15557654321";

/**
 * Starts a local Twilio before each test of the calling file, and closes it afterwards.
 *
 * @param options returns the options of each start
 */
export function emulatorScene(options: () => EmulatorOptions | Promise<EmulatorOptions> = () => ({})) {
  let emulator: Emulator;

  beforeEach(async () => {
    emulator = await startedEmulator(await options());
  });

  return {
    get emulator() {
      return emulator;
    },
    /** Starts another local Twilio in place of this one. */
    async restart(others: EmulatorOptions): Promise<void> {
      await emulator.close();
      emulator = await startedEmulator(others);
    },
    call: (what: string, request?: EmulatorRequest) => ask(emulator, what, request),
  };
}
