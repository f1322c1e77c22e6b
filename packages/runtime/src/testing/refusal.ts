// For tests: the whole message of a refusal.

import { HandoffError } from "../handoffError.ts";

/** The message of the HandoffError that `act` throws; something else where it throws another error, or none. */
export function messageOf(act: () => unknown): string {
  try {
    return `nothing was thrown, the answer is ${JSON.stringify(act())}`;
  } catch (error) {
    return error instanceof HandoffError ? error.message : `not a HandoffError: ${String(error)}`;
  }
}
