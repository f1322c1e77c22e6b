// For tests: the complete message of an error.

import { HandoffError } from "../handoffError.ts";

/** Returns the message of the HandoffError that `act` throws; a description if it throws another error, or none. */
export function messageOf(act: () => unknown): string {
  try {
    return `nothing was thrown; the result is ${JSON.stringify(act())}`;
  } catch (error) {
    return error instanceof HandoffError ? error.message : `not a HandoffError: ${String(error)}`;
  }
}
