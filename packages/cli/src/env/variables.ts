// TAC's variables that come from a stack. None is a secret; those are in secrets.ts.

import { type OutputName, outputs } from "@tac-handoff/infra/outputs";

/**
 * The variables that come from the stack's outputs. `npm run env` owns their lines in a file: it writes them, and
 * removes those whose output no longer exists, for instance because a channel was turned off.
 */
export const ownedVariables: readonly string[] = Object.values(outputs).flatMap(({ variables }) => variables);

/** Written if the stack's configuration has it, and never removed: it may also come from the environment. */
const regionVariable = "TWILIO_REGION";

/** The variables that `npm run env` writes and whose values it may show. */
export const plainVariables: readonly string[] = [...ownedVariables, regionVariable];

export type OutputValues = Partial<Record<OutputName, string>>;

/**
 * TAC's variables with their values, in the order of the outputs and under the names of both its SDKs.
 *
 * A variable without a value is omitted, because TAC for TypeScript rejects empty ones. So is the Summary operator's
 * variable: only TAC's webhook processor reads it, and the stack's rules call no webhook.
 *
 * @param values outputs of the stack, as `pulumi stack output --json` prints them
 * @param config configuration of the stack, with namespaced keys; adds `TWILIO_REGION` if it is set
 */
export function agentVariables(
  values: OutputValues,
  config: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const name of Object.keys(outputs) as OutputName[]) {
    const value = values[name];
    if (!value) continue;
    for (const variable of outputs[name].variables) {
      variables[variable] = name === "flowSid" ? lowerCaseSid(value) : value;
    }
  }
  const region = config["twilio:region"];
  return { ...variables, ...(region && { [regionVariable]: region }) };
}

/** TAC for TypeScript accepts a flow's SID only in lower case (`^FW[0-9a-f]{32}$`). */
function lowerCaseSid(sid: string): string {
  return sid.slice(0, 2) + sid.slice(2).toLowerCase();
}
