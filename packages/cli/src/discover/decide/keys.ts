// The keys that discover proposes, what it found out about each, and what was decided for it.

import type { Channel } from "@tac-handoff/infra/config";
import type { Answer, Chosen } from "./answer.ts";

/** Keys below `tac-handoff:` that an account can tell, in the order in which they are written. */
export const proposedKeys = [
  "phoneNumber",
  "agentDomain",
  "channels",
  "whatsappSender",
  "chatAddress",
  "adopt.orchestratorConfiguration",
  "adopt.memoryStore",
  "adopt.classicService",
  "flex.workflow",
  "flex.voiceTaskChannel",
  "flex.messagingTaskChannel",
] as const;
export type ProposedKey = (typeof proposedKeys)[number];

export type Answers = Record<Exclude<ProposedKey, "channels">, Answer> & { channels: Answer<Channel[]> };

/** Decisions of a person; those for one value win over what the account shows. */
export type Choices = { [Key in Exclude<ProposedKey, "channels">]?: Chosen } & {
  channels?: Chosen<Channel[]>;
};
