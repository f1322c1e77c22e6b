// Checks whether the stack can be configured with the file, before it is written.

import { readConfig } from "@tac-handoff/infra/config";
import type { ConfigProblem } from "@tac-handoff/infra/configProblems";
import { attributes as contract } from "@tac-handoff/studio-flows/attributes";
import { type ProposedKey, proposedKeys } from "../decide/keys.ts";
import type { Proposal } from "../decide/propose.ts";
import { configValues } from "./stackText.ts";

/**
 * The problems in a stack file that are not covered by an open question: those in keys that a person wrote.
 *
 * @throws Error if the proposal itself does not match the schema, which is a bug
 */
export function findProblems(text: string, { answers }: Proposal): ConfigProblem[] {
  const { problems } = readConfig(withSecret(configValues(text)), {}, { contract });
  const isAbout = (problem: ConfigProblem, keys: ProposedKey[]) =>
    keys.some((key) => `${problem.key}[`.startsWith(`tac-handoff:${key}[`));
  const ofKind = (kind: string) => proposedKeys.filter((key) => answers[key].kind === kind);
  const unexplained = problems.filter((problem) => !isAbout(problem, ofKind("question")));
  const own = unexplained.filter((problem) => isAbout(problem, ofKind("value")));
  if (own.length > 0) {
    const list = own.map(({ key, message }) => `${key} ${message}`).join("\n");
    throw new Error(`The proposal does not match the configuration's schema:\n${list}`);
  }
  return unexplained;
}

/** A secret is never in the file in plaintext; `pulumi preview` shows whether it is set. */
function withSecret(values: Record<string, string>): Record<string, string> {
  const secret = values["twilio:apiKey"] ? "twilio:apiSecret" : "twilio:authToken";
  return { [secret]: "set elsewhere", ...values };
}
