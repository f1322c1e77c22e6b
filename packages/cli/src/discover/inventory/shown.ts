// The rows that discover keeps and `--json` prints: the fields that relate to a hand-off, with Twilio's own names.
// Selected field by field, so that no URL is printed that may contain a password.

import type {
  Address,
  IntelligenceConfiguration,
  MemoryStore,
  OrchestratorConfiguration,
  PhoneNumber,
} from "@pulumi/twilio/account";
import { plainUrl } from "@pulumi/twilio/account";

export function showNumber(row: PhoneNumber): PhoneNumber {
  const { sid, phone_number, friendly_name, voice_url, voice_method, voice_application_sid } = row;
  const { trunk_sid, sms_url, sms_application_sid, status_callback, capabilities } = row;
  return {
    sid,
    phone_number,
    friendly_name,
    voice_url: plainUrl(voice_url),
    voice_method,
    voice_application_sid,
    trunk_sid,
    sms_url: plainUrl(sms_url),
    sms_application_sid,
    status_callback: plainUrl(status_callback),
    capabilities,
  };
}

export function showAddress({ sid, type, address, friendly_name, auto_creation }: Address): Address {
  return {
    sid,
    type,
    address,
    friendly_name,
    auto_creation: auto_creation && showAutoCreation(auto_creation),
  };
}

function showAutoCreation(row: NonNullable<Address["auto_creation"]>) {
  const { enabled, type, conversation_service_sid, studio_flow_sid, webhook_url } = row;
  return { enabled, type, conversation_service_sid, studio_flow_sid, webhook_url: plainUrl(webhook_url) };
}

export function showOrchestrator(row: OrchestratorConfiguration): OrchestratorConfiguration {
  const { id, displayName, description, conversationGroupingType, memoryStoreId, channelSettings } = row;
  const { intelligenceConfigurationIds, conversationsV1Bridge, statusCallbacks } = row;
  return {
    id,
    displayName,
    description,
    conversationGroupingType,
    memoryStoreId,
    channelSettings,
    intelligenceConfigurationIds,
    conversationsV1Bridge,
    statusCallbacks: statusCallbacks?.map(({ url, method }) => ({ url: plainUrl(url) ?? "", method })),
  };
}

export function showIntelligence({
  id,
  displayName,
  rules,
}: IntelligenceConfiguration): IntelligenceConfiguration {
  return {
    id,
    displayName,
    rules: rules?.map(({ operators, triggers, actions, context }) => ({
      operators: operators?.map(({ id }) => ({ id })),
      triggers: triggers?.map(({ on }) => ({ on })),
      context,
      actions: actions?.map(({ type, url }) => ({ type, url: plainUrl(url) })),
    })),
  };
}

export function showMemoryStore({ id, displayName, status }: MemoryStore): MemoryStore {
  return { id, displayName, status };
}
