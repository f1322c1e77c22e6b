// Checks on what was read: one refused read makes its checks unknown, in Twilio's words, and the others go on.

import type { CheckId } from "./catalogue.ts";
import { type Check, unknown } from "./check.ts";
import type { Answer } from "./facts.ts";

export function known<T>(answer: Answer<T>, id: CheckId, judge: (value: T) => Check): Check {
  return answer.refused === undefined ? judge(answer.value as T) : unknown(id, answer.refused);
}
