// From the inventory to the stack file: a decision for every configuration key that an account can determine.
// Pure functions. docs/discover.md describes the rules.

import { handoffKeys } from "@tac-handoff/infra/config";
import { UserError } from "@tac-handoff/studio/errors";
import { type Inventory, isRefused, type Kind } from "../inventory/inventory.ts";
import { findDomain, findNumber } from "./agent.ts";
import { findChannels } from "./channels.ts";
import { findClassicService, findConfiguration, findMemoryStore, makeNew } from "./conversations.ts";
import { type Chosen, type Decision, valueIn } from "./decision.ts";
import { findTaskChannel, findWorkflow } from "./flex.ts";
import { type Choices, type Decisions, type ProposedKey, proposedKeys } from "./keys.ts";
import { findSurprises } from "./surprises.ts";

export interface Proposal {
  answers: Decisions;
  /** What the user should know before running `pulumi up`. */
  surprises: string[];
}

/**
 * @param flags choices on the command line
 * @param file choices that the stack file already has; those that the account no longer has are ignored
 * @param options.managesWorkflow the stack file has `flex.routing`, so that the stack creates the workflow or adopts the one
 * that the file names. Default: false
 * @throws ChoiceError if a flag names an object that the account does not have
 */
export function propose(
  found: Inventory,
  flags: Choices = {},
  file: Choices = {},
  { managesWorkflow = false }: { managesWorkflow?: boolean } = {},
): Proposal {
  for (const { chosen, existing } of findAbsent(found, flags))
    throw new ChoiceError(chosen, found.accountSid, existing);
  const outdated = findAbsent(found, file).filter(({ key }) => !(managesWorkflow && key === "flex.workflow"));
  const kept = Object.fromEntries(
    Object.entries(file).filter(([key]) => !outdated.some((other) => other.key === key)),
  );
  const chosen: Choices = { ...kept, ...flags };

  const configurationChosen = chosen["adopt.orchestratorConfiguration"];
  const named = found.orchestratorConfigurations.filter(({ id }) => id === configurationChosen?.value);
  const phoneNumber = findNumber(
    found,
    chosen.phoneNumber,
    named.length > 0 ? named : found.orchestratorConfigurations,
  );
  const number = valueIn(phoneNumber);
  const configuration = findConfiguration(found, configurationChosen, number);
  const adopted = found.orchestratorConfigurations.find(({ id }) => id === valueIn(configuration));
  const row = found.phoneNumbers.find(({ phone_number }) => phone_number === number);
  const { channels, whatsappSender, rcsSender, chatAddress } = findChannels(found, chosen, {
    number,
    adopted,
  });
  const used = valueIn(channels) ?? [];
  const usesMessaging = used.some((channel) => channel !== "voice");
  const { workflow, voiceTaskChannel, messagingTaskChannel } = handoffKeys.shape.flex.parse(undefined);
  const unused: Decision = { kind: "omit", why: "no channel in use needs it" };

  const answers: Decisions = {
    phoneNumber,
    agentDomain: findDomain(found, chosen.agentDomain, { number: row, configuration: adopted }),
    channels,
    whatsappSender,
    rcsSender,
    chatAddress,
    "adopt.orchestratorConfiguration": configuration,
    "adopt.memoryStore": findMemoryStore(found, chosen["adopt.memoryStore"], configuration, adopted),
    "adopt.classicService": usesMessaging
      ? findClassicService(found, chosen["adopt.classicService"], adopted)
      : unused,
    "flex.workflow":
      managesWorkflow && !chosen["flex.workflow"]
        ? { kind: "omit", why: "the stack manages the workflow of flex.routing" }
        : findWorkflow(found, chosen["flex.workflow"], workflow),
    "flex.voiceTaskChannel": used.includes("voice")
      ? findTaskChannel(found, chosen["flex.voiceTaskChannel"], voiceTaskChannel)
      : unused,
    "flex.messagingTaskChannel": usesMessaging
      ? findTaskChannel(found, chosen["flex.messagingTaskChannel"], messagingTaskChannel)
      : unused,
  };
  return {
    answers,
    surprises: [
      ...outdated.map(
        ({ key, chosen }) =>
          `The stack file has tac-handoff:${key} ${chosen.value}, which the account does not have.`,
      ),
      // Which workflow the stack manages is then not a question of the account's.
      ...findSurprises(managesWorkflow ? { ...found, workflows: [] } : found, answers),
    ],
  };
}

/** Keys whose question has to be answered before `pulumi up`. */
export function openKeys({ answers }: Proposal): ProposedKey[] {
  return proposedKeys.filter((key) => {
    const answer = answers[key];
    return answer.kind === "question" && answer.isNeeded;
  });
}

/** A flag names an object that the account does not have. */
export class ChoiceError extends UserError {
  override readonly name = "ChoiceError";

  constructor({ by, value }: Chosen, accountSid: string, existing: string[]) {
    const shown = existing.slice(0, 10).join(", ") || "none";
    const more = existing.length > 10 ? ` and ${existing.length - 10} more` : "";
    super(`${by}: account ${accountSid} has no ${value}. It has ${shown}${more}.`);
  }
}

/** Choices that the account does not have. Those of a type that could not be read are not checked. */
function findAbsent(found: Inventory, choices: Choices) {
  const ids: [Exclude<ProposedKey, "channels">, Kind, string[]][] = [
    ["phoneNumber", "phoneNumbers", found.phoneNumbers.map(({ phone_number }) => phone_number)],
    [
      "adopt.orchestratorConfiguration",
      "orchestratorConfigurations",
      [...found.orchestratorConfigurations.map(({ id }) => id), makeNew],
    ],
    ["adopt.memoryStore", "memoryStores", found.memoryStores.map(({ id }) => id)],
    ["adopt.classicService", "classicServices", found.classicServices.map(({ sid }) => sid)],
    ["flex.workflow", "workflows", found.workflows.map(({ friendly_name }) => friendly_name)],
    ["flex.voiceTaskChannel", "taskChannels", found.taskChannels.map(({ unique_name }) => unique_name)],
    ["flex.messagingTaskChannel", "taskChannels", found.taskChannels.map(({ unique_name }) => unique_name)],
  ];
  return ids.flatMap(([key, kind, existing]) => {
    const chosen = choices[key];
    return chosen && !isRefused(found, kind) && !existing.includes(chosen.value)
      ? [{ key, chosen, existing }]
      : [];
  });
}
