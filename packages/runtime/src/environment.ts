// The destination of a hand-off, from variables that TAC reads as well.

import { HandoffError, type HandoffProblem } from "./handoffError.ts";

/** Variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

const flowVariable = {
  name: "TWILIO_STUDIO_HANDOFF_FLOW_SID",
  prefix: "FW",
  what: "the hand-off flow's SID",
  how: "npm run env writes it; so does pulumi stack output flowSid",
};
const workflowVariable = {
  name: "TWILIO_FLEX_WORKFLOW_SID",
  prefix: "WW",
  what: "the SID of the workflow that assigns the tasks",
  how: "npm run env writes it; so does pulumi stack output workflowSid",
};
const accountVariable = {
  name: "TWILIO_ACCOUNT_SID",
  prefix: "AC",
  what: "the account's SID",
  how: "npm run env writes it; so does pulumi stack output accountSid",
};
type SidVariable = typeof flowVariable;

/**
 * Returns the hand-off flow (`FW…`) from `TWILIO_STUDIO_HANDOFF_FLOW_SID`.
 *
 * @param env default `process.env`; without a process (in a browser) nothing is set
 * @throws HandoffError with what was found, what is expected, and how to get it
 *
 * @example
 * ```ts
 * import { handoffFlowSid } from "@tac-handoff/runtime";
 *
 * handoffFlowSid({ TWILIO_STUDIO_HANDOFF_FLOW_SID: "FW00000000000000000000000000000001" }); // → "FW00000000000000000000000000000001"
 * ```
 */
export function handoffFlowSid(env: Environment = processEnvironment()): string {
  refuse([problemOf(flowVariable, env)]);
  return env[flowVariable.name] ?? "";
}

/**
 * Returns the workflow that assigns the tasks (`WW…`) from `TWILIO_FLEX_WORKFLOW_SID`.
 *
 * @param env default `process.env`
 * @throws HandoffError with what was found, what is expected, and how to get it
 *
 * @example
 * ```ts
 * import { flexWorkflowSid } from "@tac-handoff/runtime";
 *
 * flexWorkflowSid({ TWILIO_FLEX_WORKFLOW_SID: "WW00000000000000000000000000000001" }); // → "WW00000000000000000000000000000001"
 * ```
 */
export function flexWorkflowSid(env: Environment = processEnvironment()): string {
  refuse([problemOf(workflowVariable, env)]);
  return env[workflowVariable.name] ?? "";
}

/**
 * Returns the flow and its two entries from `TWILIO_STUDIO_HANDOFF_FLOW_SID` and `TWILIO_ACCOUNT_SID`: `voice` is the
 * `<Connect action>` of a call, `executions` accepts the form of a message or chat.
 *
 * @param env default `process.env`
 * @throws HandoffError naming every invalid variable
 *
 * @example
 * ```ts
 * import { handoffUrls } from "@tac-handoff/runtime";
 *
 * const { executions } = handoffUrls({
 *   TWILIO_ACCOUNT_SID: "AC00000000000000000000000000000001",
 *   TWILIO_STUDIO_HANDOFF_FLOW_SID: "FW00000000000000000000000000000001",
 * });
 *
 * executions; // → "https://studio.twilio.com/v2/Flows/FW00000000000000000000000000000001/Executions"
 * ```
 */
export function handoffUrls(env: Environment = processEnvironment()): {
  flowSid: string;
  voice: string;
  executions: string;
} {
  refuse([problemOf(flowVariable, env), problemOf(accountVariable, env)]);
  const flowSid = env[flowVariable.name] ?? "";
  const accountSid = env[accountVariable.name] ?? "";
  return {
    flowSid,
    voice: studioVoiceUrl({ accountSid, flowSid }),
    executions: studioExecutionsUrl(flowSid),
  };
}

/**
 * Returns the URL at which a message or chat is handed off with a POST of `executionForm`.
 *
 * @example
 * ```ts
 * import { studioExecutionsUrl } from "@tac-handoff/runtime";
 *
 * studioExecutionsUrl("FW1"); // → "https://studio.twilio.com/v2/Flows/FW1/Executions"
 * ```
 */
export function studioExecutionsUrl(flowSid: string): string {
  return `https://studio.twilio.com/v2/Flows/${flowSid}/Executions`;
}

/**
 * Returns the `<Connect action>` of every call that TAC answers.
 *
 * @example
 * ```ts
 * import { studioVoiceUrl } from "@tac-handoff/runtime";
 *
 * const url = studioVoiceUrl({ accountSid: "AC1", flowSid: "FW1" });
 *
 * url; // → "https://webhooks.twilio.com/v1/Accounts/AC1/Flows/FW1?Trigger=incomingCall"
 * ```
 */
export function studioVoiceUrl({ accountSid, flowSid }: { accountSid: string; flowSid: string }): string {
  return `https://webhooks.twilio.com/v1/Accounts/${accountSid}/Flows/${flowSid}?Trigger=incomingCall`;
}

/** Variables of this process; none in a browser. */
export function processEnvironment(): Environment {
  const { process } = globalThis as { process?: { env?: Environment } };
  return process?.env ?? {};
}

function refuse(problems: readonly (HandoffProblem | undefined)[]): void {
  const found = problems.filter((problem) => problem !== undefined);
  if (found.length === 0) return;
  const lines = found.map(({ path, message }) => `${path} ${message}`);
  throw new HandoffError(lines.join("\n"), { code: "invalid_environment", problems: found });
}

/**
 * TAC for TypeScript accepts only lower-case hexadecimal digits, so other digits are rejected, with the correct value.
 */
function problemOf(variable: SidVariable, env: Environment): HandoffProblem | undefined {
  const message = whyWrong(variable, env[variable.name]);
  return message === undefined ? undefined : { path: variable.name, message };
}

function whyWrong({ name, prefix, what, how }: SidVariable, value: string | undefined): string | undefined {
  const expected = `Expected ${what}, ${prefix} and 32 lower-case hexadecimal digits: ${how}.`;
  if (value === undefined) return `is not set. ${expected}`;
  const isSid = (text: string) => new RegExp(`^${prefix}[0-9a-f]{32}$`).test(text);
  if (isSid(value)) return undefined;
  const bare = value.trim().replaceAll(/^["']|["']$/g, "");
  const corrected = `${bare.slice(0, 2).toUpperCase()}${bare.slice(2).toLowerCase()}`;
  if (isSid(corrected)) return `${blemish(value, bare)}. Write ${name}=${corrected}`;
  return `${described(bare, prefix)}. ${expected}`;
}

function blemish(value: string, bare: string): string {
  if (value.trim() !== value) return "has whitespace around it";
  return bare === value
    ? "has letters in the wrong case, which TAC for TypeScript rejects"
    : "includes quotation marks";
}

/** Describes what was found without showing it, since it may be a secret pasted by mistake. */
function described(text: string, prefix: string): string {
  const [start = ""] = /^[A-Za-z]{2}(?=[0-9a-fA-F]{32}$)/.exec(text) ?? [];
  if (text === "") return "is empty";
  if (isPlaceholder(text, prefix)) {
    return `still has its placeholder, ${text.length > 12 ? `${text.slice(0, 11)}…` : text}`;
  }
  if (start !== "" && start.toUpperCase() !== prefix)
    return `is a different SID, ${start}…${kindOf(start.toUpperCase())}`;
  return text.startsWith(prefix)
    ? `starts with ${prefix} but is not a SID: it has ${text.length} characters, or digits that a SID does not have`
    : `has ${text.length} characters that are not a SID`;
}

/** Placeholders in samples: `FWxxxx`, `FW_YOUR_FLOW_SID`, `<flow sid>`, `${FLOW_SID}`. */
function isPlaceholder(text: string, prefix: string): boolean {
  const bare = text.startsWith(prefix) ? text.slice(prefix.length) : text;
  return (
    /^[xX.…*_-]*$/.test(bare) ||
    /^(<.*>|\[.*\]|\$?\{.*\}|%.*%|null|undefined|none)$/i.test(text) ||
    /^[_-]?(your|change|replace|fill|insert|enter|todo|tbd|placeholder|example)/i.test(bare)
  );
}

function kindOf(prefix: string): string {
  const kinds: Record<string, string> = {
    AC: "an account",
    CF: "a conference",
    CH: "a conversation",
    FN: "an execution of a flow",
    FW: "a flow",
    IS: "a Conversations service",
    SK: "an API key",
    WW: "a workflow",
  };
  const kind = kinds[prefix];
  return kind ? ` (${kind})` : "";
}
