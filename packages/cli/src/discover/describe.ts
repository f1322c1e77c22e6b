// Short notes on the objects found: where calls and messages currently go, and what a configuration does.

import type { Address, OrchestratorConfiguration, PhoneNumber } from "@pulumi/twilio/account";
import { flowInUrl } from "../account/flowInUrl.ts";
import { hostAndPath } from "../account/hostAndPath.ts";

interface WithFlows {
  flows: { sid: string; friendly_name?: string | null | undefined }[];
}

/** Where nothing is set, Twilio returns null or the empty string. */
export function describeNumber(found: WithFlows, number: PhoneNumber): string[] {
  const calls = number.trunk_sid || number.voice_application_sid || flowOrUrl(found, number.voice_url);
  const messages = number.sms_application_sid || flowOrUrl(found, number.sms_url);
  const status = flowOrUrl(found, number.status_callback);
  return [
    `calls: ${calls || "nothing"}`,
    ...(status ? [`call status: ${status}`] : []),
    `SMS: ${messages || "nothing"}`,
  ];
}

function flowOrUrl({ flows }: WithFlows, url: string | null | undefined): string {
  const sid = flowInUrl(url);
  if (sid === undefined) return short(url);
  return `flow ${flows.find((flow) => flow.sid === sid)?.friendly_name || sid}`;
}

export function describeAddress({ flows }: WithFlows, { auto_creation }: Address): string {
  if (!auto_creation?.enabled) return "starts no conversation";
  switch (auto_creation.type) {
    case "studio": {
      const flow = flows.find(({ sid }) => sid === auto_creation.studio_flow_sid);
      return `starts flow ${flow?.friendly_name ?? auto_creation.studio_flow_sid}`;
    }
    case "webhook":
      return `calls ${short(auto_creation.webhook_url)}`;
    default:
      return "starts a conversation";
  }
}

export function describeConfiguration(configuration: OrchestratorConfiguration): string[] {
  const captured = Object.entries(configuration.channelSettings ?? {}).flatMap(([channel, setting]) =>
    setting?.captureRules?.length ? [channel] : [],
  );
  return [
    captured.length > 0 ? `captures ${captured.join(", ")}` : "captures nothing",
    ...(configuration.statusCallbacks ?? []).map(({ url }) => `calls ${short(url)}`),
    configuration.conversationsV1Bridge ? "bridges a Classic service" : "no bridge",
  ];
}

/** Host and path fit into the table where a full URL does not. */
function short(url: string | null | undefined): string {
  const at = hostAndPath(url);
  return at ? `${at.host}${at.path}` : (url ?? "");
}
