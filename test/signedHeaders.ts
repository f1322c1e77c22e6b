// Twilio's signature of a form, so that a test can post one to an agent.

import { createHmac } from "node:crypto";
import { seed } from "@tac-handoff/emulator";

/**
 * Returns the headers of a form that Twilio posts. Source: twilio.com/docs/usage/security
 *
 * @param url public URL of the agent, which an agent behind a proxy reads from the X-Forwarded headers
 */
export function signedHeaders(url: string, form: Readonly<Record<string, string>>): Record<string, string> {
  const fields = Object.entries(form).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const { host, protocol } = new URL(url);
  return {
    "X-Forwarded-Proto": protocol.replace(":", ""),
    "X-Forwarded-Host": host,
    "X-Twilio-Signature": createHmac("sha1", seed.authToken)
      .update(url + fields.flat().join(""))
      .digest("base64"),
  };
}
