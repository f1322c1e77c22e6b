// When conversations end, in minutes from the last communication.

interface Timeouts {
  inactive?: number | null | undefined;
  closed?: number | null | undefined;
}

/**
 * Whether a conversation becomes INACTIVE before it is CLOSED. Anything but two numbers is not judged.
 *
 * Source: twilio-node 6.3.1 says it of a conversation's own settings; of a configuration's it is inferred.
 */
export function isInactiveFirst({ inactive, closed }: Timeouts): boolean {
  return typeof inactive !== "number" || typeof closed !== "number" || inactive < closed;
}
