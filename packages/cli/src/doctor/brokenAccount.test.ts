// A ready account with one part broken, by check, against a local Twilio.

import { type State, seed } from "@tac-handoff/emulator";
import { studioVoiceUrl } from "@tac-handoff/runtime";
import { expect, test } from "vitest";
import { localAccount } from "../account/testing/localAccount.ts";
import { exitCode } from "./examine.ts";
import { changed, configuration, look } from "./testing/examinedAccount.ts";
import { flowSid, intelligenceId, readyAccount } from "./testing/readyAccount.ts";

const up = "pulumi up --refresh --stack dev";

const otherWorkflowSid = `WW${"0".repeat(31)}2`;

/** What is broken, and the one check that then fails, with its messages. */
const breakages: Record<
  string,
  {
    change(state: State): void;
    id: string;
    found: string;
    expected: string;
    fix?: string;
    options?: Parameters<typeof localAccount>[1];
  }
> = {
  "the number is gone": {
    change: (state) => delete state.phoneNumbers[seed.phoneNumberSid],
    id: "number",
    found: "+15551230100 is not in the account",
    expected: "a number of this account",
    fix: `pulumi config set --stack dev tac-handoff:phoneNumber …, then ${up}; or buy it: Console: Phone Numbers > Manage > Buy a number`,
  },
  "calls are requested with GET": {
    change: (state) => changed(state.phoneNumbers[seed.phoneNumberSid], { voice_method: "GET" }),
    id: "number-voice",
    found: "the method is GET",
    expected: "POST https://agent.example.com/twiml, no application, no trunk",
  },
  "an application takes precedence over the URL, which contains a password": {
    change: (state) =>
      changed(state.phoneNumbers[seed.phoneNumberSid], {
        voice_application_sid: `AP${"1".repeat(32)}`,
        voice_url: "https://user:password@ivr.example.com/answer?key=secret",
      }),
    id: "number-voice",
    found: `application AP${"1".repeat(32)} receives the calls; calls go to https://ivr.example.com/answer?…`,
    expected: "POST https://agent.example.com/twiml, no application, no trunk",
  },
  "the number has no fallback": {
    change: (state) => changed(state.phoneNumbers[seed.phoneNumberSid], { voice_fallback_url: "" }),
    id: "number-fallback",
    found:
      "no fallback: while the agent's server does not respond, callers hear Twilio's error message and the call ends",
    expected: `POST to the hand-off flow ${flowSid}`,
  },
  "the fallback is another flow": {
    change: (state) =>
      changed(state.phoneNumbers[seed.phoneNumberSid], {
        voice_fallback_url: studioVoiceUrl({ accountSid: seed.accountSid, flowSid: seed.oldFlowSid }),
        voice_fallback_method: "GET",
      }),
    id: "number-fallback",
    found: `while the agent's server does not respond, calls go to the flow ${seed.oldFlowSid}; the method is GET`,
    expected: `POST to the hand-off flow ${flowSid}`,
  },
  "the fallback is a server, with a password": {
    change: (state) =>
      changed(state.phoneNumbers[seed.phoneNumberSid], {
        voice_fallback_url: "https://user:password@ivr.example.com/down?key=secret",
      }),
    id: "number-fallback",
    found: "while the agent's server does not respond, calls go to https://ivr.example.com/down?…",
    expected: `POST to the hand-off flow ${flowSid}`,
  },
  "the account has lost its WhatsApp sender": {
    change: (state) => delete state.senders[seed.whatsappSender],
    id: "address-strays",
    found: `${seed.whatsappSender} is not a WhatsApp sender of the account; its senders: none`,
    expected: "senders of this account, and no other address configuration that starts something for them",
    fix: "Console: Conversations > Manage > Addresses: remove the address, or let the agent serve its channel; for senders Messaging > Senders",
  },
  "an SMS webhook also responds": {
    change: (state) => changed(state.phoneNumbers[seed.phoneNumberSid], { sms_url: seed.oldSmsUrl }),
    id: "number-sms",
    found: "https://ivr.example.com/sms responds",
    expected: "no SMS webhook, no SMS application",
  },
  "an address starts a flow": {
    change: (state) =>
      changed(state.addressConfigurations[seed.whatsappAddressSid]?.auto_creation, {
        type: "studio",
        studio_flow_sid: seed.oldFlowSid,
      }),
    id: "address-whatsapp",
    found: `it starts the flow ${seed.oldFlowSid}`,
    expected: `auto-creation on, of type default, into ${seed.flexServiceSid}`,
  },
  "an RCS sender has no address": {
    change: (state) => delete state.addressConfigurations[seed.rcsAddressSid],
    id: "address-rcs",
    found: `${seed.rcsSender} has no address configuration; addresses of type rcs: none`,
    expected: `auto-creation on, of type default, into ${seed.flexServiceSid}`,
  },
  "an address is gone": {
    change: (state) => delete state.addressConfigurations[seed.chatAddressSid],
    id: "address-chat",
    found: "webchat has no address configuration; addresses of type chat: none",
    expected: `auto-creation on, of type default, into ${seed.flexServiceSid}`,
  },
  "an address creates no conversations": {
    change: (state) =>
      changed(state.addressConfigurations[seed.smsAddressSid]?.auto_creation, { enabled: false }),
    id: "address-sms",
    found: "auto-creation is off",
    expected: `auto-creation on, of type default, into ${seed.flexServiceSid}`,
  },
  "the description is null": {
    change: (state) => changed(configuration(state), { description: null }),
    // The document requires a description; one field report has null.
    options: { nulls: "sent" },
    id: "orchestrator-tac",
    found: "no description",
    expected: "values that TAC accepts: a description, and minutes until Closed wherever there are timeouts",
  },
  "a sender is captured": {
    change: (state) =>
      changed(configuration(state)?.channelSettings.VOICE, {
        captureRules: [{ from: "*", to: seed.phoneNumber, metadata: {} }],
      }),
    id: "orchestrator-captures",
    found: "VOICE: * → +15551230100",
    expected: "no capture rules of the agent for VOICE, SMS, WHATSAPP, RCS, CHAT",
  },
  "another configuration has the bridge": {
    change: (state) => {
      const own = configuration(state);
      if (!own) throw new Error("no configuration");
      state.orchestratorConfigurations.other = { ...own, id: "other" };
      own.conversationsV1Bridge = null;
    },
    id: "orchestrator-bridge",
    found: `no bridge; other bridges ${seed.flexServiceSid}, and only one configuration can`,
    expected: `a bridge to ${seed.flexServiceSid}`,
    fix: `remove the bridge from other (Console: Conversation Orchestrator > other > Channel traffic), then ${up}; or adopt that one: pulumi config set --stack dev --path tac-handoff:adopt.orchestratorConfiguration …, then ${up}`,
  },
  "calls close after a number of minutes": {
    change: (state) =>
      changed(configuration(state)?.channelSettings.VOICE, { statusTimeouts: { inactive: 5, closed: 30 } }),
    id: "orchestrator-voice",
    found: "inactive after 5 minutes and closed after 30 minutes",
    expected: "no timeouts for VOICE, which means On hangup",
  },
  "SMS conversations close early": {
    change: (state) =>
      changed(configuration(state)?.channelSettings.SMS, { statusTimeouts: { inactive: null, closed: 3 } }),
    id: "orchestrator-timeouts",
    found: "SMS: never inactive and closed after 3 minutes",
    expected:
      "SMS: inactive after 10 minutes and closed after 60 minutes; WHATSAPP: inactive after 10 minutes and closed after 60 minutes; RCS: inactive after 10 minutes and closed after 60 minutes; CHAT: inactive after 15 minutes and closed after 60 minutes",
  },
  "events go to another host": {
    change: (state) =>
      changed(configuration(state), {
        statusCallbacks: [{ url: "https://old.example.com/webhook", method: "POST" }],
      }),
    id: "orchestrator-callback",
    found: "POST https://old.example.com/webhook",
    expected: "POST https://agent.example.com/webhook",
  },
  "nothing is linked": {
    change: (state) => changed(configuration(state), { intelligenceConfigurationIds: null }),
    id: "intelligence-linked",
    found: "none is linked",
    expected: intelligenceId,
  },
  "a Summary rule calls a webhook and uses memory": {
    change: (state) =>
      changed(state.intelligenceConfigurations[intelligenceId]?.rules[0], {
        actions: [{ type: "WEBHOOK", method: "POST", url: "https://x.example.com" }],
        context: { memory: { enabled: true }, knowledge: null },
      }),
    id: "intelligence-rules",
    found: "CONVERSATION_END: an action WEBHOOK; CONVERSATION_END: a context",
    expected:
      "two rules: the Summary operator on CONVERSATION_END and on CONVERSATION_INACTIVE, no action, no context",
  },
  "the Summary does not run at the hand-off": {
    change: (state) => state.intelligenceConfigurations[intelligenceId]?.rules.pop(),
    id: "intelligence-rules",
    found: "no Summary on CONVERSATION_INACTIVE",
    expected:
      "two rules: the Summary operator on CONVERSATION_END and on CONVERSATION_INACTIVE, no action, no context",
  },
  "the memory store is still being provisioned": {
    change: (state) =>
      changed(state.memoryStores[seed.memoryStoreId], { activeAt: "2999-01-01T00:00:00.000Z" }),
    id: "memory-store",
    found: `${seed.memoryStoreId} is QUEUED`,
    expected: `${seed.memoryStoreId}, ACTIVE`,
    fix: "wait for it: npm run doctor -- --watch",
  },
  "the memory store is gone": {
    change: (state) => {
      state.memoryStores = {};
    },
    id: "memory-store",
    found: `the configuration uses ${seed.memoryStoreId}, which does not exist`,
    expected: `${seed.memoryStoreId}, ACTIVE`,
    fix: `pulumi config set --stack dev --path tac-handoff:adopt.memoryStore …, then ${up}`,
  },
  "all Orchestrator configurations are gone": {
    change: (state) => {
      state.orchestratorConfigurations = {};
    },
    id: "orchestrator",
    found: `${seed.orchestratorConfigurationId} does not exist; the account has none`,
    expected: "a configuration of this account",
    fix: `pulumi config set --stack dev --path tac-handoff:adopt.orchestratorConfiguration …, then ${up}`,
  },
  "the flow was never published": {
    change: (state) => changed(state.flows[flowSid]?.revisions[0], { status: "draft" }),
    id: "flow",
    found: `${flowSid} was never published`,
    expected: "a published revision",
  },
  "the flow has a different text": {
    change: (state) => {
      const [revision] = state.flows[flowSid]?.revisions ?? [];
      changed(revision, {
        definition: JSON.parse(
          JSON.stringify(revision?.definition).replace("nobody can take", "no one takes"),
        ),
      });
    },
    id: "flow-same",
    found: "it differs at say_nobody_there",
    expected: "studio-flows/agent-handoff.ts with the stack's configuration",
  },
  "two workflows have the same name": {
    change: (state) => {
      const [workflow] = Object.values(state.workflows);
      if (workflow) state.workflows[otherWorkflowSid] = { ...workflow, sid: otherWorkflowSid };
    },
    id: "flex-workflow",
    found: `${seed.workflowSid} and ${otherWorkflowSid} are both named "Assign to Anyone"`,
    expected: 'one workflow "Assign to Anyone"',
    fix: `pulumi config set --stack dev --path tac-handoff:flex.workflow …, then ${up}; or Console: TaskRouter > Workspaces > Flex's > Workflows`,
  },
  "Flex UI is old": {
    change: (state) => changed(state.flexConfiguration ?? undefined, { ui_version: "2.9.4" }),
    id: "flex-ui",
    found: "2.9.4",
    expected: "2.17.1 or later",
    fix: "Console: Flex, the version of Flex UI (twilio.com/docs/flex/how-we-release-flex)",
  },
};

test.each(Object.entries(breakages))("%s: exactly that check fails", async (_, breakage) => {
  const { change, id, found, expected, fix = up, options } = breakage;
  const state = readyAccount();
  change(state);
  const { api } = await localAccount(state, options);

  const examination = await look(api);

  const wrong = examination.checks.filter(({ status }) => status === "wrong");
  expect(wrong.map(({ id, found, expected, fix }) => ({ id, found, expected, fix }))).toEqual([
    { id, found, expected, fix },
  ]);
  expect(exitCode(examination)).toBe(1);
});
