// The keys that discover proposes, and the decision for each.

import type { Channel } from "@tac-handoff/infra/config";
import type { Chosen, Decision } from "./decision.ts";

/** Keys below `tac-handoff:` that an account can determine, in the order in which they are written. */
export const proposedKeys = [
  "phoneNumber",
  "agentDomain",
  "channels",
  "whatsappSender",
  "rcsSender",
  "chatAddress",
  "adopt.orchestratorConfiguration",
  "adopt.memoryStore",
  "adopt.classicService",
  "flex.workflow",
  "flex.voiceTaskChannel",
  "flex.messagingTaskChannel",
] as const;
export type ProposedKey = (typeof proposedKeys)[number];

export type Decisions = Record<Exclude<ProposedKey, "channels">, Decision> & {
  channels: Decision<Channel[]>;
};

/** Choices of the user, which take precedence over what the account shows. */
export type Choices = { [Key in Exclude<ProposedKey, "channels">]?: Chosen } & {
  channels?: Chosen<Channel[]>;
};
