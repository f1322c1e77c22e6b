// The parts that belong to a team, and the parts of the stack on which its own resources can build.

import type * as pulumi from "@pulumi/pulumi";
import type * as twilio from "@pulumi/twilio";
import type { FlowContract } from "@tac-handoff/studio-flows/teamAttributes";
import type { MessagingChannel } from "./channels.ts";
import type { Config } from "./config.ts";

export interface Team {
  /** The attributes that the agent may send. */
  contract: FlowContract;
  /** Declares the team's own resources, after those of the stack. Default: none. */
  declareResources?: (stack: HandoffStack) => TeamOutputs | Promise<TeamOutputs>;
}

/** Outputs of the stack by name, in addition to those in outputs.ts. */
export type TeamOutputs = Record<string, pulumi.Input<unknown>>;

/** The resources of the stack. One that the channels in use do not need is absent. */
export interface HandoffStack {
  /** The keys below `tac-handoff:`, checked and with their defaults, and the account's SID. */
  config: Config;
  /** Flex's TaskRouter workspace (`WS…`). */
  workspaceSid: string;
  /** Workflow of the tasks (`WW…`). Preview does not know it while `flex.routing` is about to create it. */
  workflowSid: pulumi.Output<string>;
  /** The resources of `flex.routing`. Absent without it. */
  routing?: { workflow: twilio.taskrouter.Workflow; queues: twilio.taskrouter.TaskQueue[] } | undefined;
  /** The hand-off flow. */
  flow: twilio.studio.Flow;
  orchestrator: twilio.orchestrator.Configuration;
  /** Intelligence configuration with the Summary operator. */
  intelligence: twilio.intelligence.Configuration;
  memory: twilio.memory.Store;
  classicService?: twilio.conversations.Service | undefined;
  /** The agent's number; of a list the first. */
  number?: twilio.numbers.PhoneNumber | undefined;
  /** Every number of the agent, in the order of the configuration. */
  numbers: twilio.numbers.PhoneNumber[];
  /** Addresses whose messages reach the agent, by channel; of a list the first. */
  addresses: Partial<Record<MessagingChannel, twilio.conversations.AddressConfiguration>>;
  /** Every address whose messages reach the agent, by channel. Empty for a channel that is not in use. */
  allAddresses: Record<MessagingChannel, twilio.conversations.AddressConfiguration[]>;
}
