// For tests only: a local Twilio of its own for each test of a file.

import type { EmulatorOptions } from "@tac-handoff/emulator";
import { afterEach, beforeEach } from "vitest";
import { type LocalTwilio, startLocalTwilio } from "./localTwilio.ts";

/** Starts a local Twilio before each test of the calling file, and closes it afterwards. */
export function runningTwilio() {
  let twilio: LocalTwilio;

  beforeEach(async () => {
    twilio = await startLocalTwilio();
  });
  afterEach(() => twilio.close());

  return {
    get api() {
      return twilio.api;
    },
    get state() {
      return twilio.state;
    },
    requests: (method?: string) => twilio.requests(method),
    writes: () => twilio.writes(),
    /** Starts another local Twilio in place of this one. */
    async restart(options: EmulatorOptions): Promise<void> {
      await twilio.close();
      twilio = await startLocalTwilio(options);
    },
  };
}
