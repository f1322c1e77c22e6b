// The action of a verb: who is told how it ended, and answers with what comes next.

import type { PlayedCall } from "./call.ts";
import { finishCall } from "./callEnd.ts";
import { callForm, requestTwiml, type Twiml } from "./callRequest.ts";
import type { Local } from "./local.ts";

/** Asks an action, and notes that. Undefined when it gave no TwiML: the call is then over. */
export async function askAction(
  local: Local,
  call: PlayedCall,
  { url, method, fields }: { url: string; method?: string | undefined; fields: Record<string, string> },
): Promise<Twiml | undefined> {
  const form = callForm(local, call, fields);
  const answer = await requestTwiml(local, { url, method, form });
  call.course.actionRequests.push({ url, form, status: answer.status });
  if (!("problem" in answer)) return answer.twiml;
  call.course.warnings.push(answer.problem);
  await finishCall(local, call);
  return undefined;
}

/** An action as the TwiML has it, against the URL that the TwiML came from. */
export function resolved(url: string, base: string): string {
  return URL.canParse(url, base) ? new URL(url, base).href : url;
}
