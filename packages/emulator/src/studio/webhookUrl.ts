// The webhook URL of a flow: numbers have it as their VoiceUrl or SmsUrl, TwiML as an action.
// Source: twilio.com/docs/studio/rest-api/v2/flow (webhook_url)

import type { Flow } from "../state/flows.ts";
import type { State } from "../state/state.ts";

const webhookHost = "webhooks.twilio.com";

export function webhookUrl({ account }: State, flowSid: string): string {
  return `https://${webhookHost}/v1/Accounts/${account.sid}/Flows/${flowSid}`;
}

export function isFlowWebhook(url: string): boolean {
  return URL.canParse(url) && new URL(url).hostname === webhookHost;
}

/** The flow with this webhook; undefined for any other URL, and if the flow does not exist. */
export function flowAt(state: State, url: string): Flow | undefined {
  if (!isFlowWebhook(url)) return undefined;
  const { origin, pathname } = new URL(url);
  return Object.values(state.flows).find(({ sid }) => webhookUrl(state, sid) === origin + pathname);
}
