// May the credentials read what a hand-off needs? Told by which reads Twilio refused.

import { catalogue } from "../facts/catalogue.ts";
import { type Check, fail, markUnknown, pass } from "../facts/check.ts";
import { type Facts, listRefusals } from "../facts/facts.ts";

export function checkCredentials(facts: Facts): Check[] {
  const { account } = facts;
  const missing = listRefusals(facts).filter(({ lacksRight, what }) => lacksRight && what !== "the account");
  if (missing.length > 0) {
    return [
      fail("credentials", {
        found: `Twilio refuses them for ${missing.map(({ what }) => what).join(", ")}`,
        expected: "the right to read each",
        mend: catalogue.credentials.console,
      }),
    ];
  }
  if (account.refused !== undefined && !account.lacksRight)
    return [markUnknown("credentials", account.refused)];
  if (account.refused !== undefined) {
    return [
      pass(
        "credentials",
        "a key that may not read the account itself, as a standard one; all else is allowed",
      ),
    ];
  }
  const status = account.value?.status ?? "not there";
  return [
    status === "active"
      ? pass("credentials", "all is allowed, and the account is active")
      : fail("credentials", {
          found: `the account is ${status}`,
          expected: "active",
          mend: "Console: Account > General settings",
        }),
  ];
}
