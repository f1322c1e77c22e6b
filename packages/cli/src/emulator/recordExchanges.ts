// For tests that start the local Twilio as a process of its own, as the demo does: what passes through it is compared with
// Twilio's documents afterwards (packages/documents/src/vitestSetup.ts).

import { appendFileSync } from "node:fs";
import { observeExchanges } from "@tac-handoff/emulator/exchanges";

/** Names the file. Each exchange is one line of JSON in it. */
const variable = "TAC_HANDOFF_EXCHANGES";

/** @returns a function that ends it */
export function recordExchanges(env: Readonly<Record<string, string | undefined>>): () => void {
  const file = env[variable];
  if (file === undefined) return () => {};
  return observeExchanges((exchange) => appendFileSync(file, `${JSON.stringify(exchange)}\n`));
}
