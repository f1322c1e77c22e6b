// The stack: everything between the virtual agent and the agents in Flex, in the order of its dependencies. index.ts
// next to Pulumi.yaml calls it with the parts that belong to the team.

import * as pulumi from "@pulumi/pulumi";
import * as twilio from "@pulumi/twilio";
import { studioExecutionsUrl, studioVoiceUrl } from "@tac-handoff/runtime";
import type { FlowContract } from "@tac-handoff/studio-flows/teamAttributes";
import { twimlUrl, webhookUrl } from "./agentUrls.ts";
import { type Channel, type Config, readConfig } from "./config.ts";
import { describeProblems } from "./configProblems.ts";
import { channelSettings, summaryRules } from "./conversations.ts";
import { declareRouting } from "./flexRouting.ts";
import { flowOf, futureWorkflowSid, withWorkflow } from "./flow.ts";
import { checkFlowsOfStack } from "./flowCheck.ts";
import type { HandoffStack, Team, TeamOutputs } from "./handoffStack.ts";
import { type OutputName, outputs } from "./outputs.ts";

/**
 * Declares the stack that Pulumi's configuration describes, and the team's own resources last.
 *
 * @returns the stack's outputs: those of outputs.ts, and what the team's resources add
 * @throws pulumi.RunError with every mistake in the configuration; HandoffError when the contract is too large for Flex
 */
export async function declareStack({
  contract,
  declareResources = () => ({}),
}: Team): Promise<Record<string, pulumi.Input<unknown>>> {
  const config = readOwnConfig(contract);
  const { adopt, agentDomain, channels, flex, name } = config;
  checkFlowsOfStack(contract);

  const uses = (...wanted: Channel[]) => wanted.some((channel) => channels.includes(channel));
  const usesMessaging = uses("sms", "whatsapp", "chat");

  // Flex, as the account has it
  const { workspaceSid, chatServiceSid } = await twilio.flex.getConfiguration({});
  const channelOf = (uniqueName: string) => twilio.taskrouter.getTaskChannel({ workspaceSid, uniqueName });
  const [routing, workflow, voiceTaskChannel, messagingTaskChannel] = await Promise.all([
    flex.routing && declareRouting(flex, { contract, workspaceSid }),
    flex.routing ? undefined : twilio.taskrouter.getWorkflow({ workspaceSid, friendlyName: flex.workflow }),
    uses("voice") ? channelOf(flex.voiceTaskChannel) : undefined,
    usesMessaging ? channelOf(flex.messagingTaskChannel) : undefined,
  ]);
  const classicServiceSid = adopt.classicService ?? chatServiceSid;
  if (usesMessaging && !classicServiceSid) {
    throw new pulumi.RunError(
      "Flex has no Classic service. Specify one: pulumi config set --path tac-handoff:adopt.classicService IS…",
    );
  }

  // Conversations: what is remembered, what is summarised, what is bridged to Flex
  const memory = new twilio.memory.Store(
    "memory",
    adopt.memoryStore ? { adopt: adopt.memoryStore } : { displayName: name },
  );

  const intelligence = new twilio.intelligence.Configuration("summary", {
    displayName: name,
    rules: summaryRules,
  });

  const classicService =
    usesMessaging && classicServiceSid
      ? new twilio.conversations.Service("classic", { adopt: classicServiceSid })
      : undefined;

  const orchestrator = new twilio.orchestrator.Configuration("orchestrator", {
    ...(adopt.orchestratorConfiguration
      ? { adopt: adopt.orchestratorConfiguration }
      : {
          displayName: name,
          description: "Virtual agent with hand-off to Flex",
          conversationGroupingType: "GROUP_BY_PARTICIPANT_ADDRESSES_AND_CHANNEL_TYPE",
        }),
    memoryStoreId: memory.storeId,
    channelSettings: channelSettings(config),
    statusCallbacks: [{ url: webhookUrl(agentDomain), method: "POST" }],
    intelligenceConfigurationIds: [intelligence.configurationId],
    ...(adopt.lists === "replace" && { sharedLists: adopt.lists }),
    ...(classicService && { conversationsV1Bridge: { serviceId: classicService.sid } }),
  });

  // The flow that takes the hand-off
  const definition = flowOf(config, {
    contract,
    workflowSid: workflow?.sid ?? futureWorkflowSid,
    workspaceSid,
    voiceTaskChannelSid: voiceTaskChannel?.sid,
    messagingTaskChannelSid: messagingTaskChannel?.sid,
  });
  const flow = new twilio.studio.Flow("agent-handoff", {
    friendlyName: name,
    status: "published",
    definition: routing ? withWorkflow(definition, routing.workflow.sid) : { ...definition },
  });
  const workflowSid = routing?.workflow.sid ?? pulumi.output(workflow?.sid ?? futureWorkflowSid);

  const handoffUrl = flow.sid.apply((flowSid) => studioVoiceUrl({ accountSid: config.accountSid, flowSid }));

  // Numbers and addresses last: from here on customers reach the agent
  const ready = { dependsOn: [orchestrator, flow] };

  const number = uses("voice", "sms")
    ? new twilio.numbers.PhoneNumber(
        "agent-number",
        {
          phoneNumber: config.phoneNumber,
          // An application or trunk would override the URL, and an SMS webhook would reply in addition to the
          // conversation.
          ...(uses("voice") && {
            voiceUrl: twimlUrl(agentDomain),
            voiceMethod: "POST" as const,
            // Where the call goes if the agent's server does not respond.
            voiceFallbackUrl: handoffUrl,
            voiceFallbackMethod: "POST" as const,
            voiceApplicationSid: "",
            trunkSid: "",
          }),
          ...(uses("sms") && { smsUrl: "", smsApplicationSid: "" }),
        },
        ready,
      )
    : undefined;

  /** A message starts a conversation in the bridged service and nothing else: the agent answers first. */
  const autoCreation = classicService && {
    enabled: true,
    type: "default" as const,
    conversationServiceSid: classicService.sid,
  };

  const addresses: HandoffStack["addresses"] = {};
  if (autoCreation && uses("sms")) {
    addresses.sms = new twilio.conversations.AddressConfiguration(
      "sms",
      { type: "sms", address: config.phoneNumber, autoCreation },
      ready,
    );
  }
  if (autoCreation && config.whatsappSender && uses("whatsapp")) {
    addresses.whatsapp = new twilio.conversations.AddressConfiguration(
      "whatsapp",
      { type: "whatsapp", address: config.whatsappSender, autoCreation },
      ready,
    );
  }
  if (autoCreation && config.chatAddress && uses("chat")) {
    addresses.chat = new twilio.conversations.AddressConfiguration(
      "chat",
      { type: "chat", address: config.chatAddress, autoCreation },
      ready,
    );
  }

  // The type holds the outputs to the names in outputs.ts.
  const own: Record<OutputName, pulumi.Input<string> | undefined> = {
    accountSid: config.accountSid,
    phoneNumber: config.phoneNumber,
    whatsappSender: uses("whatsapp") ? config.whatsappSender : undefined,
    chatAddress: uses("chat") ? config.chatAddress : undefined,
    agentDomain,
    flowSid: flow.sid,
    flowWebhookUrl: flow.webhookUrl,
    voiceHandoffUrl: uses("voice") ? handoffUrl : undefined,
    executionsUrl: usesMessaging ? flow.sid.apply(studioExecutionsUrl) : undefined,
    orchestratorConfigurationId: orchestrator.configurationId,
    intelligenceConfigurationId: intelligence.configurationId,
    memoryStoreId: memory.storeId,
    workspaceSid,
    workflowSid,
    classicServiceSid: classicService?.sid,
  };

  const added = await declareResources({
    config,
    workspaceSid,
    workflowSid,
    routing,
    flow,
    orchestrator,
    intelligence,
    memory,
    classicService,
    number,
    addresses,
  });
  refuseTakenNames(added);
  return Object.fromEntries(Object.entries({ ...own, ...added }).filter(([, value]) => value !== undefined));
}

function readOwnConfig(contract: FlowContract): Config {
  // The engine's list of keys that were set with --secret; the SDK has no public way to ask for it.
  const secretKeys: unknown = JSON.parse(process.env.PULUMI_CONFIG_SECRET_KEYS ?? "[]");
  const isSecret = (key: string) => Array.isArray(secretKeys) && secretKeys.includes(key);
  const { config, problems } = readConfig(pulumi.runtime.allConfig(), process.env, { contract, isSecret });
  if (!config) throw new pulumi.RunError(describeProblems(pulumi.getStack(), problems));
  return config;
}

/** An output of the team with the name of the stack's would end up in the agent's .env. */
function refuseTakenNames(added: TeamOutputs): void {
  const taken = Object.keys(added).filter((name) => Object.hasOwn(outputs, name));
  if (taken.length === 0) return;
  throw new pulumi.RunError(
    `team/resources.ts: ${taken.join(", ")}: the stack has an output of this name. Choose another name.`,
  );
}
