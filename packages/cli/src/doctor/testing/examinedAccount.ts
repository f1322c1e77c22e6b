// For tests: examines an account as a ready stack expects it, and changes one part of an account.

import type { Api } from "@pulumi/twilio/client";
import { type State, seed } from "@tac-handoff/emulator";
import type { AgentEnv } from "../checks/agentEnv.ts";
import { type Examination, examine } from "../examine.ts";
import { type Wanted, wantedByStack } from "../facts/wanted.ts";
import { agentEnv, stack } from "./readyAccount.ts";

export const wanted = wantedByStack(stack, {});

export function look(api: Api, { env = agentEnv(), as = wanted }: { env?: AgentEnv; as?: Wanted } = {}) {
  return examine(api, { wanted: as, env, reach: false });
}

/** The same account as if Twilio had it: what a local Twilio shows confirms no assumption. */
export function asLive(api: Api): Api {
  return { ...api, endpoint: undefined };
}

export function idsOf({ checks }: Examination, status: string) {
  return checks.filter((check) => check.status === status).map(({ id }) => id);
}

export function configuration(state: State) {
  return state.orchestratorConfigurations[seed.orchestratorConfigurationId];
}

export function changed(row: object | undefined, fields: object) {
  if (!row) throw new Error("nothing to change");
  Object.assign(row, fields);
}
