// For tests: the error that a call throws.

import { HandoffError } from "../handoffError.ts";

/** Returns the HandoffError that `act` throws; undefined if it throws another error, or none. */
export function errorOf(act: () => unknown): HandoffError | undefined {
  try {
    act();
  } catch (error) {
    if (error instanceof HandoffError) return error;
  }
  return undefined;
}

/** Returns the message of the HandoffError that `act` throws; a description if it throws another error, or none. */
export function messageOf(act: () => unknown): string {
  try {
    return `nothing was thrown; the result is ${JSON.stringify(act())}`;
  } catch (error) {
    return error instanceof HandoffError ? error.message : `not a HandoffError: ${String(error)}`;
  }
}
