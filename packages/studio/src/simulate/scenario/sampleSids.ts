// Sample SIDs and addresses for simulated runs.

/** Returns the n-th sample SID with a prefix: `FN` and 32 hexadecimal digits. */
export function sampleSid(prefix: string, number = 1): string {
  return `${prefix}${number.toString(16).padStart(32, "0")}`;
}

/** Unassigned numbers: 555-01xx is reserved for fiction. */
export const sampleCustomer = "+12025550143";
export const sampleTwilioNumber = "+12025550100";
