// Runs the checks of a number for every number of the agent.

import type { CheckId } from "./catalogue.ts";
import type { Check } from "./check.ts";
import type { Facts } from "./facts.ts";
import { mergeChecks } from "./mergeChecks.ts";
import { numbersOf, type Wanted } from "./wanted.ts";

type NumberFacts = Pick<Facts, "number" | "otherNumbers">;

/**
 * Runs the checks for each number, with the channels that it serves, and merges them by id.
 *
 * @param ids of the checks that `checkOne` returns
 */
export function checkEachNumber(
  wanted: Wanted,
  facts: NumberFacts,
  {
    ids,
    checkOne,
  }: { ids: readonly CheckId[]; checkOne: (wanted: Wanted, number: Facts["number"]) => Check[] },
): Check[] {
  const numbers = numbersOf(wanted);
  if (numbers.length < 2) return checkOne(wanted, facts.number);
  const messaging = wanted.channels.filter((each) => each !== "voice" && each !== "sms");
  const checks = numbers.flatMap(({ number: phoneNumber, channels }) => {
    const ofNumber = { ...wanted, phoneNumber, channels: [...channels, ...messaging] };
    const reading = phoneNumber === wanted.phoneNumber ? facts.number : readingOf(phoneNumber, facts);
    return checkOne(ofNumber, reading).map((check) => [phoneNumber, check] as const);
  });
  return ids.map((id) =>
    mergeChecks(
      id,
      checks.filter(([, check]) => check.id === id),
    ),
  );
}

function readingOf(phoneNumber: string, { otherNumbers }: NumberFacts): Facts["number"] {
  if (otherNumbers.refused !== undefined) return otherNumbers;
  return { value: otherNumbers.value.find((row) => row.phone_number === phoneNumber) };
}
