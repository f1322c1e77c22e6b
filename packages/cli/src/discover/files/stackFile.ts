// Merges a proposal into `Pulumi.<stack>.yaml`. Content that is not ours is preserved.

import { isDeepStrictEqual } from "node:util";
import { type Credentials, credentials } from "@pulumi/twilio/schemas";
import { handoffKeys } from "@tac-handoff/infra/config";
import { senderKeys } from "@tac-handoff/infra/senders";
import { UserError } from "@tac-handoff/studio/errors";
import { isMap, isScalar, parseDocument, type Scalar, type YAMLMap } from "yaml";
import type * as z from "zod";
import { type Decision, theFile } from "../decide/decision.ts";
import { type ProposedKey, proposedKeys } from "../decide/keys.ts";
import type { Proposal } from "../decide/propose.ts";
import { descriptionLine, listLine, nextLine, questionLines, whyLine, withoutOurLines } from "./comments.ts";
import { parseStackFile, pathOf, plainAt } from "./stackText.ts";

export interface StackFileOptions {
  /** Flags with which `pulumi config set` uses the stack, for instance `--stack prod`. */
  flags: string;
  /** The account to write to the file: only SIDs and regions, never a secret. */
  credentials: Credentials;
}

/** Twilio's keys that are not secret. */
const publicKeys = ["accountSid", "apiKey", "region", "edge", "endpoint"] as const;

/**
 * Merges a proposal into a stack file.
 *
 * A key that already has its value stays where it is, and comments that are not ours are kept. Merging the same
 * proposal again changes nothing.
 *
 * @param existing text of the file; undefined if it does not exist
 * @throws UserError if the text is not valid YAML, or `config` is not a map
 */
export function mergeStackFile(
  existing: string | undefined,
  proposal: Proposal,
  { flags, credentials: who }: StackFileOptions,
): string {
  const doc = parseStackFile(existing ?? "config: {}\n");
  const before = String(doc.toString(format));
  const config = configOf(doc);
  const questions: string[] = [];

  const given: Record<string, string | undefined> = publicCredentials(who, config);
  for (const key of publicKeys) {
    const value = given[key];
    if (value === undefined) continue;
    const secret = nextSecret(key, who, flags);
    set(config, [`twilio:${key}`], value);
    comment(config, `twilio:${key}`, [descriptionLine(credentials.shape[key]), ...secret]);
  }

  for (const key of proposedKeys) {
    const answer: Decision<unknown> = proposal.answers[key];
    const path = pathOf(key);
    if (answer.kind === "value") {
      if (answer.why === theFile) continue;
      set(config, path, answer.value);
      comment(parentOf(config, path), path.at(-1) ?? "", [
        descriptionLine(schemaOf(key)),
        whyLine(answer.why),
        ...(key in senderKeys && answer.alternatives
          ? [listLine(key, [String(answer.value), ...answer.alternatives])]
          : []),
      ]);
    } else if (answer.kind === "omit" && answer.isRemoved) config.deleteIn(path);
    else if (answer.kind === "question") questions.push(...questionLines(key, schemaOf(key), answer, flags));
  }
  for (const group of ["adopt", "flex"] as const) {
    const key = `tac-handoff:${group}`;
    if (isMap(config.get(key))) comment(config, key, [descriptionLine(handoffKeys.shape[group])]);
  }
  config.comment = endComment(config.comment, questions);

  const after = String(doc.toString(format));
  // Formatting differences of the printer (padding, blank lines) alone are not a change.
  return existing !== undefined && after === before ? existing : after;
}

const format = { lineWidth: 0, flowCollectionPadding: false } as const;

function configOf(doc: ReturnType<typeof parseStackFile>): YAMLMap {
  const config = doc.get("config");
  if (isMap(config)) {
    // An empty map is written as `{}`, and added keys would be written within the braces.
    if (config.items.length === 0) config.flow = false;
    return adoptFirstComment(config);
  }
  if (config !== null && config !== undefined) {
    throw new UserError("config in the stack file is not a map of keys. Fix it, or specify another stack.");
  }
  const empty = doc.createNode({}) as YAMLMap;
  const nothing = doc.get("config", true);
  // `config:` followed only by comments: they belong to the empty value.
  if (isScalar(nothing)) empty.comment = nothing.commentBefore ?? nothing.comment ?? null;
  doc.set("config", empty);
  return empty;
}

/** The parser assigns the comment above the first key to the map; it belongs to the key, which may get more lines. */
function adoptFirstComment(map: YAMLMap): YAMLMap {
  const key = map.items[0]?.key;
  if (map.commentBefore && isScalar(key)) {
    key.commentBefore = map.commentBefore;
    map.commentBefore = null;
  }
  return map;
}

/** A key or token in the file belongs to a secret in the file, so neither is replaced. */
function publicCredentials(who: Credentials, config: YAMLMap): Partial<Credentials> {
  const keeps = ["twilio:apiKey", "twilio:apiSecret", "twilio:authToken"].some((key) => config.has(key));
  return keeps ? { ...who, apiKey: undefined } : who;
}

function nextSecret(key: (typeof publicKeys)[number], who: Credentials, flags: string): string[] {
  if (key === "apiKey") return [nextLine(`pulumi config set ${flags} --secret twilio:apiSecret`)];
  if (key !== "accountSid" || who.apiKey) return [];
  return [nextLine(`pulumi config set ${flags} --secret twilio:authToken`)];
}

function set(config: YAMLMap, path: string[], value: unknown): void {
  if (isDeepStrictEqual(plainAt(config, path), value)) return;
  const [group = "", member] = path;
  if (member !== undefined && !isMap(config.get(group))) config.set(group, newMap());
  config.setIn(path, Array.isArray(value) ? newList(value) : value);
}

function newMap() {
  return parseDocument("a: 1").createNode({}) as YAMLMap;
}

/** On one line: `[voice, sms]`. */
function newList(value: unknown[]) {
  return parseDocument("").createNode(value, { flow: true });
}

/** The comment after the last key: existing lines, then our questions, and the blank line if there was one. */
function endComment(before: string | null | undefined, questions: string[]): string | null {
  const foreign = withoutOurLines(before);
  const hasText = foreign.some((line) => line.trim());
  const space = before?.endsWith("\n") ? [""] : [];
  const lines = [...(hasText ? foreign.slice(0, foreign.length - space.length) : []), ...questions];
  return lines.length === 0 ? null : [...lines, ...space].join("\n");
}

/** Adds our lines above a key, below existing ones. */
function comment(map: YAMLMap | undefined, name: string, lines: string[]): void {
  if (!map) return;
  adoptFirstComment(map);
  const pair = map.items.find(({ key }) => (isScalar(key) ? key.value : key) === name);
  if (!pair) return;
  const key = isScalar(pair.key) ? pair.key : (parseDocument("").createNode(name) as Scalar);
  pair.key = key;
  const foreign = withoutOurLines(key.commentBefore);
  key.commentBefore = [...foreign, ...lines].join("\n");
}

function parentOf(config: YAMLMap, path: string[]): YAMLMap | undefined {
  const parent = path.length === 1 ? config : config.get(path[0] ?? "");
  return isMap(parent) ? parent : undefined;
}

function schemaOf(key: ProposedKey): z.ZodType {
  const [group = "", member] = key.split(".");
  const schema = handoffKeys.shape[group as keyof typeof handoffKeys.shape];
  if (member === undefined) return schema;
  const { shape } = (schema as z.ZodDefault<z.ZodObject>).unwrap();
  return shape[member] as z.ZodType;
}
