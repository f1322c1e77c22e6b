// A proposal as `Pulumi.<stack>.yaml`, laid over the file that is there. What is not ours in it stays.

import { isDeepStrictEqual } from "node:util";
import { type Credentials, credentials } from "@pulumi/twilio/schemas";
import { handoffKeys } from "@tac-handoff/infra/config";
import { UserError } from "@tac-handoff/studio/errors";
import { isMap, isScalar, parseDocument, type Scalar, type YAMLMap } from "yaml";
import type * as z from "zod";
import { type Decision, theFile } from "../decide/decision.ts";
import { type ProposedKey, proposedKeys } from "../decide/keys.ts";
import type { Proposal } from "../decide/propose.ts";
import { descriptionLine, nextLine, questionLines, whyLine, withoutOurLines } from "./comments.ts";
import { parseStackFile, pathOf, plainAt } from "./stackText.ts";

export interface StackFileOptions {
  /** By which `pulumi config set` finds the stack, for instance `--stack prod`. */
  flags: string;
  /** Whom to name in the file: SIDs and places only, never a secret. */
  credentials: Credentials;
}

/** Twilio's keys that may stand in the file for everybody to read. */
const publicKeys = ["accountSid", "apiKey", "region", "edge", "endpoint"] as const;

/**
 * Lays a proposal over a stack file.
 *
 * A key that has its value already keeps its place, and every comment of other people stays. The same proposal a
 * second time changes nothing.
 *
 * @param existing text of the file; undefined when there is none
 * @throws UserError when the text is no YAML, or `config` no map
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
  // Only what we changed: the printer's own habits (padding, blank lines) are no difference worth showing.
  return existing !== undefined && after === before ? existing : after;
}

const format = { lineWidth: 0, flowCollectionPadding: false } as const;

function configOf(doc: ReturnType<typeof parseStackFile>): YAMLMap {
  const config = doc.get("config");
  if (isMap(config)) {
    // An empty map is written `{}`, and what is added would stay within the braces.
    if (config.items.length === 0) config.flow = false;
    return adoptFirstComment(config);
  }
  if (config !== null && config !== undefined) {
    throw new UserError("config in the stack file is no map of keys. Mend it, or name another stack.");
  }
  const empty = doc.createNode({}) as YAMLMap;
  const nothing = doc.get("config", true);
  // `config:` with nothing but comments below it: they are the nothing's.
  if (isScalar(nothing)) empty.comment = nothing.commentBefore ?? nothing.comment ?? null;
  doc.set("config", empty);
  return empty;
}

/** The parser gives what stands above the first key to the map; it belongs to the key, which may get more. */
function adoptFirstComment(map: YAMLMap): YAMLMap {
  const key = map.items[0]?.key;
  if (map.commentBefore && isScalar(key)) {
    key.commentBefore = map.commentBefore;
    map.commentBefore = null;
  }
  return map;
}

/** A key or token that the file has goes together with a secret in it, so that neither is replaced. */
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

/** What stands after the last key: other people's lines, then our questions, and the blank line that was there. */
function endComment(before: string | null | undefined, questions: string[]): string | null {
  const foreign = withoutOurLines(before);
  const hasText = foreign.some((line) => line.trim());
  const space = before?.endsWith("\n") ? [""] : [];
  const lines = [...(hasText ? foreign.slice(0, foreign.length - space.length) : []), ...questions];
  return lines.length === 0 ? null : [...lines, ...space].join("\n");
}

/** Puts our lines above a key, below those of other people. */
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
