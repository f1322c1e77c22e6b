// A response that this project cannot read.

import type * as z from "zod";

/** The first place where a response differs from what Twilio documents. Never a value: it may be secret. */
export function describeMismatch({ issues }: z.ZodError): string {
  const [first] = issues;
  return `Twilio's response is not as documented: ${first?.path.join(".")}: ${first?.message}`;
}
