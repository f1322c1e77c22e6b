// Waiting for Twilio: a question asked again, with growing pauses, until the answer is there.

import { setTimeout as delay } from "node:timers/promises";

/** Twilio's own pollers give up after a minute; two leave room for a slow day. */
const patienceMs = 120_000;
const firstPauseMs = 100;
const longestPauseMs = 3_000;

/** Waits, unless the engine cancels: then the signal's reason is thrown. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => {
    throw signal.reason;
  });
}

/**
 * Asks until the answer is not undefined.
 *
 * @param waitingFor completes the sentence "Twilio accepted the request, but … in 120 s"
 * @throws Error after two minutes, or the reason of `signal` when the engine cancels
 */
export async function until<T>(
  { signal }: { signal: AbortSignal },
  waitingFor: string,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  const giveUpAt = Date.now() + patienceMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 1.6, longestPauseMs)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > giveUpAt) {
      throw new Error(
        `Twilio accepted the request, but ${waitingFor} in ${patienceMs / 1_000} s. Run it again.`,
      );
    }
    await pause(pauseMs, signal);
  }
}
