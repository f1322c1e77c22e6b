// Finds the Orchestrator configuration, memory store and Classic service that the stack adopts.

import type { OrchestratorConfiguration } from "@pulumi/twilio/account";
import { type Inventory, isRefused } from "../inventory/inventory.ts";
import { agentHost, captures, titleOf, webhookHosts } from "./agent.ts";
import { ask, type Candidate, type Chosen, type Decision, decideAs, pickOnly } from "./decision.ts";

/** Value of `--configuration` instead of an ID. */
export const makeNew = "new";

/**
 * Finds the configuration to adopt: the one that captures the agent's number or calls the host of its voice URL;
 * otherwise one with TAC's `/webhook` as a status callback; otherwise one that bridges Flex's Classic service.
 */
export function findConfiguration(
  found: Inventory,
  chosen: Chosen | undefined,
  number: string | undefined,
): Decision {
  if (chosen?.value === makeNew)
    return { kind: "omit", why: `${chosen.by}: the stack creates one`, isRemoved: true };
  if (chosen) return decideAs(chosen);
  if (isRefused(found, "orchestratorConfigurations")) {
    return ask("The Orchestrator configurations could not be read. Is one of them the agent's?");
  }
  const configurations = found.orchestratorConfigurations;
  if (configurations.length === 0) {
    return { kind: "omit", why: "the account has no Orchestrator configuration, so the stack creates one" };
  }
  const candidates = (why: (configuration: OrchestratorConfiguration) => string | undefined): Candidate[] =>
    configurations.flatMap((configuration) => {
      const reason = why(configuration);
      return reason === undefined ? [] : [{ value: configuration.id, why: nameAnd(configuration, reason) }];
    });
  const row = found.phoneNumbers.find(({ phone_number }) => phone_number === number);
  const host = row && agentHost(row);
  const flexService = found.flex?.chat_service_instance_sid;

  return pickOnly(
    [
      candidates((configuration) => {
        if (number && captures(configuration, number)) return `captures ${number}`;
        return host && webhookHosts(configuration).includes(host) ? `calls ${host}/webhook` : undefined;
      }),
      candidates((configuration) => {
        const [called] = webhookHosts(configuration);
        return called && `calls ${called}/webhook`;
      }),
      candidates(({ conversationsV1Bridge }) =>
        flexService && conversationsV1Bridge?.serviceId === flexService
          ? "bridges Flex's Classic service"
          : undefined,
      ),
    ],
    {
      several:
        "Which of these Orchestrator configurations is the agent's (TWILIO_CONVERSATION_CONFIGURATION_ID)?",
      none: ask(
        "None of the Orchestrator configurations is recognizable as the agent's. Is it one of these? Without this key the stack creates one.",
        candidates(() => "no callback to TAC"),
        { isNeeded: false },
      ),
    },
  );
}

/** The store that the adopted configuration uses; if no configuration is adopted, the stack creates a store. */
export function findMemoryStore(
  found: Inventory,
  chosen: Chosen | undefined,
  configuration: Decision,
  adopted: OrchestratorConfiguration | undefined,
): Decision {
  const named = adopted?.memoryStoreId;
  if (adopted && named) {
    return {
      kind: "value",
      value: named,
      why: `memory store of Orchestrator configuration ${titleOf(adopted)}`,
    };
  }
  if (chosen) return decideAs(chosen);
  const offered = found.memoryStores.map((store) => ({ value: store.id, why: nameAnd(store, store.status) }));
  if (configuration.kind !== "omit") {
    return ask(
      "Which memory store belongs to the Orchestrator configuration? They can only be adopted together.",
      offered,
      {
        isNeeded: configuration.kind === "value" || configuration.isNeeded,
      },
    );
  }
  if (offered.length === 0) return { kind: "omit", why: "the stack creates one" };
  return ask("Should one of these remember the customers? Without this key the stack creates one.", offered, {
    isNeeded: false,
  });
}

/** Flex's own service is adopted automatically, so only a different one that the configuration bridges is proposed. */
export function findClassicService(
  found: Inventory,
  chosen: Chosen | undefined,
  adopted: OrchestratorConfiguration | undefined,
): Decision {
  if (chosen) return decideAs(chosen);
  const flexService = found.flex?.chat_service_instance_sid;
  const bridged = adopted?.conversationsV1Bridge?.serviceId;
  if (bridged && bridged !== flexService) {
    return {
      kind: "value",
      value: bridged,
      why: `bridged by Orchestrator configuration ${titleOf(adopted)}; Flex's own is ${flexService ?? "unknown"}`,
    };
  }
  if (flexService) return { kind: "omit", why: "Flex's own is adopted automatically" };
  const offered = found.classicServices.map(({ sid, friendly_name }) => ({
    value: sid,
    why: `"${friendly_name}"`,
  }));
  return pickOnly([offered.map((service) => ({ ...service, why: `the only one, ${service.why}` }))], {
    several: "Flex has no Classic service configured. Which of these has its conversations?",
    none: ask(
      "Flex has no Classic service configured, and none was found. Set up Flex in the Console first.",
    ),
  });
}

function nameAnd(
  { displayName }: { displayName?: string | null | undefined },
  note: string | null | undefined,
) {
  return [displayName && `"${displayName}"`, note].filter(Boolean).join(", ");
}
