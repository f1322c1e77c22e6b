// The pattern of the parameter `Contains`. Source: twilio-oai, twilio_api_v2010.json (AvailablePhoneNumbers)

import { badParameter } from "../http/errors.ts";

/** Letters as on a telephone's keys. */
const keypad = ["", "", "abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz"];

/**
 * Turns the pattern into one for digits. `*` is one digit, `%` any number of them, a first `+` the beginning and a last
 * `$` the end; without these it matches anywhere.
 *
 * @throws Refusal (400) if it is not such a pattern
 */
export function digitsPattern(text: string): RegExp {
  // A literal + in a query arrives as a space.
  const pattern = text.replace(/^ /, "+").toLowerCase();
  const [, start = "", before = "", fixed = "", after = "", end = ""] =
    /^(\+?)([*%]*)([\da-z]{2,})([*%]*)(\$?)$/.exec(pattern) ?? [];
  if (pattern.length > 16 || fixed === "" || /%%|\*%|%\*|\+[*%]|[*%]\$/.test(pattern)) {
    throw badParameter(
      "Invalid parameter Contains: expected 2 to 16 digits, letters and the wildcards * % + $ around at least two of them",
    );
  }
  const digits = fixed.replaceAll(/[a-z]/g, (letter) =>
    String(keypad.findIndex((letters) => letters.includes(letter))),
  );
  const wild = (text: string) => text.replaceAll("*", "\\d").replaceAll("%", "\\d*");
  return new RegExp(`${start && "^"}${wild(before)}${digits}${wild(after)}${end}`);
}
