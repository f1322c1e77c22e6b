// What a number may name: applications, trunks, addresses, bundles and identities, which have to exist.
// Source: twilio.com/docs/api/errors/22108 and /21420 for applications. The code of the others is our choice.

import { badParameter, Refusal } from "../http/errors.ts";
import type { State } from "../state/state.ts";

const applications = ["VoiceApplicationSid", "SmsApplicationSid"] as const;

const others = ["TrunkSid", "EmergencyAddressSid", "AddressSid", "IdentitySid", "BundleSid"] as const;

type Named = {
  [Name in (typeof applications)[number] | (typeof others)[number]]?: string | null | undefined;
};

/**
 * @param doing in which request: the codes differ
 * @throws Refusal (400) for the first one that does not exist
 */
export function checkOtherResources(state: State, named: Named, doing: "buying" | "updating"): void {
  for (const name of [...applications, ...others]) {
    const sid = named[name];
    if (!sid || state.otherResources[sid]) continue;
    const message = `Invalid parameter ${name}: ${sid} does not exist`;
    if (!applications.some((one) => one === name)) throw badParameter(message);
    throw new Refusal({ status: 400, code: doing === "buying" ? 21420 : 22108, message });
  }
}
