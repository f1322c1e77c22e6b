// Buying a number. Twilio bills it every month; this server bills nothing.
// Source: twilio.com/docs/phone-numbers/api/incomingphonenumber-resource; twilio.com/docs/api/errors/21421, /21422, /21631

import { badParameter, Refusal } from "../http/errors.ts";
import type { State } from "../state/state.ts";
import { rangeOf } from "./inventory.ts";

interface Wanted {
  phoneNumber: string | undefined;
  areaCode: string | undefined;
  addressSid: string | null | undefined;
}

/**
 * Chooses the number: the one that was asked for, or the first one of an area code. Any number that is not in the account
 * can be bought, whether it is offered or not, so that a test can choose its own.
 *
 * @throws Refusal (400) if it cannot be bought
 */
export function chooseNumber(state: State, { phoneNumber, areaCode, addressSid }: Wanted): string {
  const owned = new Set(Object.values(state.phoneNumbers).map((row) => row.phone_number));
  if (phoneNumber !== undefined && areaCode === undefined) {
    if (!/^\+[1-9]\d{6,14}$/.test(phoneNumber))
      throw refusal(21421, `Invalid parameter PhoneNumber: ${phoneNumber} is not a number in E.164 format`);
    if (owned.has(phoneNumber)) throw refusal(21422, `${phoneNumber} is not available`);
    if (rangeOf(phoneNumber).addressRequirements !== "none" && !addressSid)
      throw refusal(21631, `${phoneNumber} requires an address: AddressSid is missing`);
    return phoneNumber;
  }
  if (areaCode === undefined || phoneNumber !== undefined) {
    throw badParameter(
      "Missing required parameter PhoneNumber in the post body: specify either PhoneNumber or AreaCode",
    );
  }
  for (let line = 2000; line < 10_000; line += 1) {
    const candidate = `+1${areaCode}555${line}`;
    if (!owned.has(candidate)) return candidate;
  }
  throw refusal(21451, `No number is available in area code ${areaCode}`);
}

function refusal(code: number, message: string): Refusal {
  return new Refusal({ status: 400, code, message });
}
