// The stack: everything between the virtual agent and the agents in Flex, in the order of its dependencies. index.ts
// next to Pulumi.yaml calls it with the parts that belong to the team.

import * as pulumi from "@pulumi/pulumi";
import * as twilio from "@pulumi/twilio";
import { studioExecutionsUrl, studioVoiceUrl } from "@tac-handoff/runtime";
import type { FlowContract } from "@tac-handoff/studio-flows/teamAttributes";
import { webhookUrl } from "./agentUrls.ts";
import { type Channel, messagingChannels } from "./channels.ts";
import { type Config, readConfig } from "./config.ts";
import { describeProblems } from "./configProblems.ts";
import { agentAddresses, capturesAgent, channelSettings, summaryRules } from "./conversations.ts";
import { declareRouting } from "./flexRouting.ts";
import { flowOf, futureWorkflowSid, withWorkflow } from "./flow.ts";
import { checkFlowsOfStack } from "./flowCheck.ts";
import type { HandoffStack, Team, TeamOutputs } from "./handoffStack.ts";
import { type OutputName, type Outputs, outputs } from "./outputs.ts";
import { declareSenders, valuesOf } from "./senderResources.ts";

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
  const usesMessaging = uses(...messagingChannels);

  // Flex, as the account has it
  const { workspaceSid, chatServiceSid } = await twilio.flex.getConfiguration({});
  const channelOf = (uniqueName: string) => twilio.taskrouter.getTaskChannel({ workspaceSid, uniqueName });
  const [routing, workflow, voiceTaskChannel, messagingTaskChannel, keptRules] = await Promise.all([
    flex.routing && declareRouting(flex, { contract, workspaceSid }),
    flex.routing ? undefined : twilio.taskrouter.getWorkflow({ workspaceSid, friendlyName: flex.workflow }),
    uses("voice") ? channelOf(flex.voiceTaskChannel) : undefined,
    usesMessaging ? channelOf(flex.messagingTaskChannel) : undefined,
    rulesOfOthers(config),
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
    channelSettings: channelSettings(config, keptRules),
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
  const { numbers, addresses } = await declareSenders(config, {
    handoffUrl,
    classicService,
    dependsOn: [orchestrator, flow],
  });

  // The type holds the outputs to the names in outputs.ts.
  const own: { [Name in OutputName]: pulumi.Input<Outputs[Name]> | undefined } = {
    accountSid: config.accountSid,
    phoneNumber: config.phoneNumber,
    phoneNumbers: config.phoneNumbers.map(({ number }) => number),
    whatsappSender: valuesOf(config, "whatsapp")[0],
    whatsappSenders: listOf(valuesOf(config, "whatsapp")),
    rcsSender: valuesOf(config, "rcs")[0],
    rcsSenders: listOf(valuesOf(config, "rcs")),
    chatAddress: valuesOf(config, "chat")[0],
    chatAddresses: listOf(valuesOf(config, "chat")),
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
    number: numbers[0],
    numbers,
    addresses: firstOfEach(addresses),
    allAddresses: addresses,
  });
  refuseTakenNames(added);
  return Object.fromEntries(Object.entries({ ...own, ...added }).filter(([, value]) => value !== undefined));
}

/** Absent instead of empty: an output of a channel that is not in use. */
function listOf(values: readonly string[]): string[] | undefined {
  return values.length === 0 ? undefined : [...values];
}

function firstOfEach(addresses: HandoffStack["allAddresses"]): HandoffStack["addresses"] {
  const first = messagingChannels.flatMap((channel) => {
    const [address] = addresses[channel];
    return address ? [[channel, address]] : [];
  });
  return Object.fromEntries(first);
}

/** The capture rules of an adopted configuration for other numbers than the agent's, by channel. */
async function rulesOfOthers(config: Config) {
  const { orchestratorConfiguration: configurationId, lists } = config.adopt;
  if (configurationId === undefined || lists === "replace") return {};
  const found = await twilio.orchestrator.getConfiguration({ configurationId });
  const addresses = agentAddresses(config);
  return Object.fromEntries(
    Object.entries(found.channelSettings).map(([channel, settings]) => [
      channel,
      (settings?.captureRules ?? []).filter((rule) => !capturesAgent(rule, addresses)),
    ]),
  );
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
