// May the credentials read what a hand-off needs? Told by which reads Twilio refused.

import { catalogue } from "../facts/catalogue.ts";
import { type Check, ok, unknown, wrong } from "../facts/check.ts";
import { type Facts, refusals } from "../facts/facts.ts";

export function checkCredentials(facts: Facts): Check[] {
  const { account } = facts;
  const missing = refusals(facts).filter(({ lacksRight, what }) => lacksRight && what !== "the account");
  if (missing.length > 0) {
    return [
      wrong("credentials", {
        found: `Twilio refuses them for ${missing.map(({ what }) => what).join(", ")}`,
        expected: "the right to read each",
        mend: catalogue.credentials.console,
      }),
    ];
  }
  if (account.refused !== undefined && !account.lacksRight) return [unknown("credentials", account.refused)];
  if (account.refused !== undefined) {
    return [
      ok("credentials", "a key that may not read the account itself, as a standard one; all else is allowed"),
    ];
  }
  const status = account.value?.status ?? "not there";
  return [
    status === "active"
      ? ok("credentials", "all is allowed, and the account is active")
      : wrong("credentials", {
          found: `the account is ${status}`,
          expected: "active",
          mend: "Console: Account > General settings",
        }),
  ];
}
