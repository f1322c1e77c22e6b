// Which Studio flow a URL of Twilio's starts. Source: `webhook_url` of a flow, twilio.com/docs/studio/rest-api/v2/flow

import { hostAndPath } from "./hostAndPath.ts";

/** The SID of the flow (`FW…`) that a webhook URL belongs to; undefined for every other URL. */
export function flowInUrl(url: string | null | undefined): string | undefined {
  const at = hostAndPath(url);
  if (at?.host !== "webhooks.twilio.com") return undefined;
  return /\/Flows\/(FW[0-9a-f]{32})\/?$/i.exec(at.path)?.[1];
}
