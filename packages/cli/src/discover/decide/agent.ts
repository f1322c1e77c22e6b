// Finds the virtual agent's number, and the host at which Twilio reaches it.
// Both follow from TAC's routes: `/twiml` for calls, `/webhook` for events (TAC 2.5.0, TACServerConfig).

import type { OrchestratorConfiguration, PhoneNumber } from "@pulumi/twilio/account";
import { handoffKeys } from "@tac-handoff/infra/config";
import { hostAndPath } from "../../account/hostAndPath.ts";
import { type Inventory, isRefused } from "../inventory/inventory.ts";
import {
  ask,
  type Candidate,
  type Chosen,
  type Decision,
  decideAs,
  mergeCandidates,
  pickOnly,
} from "./decision.ts";

/**
 * Finds the agent's number: the one whose calls go to `/twiml`, otherwise the one in a capture rule, otherwise the one
 * with an SMS address, otherwise the only one in the account.
 *
 * @param configurations whose capture rules are considered
 */
export function findNumber(
  found: Inventory,
  chosen: Chosen | undefined,
  configurations: OrchestratorConfiguration[],
): Decision {
  if (chosen) return decideAs(chosen);
  if (isRefused(found, "phoneNumbers"))
    return ask("The numbers could not be read. Which one is the agent's?");
  const numbers = found.phoneNumbers;
  const candidates = (why: (number: PhoneNumber) => string | undefined) =>
    numbers.flatMap((number) => {
      const reason = why(number);
      return reason === undefined ? [] : [{ value: number.phone_number, why: reason }];
    });

  return pickOnly(
    [
      candidates((number) => (agentHost(number) ? "its calls go to TAC's /twiml" : undefined)),
      candidates(({ phone_number }) => {
        const capturing = configurations.find((configuration) => captures(configuration, phone_number));
        return capturing && `captured by Orchestrator configuration ${titleOf(capturing)}`;
      }),
      candidates(({ phone_number }) =>
        found.addresses.some(({ type, address }) => type === "sms" && address === phone_number)
          ? "has an SMS address"
          : undefined,
      ),
      numbers.length === 1 ? candidates(() => "the only number in the account") : [],
    ],
    {
      several: "Which of these numbers is the agent's?",
      none:
        numbers.length === 0
          ? ask("The account has no phone number. Buy one in the Console (Phone Numbers > Buy a number).")
          : ask(
              "None of the numbers is recognizable as the agent's. Which one is it?",
              candidates(({ friendly_name }) => friendly_name ?? "no name"),
            ),
    },
  );
}

/** Finds the agent's host: that of `/webhook` in the configuration's status callbacks, and of the number's `/twiml`. */
export function findDomain(
  found: Inventory,
  chosen: Chosen | undefined,
  {
    number,
    configuration,
  }: { number: PhoneNumber | undefined; configuration: OrchestratorConfiguration | undefined },
): Decision {
  if (chosen) return decideAs(chosen);
  const own = [
    ...(configuration ? callbackHosts(configuration) : []),
    ...(number ? twimlHosts(number) : []),
  ].filter(isDomain);
  const everywhere = [
    ...found.orchestratorConfigurations.flatMap(callbackHosts),
    ...found.phoneNumbers.flatMap(twimlHosts),
  ].filter(isDomain);
  return pickOnly([own], {
    several: "The agent appears to have several hosts. At which one does Twilio reach TAC?",
    none: ask(
      everywhere.length > 0
        ? "At which of these public hosts does Twilio reach TAC?"
        : "The account does not show the agent's host. At which public host does Twilio reach TAC?",
      mergeCandidates(everywhere),
    ),
  });
}

/** Host at which TAC receives the number's calls, by its voice URL. */
export function agentHost({ voice_url }: PhoneNumber): string | undefined {
  const at = hostAndPath(voice_url);
  return at?.path.endsWith("/twiml") ? at.host : undefined;
}

/** Hosts at which TAC receives the configuration's events. */
export function webhookHosts({ statusCallbacks }: OrchestratorConfiguration): string[] {
  return (statusCallbacks ?? []).flatMap(({ url }) => {
    const at = hostAndPath(url);
    return at?.path.endsWith("/webhook") ? [at.host] : [];
  });
}

/** Whether a capture rule of any channel has the address, which includes its prefix, `rcs:` or `whatsapp:`. */
export function captures(configuration: OrchestratorConfiguration, address: string): boolean {
  return capturedChannels(configuration, address).length > 0;
}

export function capturedChannels({ channelSettings }: OrchestratorConfiguration, address: string): string[] {
  return Object.entries(channelSettings ?? {}).flatMap(([channel, setting]) =>
    (setting?.captureRules ?? []).some(({ from, to }) => from === address || to === address) ? [channel] : [],
  );
}

export function titleOf({
  id,
  displayName,
}: {
  id: string;
  displayName?: string | null | undefined;
}): string {
  return displayName ? `"${displayName}"` : id;
}

function callbackHosts(configuration: OrchestratorConfiguration): Candidate[] {
  const why = `status callback of Orchestrator configuration ${titleOf(configuration)}`;
  return webhookHosts(configuration).map((value) => ({ value, why }));
}

function twimlHosts(number: PhoneNumber): Candidate[] {
  const host = agentHost(number);
  return host === undefined ? [] : [{ value: host, why: `calls of ${number.phone_number} go there` }];
}

function isDomain({ value }: Candidate): boolean {
  return handoffKeys.shape.agentDomain.safeParse(value).success;
}
