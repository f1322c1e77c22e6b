// SIDs and ids, numbered by one counter so that none is used twice.

import type { State } from "./state.ts";

/** Creates a classic SID: two letters and the counter as 32 hexadecimal digits, so that it is plainly not a real one. */
export function nextSid(state: State, prefix: string): string {
  state.sequence += 1;
  return prefix + state.sequence.toString(16).padStart(32, "0");
}

/** Creates an id of the newer APIs, `<prefix>_[0-7][0-9a-z]{25}`, e.g. `conv_configuration_0000…01a`. */
export function nextId(state: State, prefix: string): string {
  state.sequence += 1;
  return `${prefix}_${state.sequence.toString(36).padStart(26, "0")}`;
}

/** The counter in a SID or id, for sorting by age: dates are in whole seconds, which is too coarse. */
export function orderOf(id: string): number {
  return id.includes("_") ? parseInt(id.slice(id.lastIndexOf("_") + 1), 36) : parseInt(id.slice(2), 16);
}
