// All checks of one examination, in the order of the guide, each once; and their overall result.

import type { Api } from "@pulumi/twilio/client";
import { checkAddresses } from "./checks/addresses.ts";
import { type AgentEnv, checkAgentEnv } from "./checks/agentEnv.ts";
import { checkCredentials } from "./checks/credentials.ts";
import { checkFlex } from "./checks/flex.ts";
import { checkFlexQueues } from "./checks/flexQueues.ts";
import { checkFlow } from "./checks/flow.ts";
import { checkIntelligence } from "./checks/intelligence.ts";
import { checkMemory } from "./checks/memory.ts";
import { checkNumber } from "./checks/number.ts";
import { checkNumberCallbacks } from "./checks/numberCallbacks.ts";
import { checkOrchestrator } from "./checks/orchestrator.ts";
import { checkReach } from "./checks/reach.ts";
import { checkStrayAddresses } from "./checks/strayAddresses.ts";
import { checkBridged, checkHandedOff, checkUnanswered } from "./checks/traffic.ts";
import type { AuthToken } from "./facts/authToken.ts";
import { checkIds } from "./facts/catalogue.ts";
import { type Check, markUnknown } from "./facts/check.ts";
import { type Facts, readFacts, whyNothingWasRead } from "./facts/facts.ts";
import { type Reach, readReach } from "./facts/reach.ts";
import type { Wanted } from "./facts/wanted.ts";

export interface Examination {
  ready: boolean;
  checks: readonly Check[];
  /** Why nothing could be read. */
  blind?: string | undefined;
  /** URL of the local Twilio that was read instead of twilio.com. It confirms no assumption about Twilio. */
  localTwilio?: string | undefined;
}

export interface ExamineOptions {
  wanted: Wanted;
  env: AgentEnv;
  /** Whether to send requests to the agent's own host, and to look for messages without a reply. */
  reach: boolean;
  /** The account's auth token, which signs requests to the agent. Default: only unsigned ones are sent. */
  authToken?: AuthToken | undefined;
  /** Milliseconds since 1970. Default: the system's clock. */
  now?: () => number;
}

export async function examine(
  api: Api,
  { wanted, env, reach, authToken, now = Date.now }: ExamineOptions,
): Promise<Examination> {
  const [facts, reached] = await Promise.all([
    readFacts(api, wanted, { findsUnanswered: reach, now }),
    reach ? readReach(api, wanted, authToken) : undefined,
  ]);
  const local = api.endpoint === undefined ? {} : { localTwilio: api.endpoint };
  const blind = whyNothingWasRead(facts);
  if (blind !== undefined)
    return { ready: false, checks: [markUnknown("credentials", blind)], blind, ...local };
  const checks = runChecks({ wanted, facts, env, reached });
  return { ...conclude(api.endpoint === undefined ? checks : checks.map(unconfirmed)), ...local };
}

/** A local Twilio has the same assumptions as the code, so nothing that it shows confirms one. */
function unconfirmed({ confirmed: _, ...check }: Check): Check {
  return check;
}

function runChecks({
  wanted,
  facts,
  env,
  reached,
}: {
  wanted: Wanted;
  facts: Facts;
  env: AgentEnv;
  reached: Reach | undefined;
}): Check[] {
  const checks = [
    ...checkCredentials(facts),
    ...checkNumber(wanted, facts),
    ...checkNumberCallbacks(wanted, facts),
    ...checkReach(wanted, reached),
    ...checkAddresses(wanted, facts),
    ...checkStrayAddresses(wanted, facts),
    ...checkOrchestrator(wanted, facts),
    ...checkIntelligence(wanted, facts),
    ...checkMemory(wanted, facts),
    ...checkFlow(wanted, facts),
    ...checkFlex(wanted, facts),
    ...checkFlexQueues(facts),
    ...checkAgentEnv(wanted, env),
    ...checkBridged(wanted, facts),
    ...checkHandedOff(wanted, facts),
    ...checkUnanswered(wanted, facts),
  ];
  return checks.toSorted((a, b) => checkIds.indexOf(a.id) - checkIds.indexOf(b.id));
}

/** Warnings, and checks that only a person can make, do not count. */
export function conclude(checks: readonly Check[]): Examination {
  return { ready: checks.every(({ status }) => status !== "wrong" && status !== "unknown"), checks };
}

/** 0: ready. 1: not ready. 3: the account could not be read, in whole or in part. */
export function exitCode({ ready, checks }: Examination): 0 | 1 | 3 {
  if (ready) return 0;
  return checks.some(({ status }) => status === "wrong") ? 1 : 3;
}
