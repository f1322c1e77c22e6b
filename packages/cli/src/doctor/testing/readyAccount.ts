// For tests: an account after `pulumi up`, and its stack. test/doctor.test.ts runs a real `pulumi up`; here the account
// is plain data, so that each part of it can be broken.

import { accountBeforeHandoff, type State, seed } from "@tac-handoff/emulator";
import { readConfig } from "@tac-handoff/infra/config";
import { channelSettings, summaryRules } from "@tac-handoff/infra/conversations";
import { flowOf } from "@tac-handoff/infra/flow";
import { studioVoiceUrl } from "@tac-handoff/runtime";
import { attributes as contract } from "@tac-handoff/studio-flows/attributes";
import type { UserStack } from "../../account/userStack.ts";
import type { AgentEnv } from "../checks/agentEnv.ts";

export const flowSid = `FW${"a".repeat(32)}`;
export const workerSid = `WK${"a".repeat(32)}`;
export const intelligenceId = `intelligence_configuration_${"0".repeat(25)}7`;

export const config = {
  "twilio:accountSid": seed.accountSid,
  "twilio:apiKey": seed.apiKeySid,
  "twilio:apiSecret": seed.apiKeySecret,
  "tac-handoff:agentDomain": "agent.example.com",
  "tac-handoff:channels": '["voice", "sms", "whatsapp", "rcs", "chat"]',
  "tac-handoff:phoneNumber": seed.phoneNumber,
  "tac-handoff:whatsappSender": seed.whatsappSender,
  "tac-handoff:rcsSender": seed.rcsSender,
  "tac-handoff:chatAddress": seed.chatAddress,
  "tac-handoff:adopt": JSON.stringify({
    orchestratorConfiguration: seed.orchestratorConfigurationId,
    memoryStore: seed.memoryStoreId,
  }),
};

export const stack: UserStack = {
  name: "dev",
  config,
  outputs: {
    accountSid: seed.accountSid,
    phoneNumber: seed.phoneNumber,
    whatsappSender: seed.whatsappSender,
    rcsSender: seed.rcsSender,
    agentDomain: "agent.example.com",
    flowSid,
    orchestratorConfigurationId: seed.orchestratorConfigurationId,
    intelligenceConfigurationId: intelligenceId,
    memoryStoreId: seed.memoryStoreId,
    classicServiceSid: seed.flexServiceSid,
  },
};

/** A complete .env; all secrets in it are fictional. */
export function agentEnv(): Extract<AgentEnv, { file: string }> {
  return {
    file: ".env",
    variables: {
      TWILIO_ACCOUNT_SID: seed.accountSid,
      TWILIO_AUTH_TOKEN: seed.authToken,
      TWILIO_API_KEY: seed.apiKeySid,
      TWILIO_API_SECRET: seed.apiKeySecret,
      TWILIO_PHONE_NUMBER: seed.phoneNumber,
      TWILIO_WHATSAPP_NUMBER: seed.whatsappSender,
      TWILIO_RCS_SENDER_ID: seed.rcsSender,
      TWILIO_VOICE_PUBLIC_DOMAIN: "https://agent.example.com/",
      TWILIO_CONVERSATION_CONFIGURATION_ID: seed.orchestratorConfigurationId,
      TWILIO_STUDIO_HANDOFF_FLOW_SID: flowSid,
    },
  };
}

export function readyAccount(): State {
  const state = accountBeforeHandoff();
  const read = readConfig(config, {}, { contract });
  const configuration = state.orchestratorConfigurations[seed.orchestratorConfigurationId];
  const number = state.phoneNumbers[seed.phoneNumberSid];
  if (!read.config || !configuration || !number) throw new Error("the seed has changed");

  Object.assign(number, {
    voice_url: "https://agent.example.com/twiml",
    voice_fallback_url: studioVoiceUrl({ accountSid: seed.accountSid, flowSid }),
    sms_url: "",
  });
  const dates = { date_created: "2026-01-05T10:00:00Z", date_updated: "2026-01-05T10:00:00Z" };
  state.workers[workerSid] = {
    sid: workerSid,
    workspace_sid: seed.workspaceSid,
    friendly_name: "Ada",
    activity_sid: seed.activitySids.Available,
    attributes: "{}",
    date_status_changed: dates.date_created,
    ...dates,
  };
  for (const address of Object.values(state.addressConfigurations)) {
    address.auto_creation = {
      enabled: true,
      type: "default",
      conversation_service_sid: seed.flexServiceSid,
    };
  }
  configuration.channelSettings = Object.fromEntries(
    Object.entries(channelSettings(read.config)).map(([name, { statusTimeouts }]) => [
      name,
      {
        statusTimeouts:
          typeof statusTimeouts === "string"
            ? null
            : { ...statusTimeouts, inactive: statusTimeouts.inactive ?? null },
        captureRules: [],
      },
    ]),
  );
  configuration.conversationsV1Bridge = { serviceId: seed.flexServiceSid };
  configuration.intelligenceConfigurationIds = [intelligenceId];
  state.intelligenceConfigurations[intelligenceId] = {
    accountId: seed.accountSid,
    id: intelligenceId,
    displayName: "tac-handoff",
    description: null,
    version: 1,
    rules: summaryRules.map(({ operators, triggers }, index) => ({
      id: `intelligence_configurationrule_${index}`,
      operators: operators.map(({ id }) => ({ id, version: null, parameters: null })),
      triggers: triggers.map(({ on }) => ({ on, parameters: null })),
      actions: [],
      context: null,
    })),
    dateCreated: "2026-01-05T10:00:00.000Z",
    dateUpdated: "2026-01-05T10:00:00.000Z",
  };
  state.flows[flowSid] = {
    sid: flowSid,
    date_created: "2026-01-05T10:00:00.000Z",
    revisions: [
      {
        revision: 1,
        friendly_name: "tac-handoff",
        status: "published",
        definition: flowOf(read.config, {
          contract,
          workflowSid: seed.workflowSid,
          workspaceSid: seed.workspaceSid,
          voiceTaskChannelSid: seed.taskChannelSids.voice,
          messagingTaskChannelSid: seed.taskChannelSids.chat,
        }),
        commit_message: null,
        author_sid: null,
        date_created: "2026-01-05T10:00:00.000Z",
      },
    ],
  };
  return state;
}
