// Reads a stack file: parsed, as plain values, and as the decisions of its author.

import { type Channel, handoffKeys } from "@tac-handoff/infra/config";
import { senderKeys, withPlusSigns } from "@tac-handoff/infra/senders";
import { UserError } from "@tac-handoff/studio/errors";
import { isCollection, isMap, parseDocument, type YAMLMap } from "yaml";
import { type Chosen, theFile } from "../decide/decision.ts";
import { type Choices, type ProposedKey, proposedKeys } from "../decide/keys.ts";

/** @throws UserError if the text is not valid YAML, or not a map */
export function parseStackFile(text: string) {
  const doc = parseDocument(text);
  const [error] = doc.errors;
  if (error) throw new UserError(`The stack file is not valid YAML: ${error.message.trim()}`);
  if (doc.contents !== null && !isMap(doc.contents)) {
    throw new UserError("The stack file is not a map with the key config. Fix it, or specify another stack.");
  }
  return doc;
}

/** The path of a key below `config`. */
export function pathOf(key: ProposedKey): string[] {
  const [group = "", ...members] = key.split(".");
  return [`tac-handoff:${group}`, ...members];
}

/** The value at a path, without the parser's nodes. */
export function plainAt(config: YAMLMap, path: string[]): unknown {
  const found: unknown = config.getIn(path);
  return isCollection(found) ? found.toJSON() : found;
}

/** Keys and values as in `pulumi config`: lists and objects as JSON strings. Encrypted ones are omitted. */
export function configValues(text: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(configIn(text))
      .filter(([, value]) => !isEncrypted(value))
      .map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}

/** Whether a secret of the account was set with `--secret`. */
export function holdsCredential(text: string): boolean {
  const config = configIn(text);
  return ["twilio:apiSecret", "twilio:authToken"].some((key) => isEncrypted(config[key]));
}

/** The decisions in the file; values that do not match the schema are ignored. */
export function choicesIn(text: string): Choices {
  const doc = parseStackFile(text);
  const config = doc.get("config");
  if (!isMap(config)) return {};
  const decided = proposedKeys.flatMap((key) => {
    const found = plainAt(config, pathOf(key));
    const value = key === "phoneNumber" ? withPlusSigns(found) : found;
    return value !== undefined && fits(key, value) ? [[key, chosenBy(key, value)]] : [];
  });
  return Object.fromEntries(decided) as Choices;
}

/** A list of numbers or addresses stays one decision: its first value, and the others. */
function chosenBy(key: ProposedKey, value: unknown): Chosen<unknown> {
  if (!(key in senderKeys) || !Array.isArray(value)) return { value, by: theFile };
  const [first, ...others] = value.map((each) => (typeof each === "string" ? each : each.number));
  return { value: first, others, by: theFile };
}

/** Whether the stack manages the workflow of the tasks: `flex.routing`. */
export function managesWorkflow(text: string): boolean {
  const flex = configIn(text)["tac-handoff:flex"];
  return typeof flex === "object" && flex !== null && "routing" in flex;
}

function fits(key: ProposedKey, value: unknown): value is Chosen["value"] | Channel[] {
  const [group = "", member] = key.split(".");
  const schema = handoffKeys.shape[group as keyof typeof handoffKeys.shape];
  if (member === undefined) return schema.safeParse(value).success;
  const issues = schema.safeParse({ [member]: value }).error?.issues ?? [];
  // Only this member of the group is checked: whether the others match is checked at the end.
  return (
    issues.every(({ path, code }) => path[0] !== member || code === "custom") && typeof value === "string"
  );
}

function configIn(text: string): Record<string, unknown> {
  const config: unknown = parseStackFile(text).toJS()?.config;
  return typeof config === "object" && config !== null ? (config as Record<string, unknown>) : {};
}

function isEncrypted(value: unknown): boolean {
  return typeof value === "object" && value !== null && "secure" in value;
}
