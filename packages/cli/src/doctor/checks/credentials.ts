// Checks whether the credentials can read everything that a hand-off needs, from the reads that Twilio refused.

import { catalogue } from "../facts/catalogue.ts";
import { type Check, fail, markUnknown, pass } from "../facts/check.ts";
import { type Facts, listRefusals } from "../facts/facts.ts";

export function checkCredentials(facts: Facts): Check[] {
  const { account } = facts;
  const missing = listRefusals(facts).filter(({ lacksRight, what }) => lacksRight && what !== "the account");
  if (missing.length > 0) {
    return [
      fail("credentials", {
        found: `Twilio denies access to ${missing.map(({ what }) => what).join(", ")}`,
        expected: "permission to read each",
        fix: catalogue.credentials.console,
      }),
    ];
  }
  if (account.refused !== undefined && !account.lacksRight)
    return [markUnknown("credentials", account.refused)];
  if (account.refused !== undefined) {
    return [
      pass(
        "credentials",
        "the key cannot read the account itself, like any standard key; everything else is allowed",
      ),
    ];
  }
  const status = account.value?.status ?? "missing";
  return [
    status === "active"
      ? pass("credentials", "everything is allowed, and the account is active")
      : fail("credentials", {
          found: `the account is ${status}`,
          expected: "active",
          fix: "Console: Account > General settings",
        }),
  ];
}
