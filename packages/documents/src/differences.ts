// Where the local Twilio deliberately differs from Twilio's documents. Everything else that differs fails the test that
// shows it, and so does an entry here that no longer occurs in any test.

import type { Violation } from "./judge.ts";

export interface Difference {
  /** Of a violation; `*` stands for any text. */
  operation: string;
  part: Violation["part"];
  at: string;
  /** Why the local Twilio differs, with the source that it follows instead. */
  reason: string;
}

export const differences: Difference[] = [];

/** What an entry is called in messages. */
export function nameOf({ operation, part, at }: Difference): string {
  return `${operation} ${part} ${at || "(whole)"}`;
}

/** The entry that covers a violation. */
export function differenceOf(
  { operation, part, at }: Violation,
  among: Difference[] = differences,
): Difference | undefined {
  return among.find(
    (one) => one.part === part && matches(one.operation, operation) && matches(one.at, at),
  );
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[\\^$.+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(text);
}
