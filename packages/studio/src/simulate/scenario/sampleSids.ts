// SIDs and addresses that stand for real ones in a simulated run.

/** The n-th SID of a kind: `FN` and 32 hexadecimal digits. */
export function sampleSid(prefix: string, number = 1): string {
  return `${prefix}${number.toString(16).padStart(32, "0")}`;
}

/** Numbers that nobody has: 555-01xx is kept for stories. */
export const sampleCustomer = "+12025550143";
export const sampleTwilioNumber = "+12025550100";
