/** A payload, a contract or an environment variable that a hand-off cannot work with. The message includes what to do. */
export class HandoffError extends Error {
  override readonly name = "HandoffError";
}
