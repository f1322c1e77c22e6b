// The comments that discover writes to a stack file, and how it recognizes them in the next run.
// Lines begin with a space: the `yaml` package stores a comment without its `#`.

import { credentials } from "@pulumi/twilio/schemas";
import { handoffKeys } from "@tac-handoff/infra/config";
import { senderKeys } from "@tac-handoff/infra/senders";
import { oneLine } from "@tac-handoff/studio/terminal";
import * as z from "zod";
import { shellWord } from "../../terminal/shellWord.ts";
import type { Question } from "../decide/decision.ts";
import type { ProposedKey } from "../decide/keys.ts";

/** The maximum number of candidates in the file; `--json` has all of them. */
const shownCandidates = 10;

/** The meaning of a key, from the schema's description. */
export function descriptionLine(schema: z.ZodType): string {
  const { description = "" } = schema.meta() ?? {};
  return ` ${description.replace(/\.$/, "")}.`;
}

export function whyLine(why: string): string {
  return ` Why: ${oneLine(why)}.`;
}

export function nextLine(command: string): string {
  return ` Next: ${command}`;
}

/** For a key that the user must decide: the question, the meaning of the key, and how to set each candidate. */
export function questionLines(
  key: ProposedKey,
  schema: z.ZodType,
  { question, candidates }: Question,
  flags: string,
): string[] {
  const title = ` Question: tac-handoff:${key}: ${oneLine(question)}`;
  const meaning = `${candidateStart}${descriptionLine(schema).trim()}`;
  if (key === "channels") {
    const list = candidates.map(({ value }) => value).join(", ");
    return [title, meaning, ...(list ? [`${candidateStart}tac-handoff:channels: [${list}]`] : [])];
  }
  const shown = candidates.slice(0, shownCandidates);
  const list =
    key in senderKeys && candidates.length > 1
      ? [
          listLine(
            key,
            shown.map(({ value }) => value),
          ),
        ]
      : [];
  const rest = candidates.length - shown.length;
  return [
    title,
    meaning,
    ...shown.map(({ value, why }) => `${candidateStart}${command(key, value, flags)}  # ${oneLine(why)}`),
    ...(rest > 0 ? [`${candidateStart}and ${rest} more`] : []),
    ...list,
  ];
}

/** For a key that accepts a list: the agent may have several of these, the first being TAC's. */
export function listLine(key: ProposedKey, values: readonly string[]): string {
  const list = values.slice(0, shownCandidates).map((value) => JSON.stringify(oneLine(value)));
  return `${candidateStart}or all that are the agent's, TAC's first: tac-handoff:${key}: [${list.join(", ")}]`;
}

/** Unlikely at the start of a comment that a person writes. */
const candidateStart = " ? ";

function command(key: ProposedKey, value: string, flags: string): string {
  const path = key.includes(".") ? " --path" : "";
  // The name comes from the account, and the user will paste it into a shell.
  return `pulumi config set ${flags}${path} tac-handoff:${key} ${shellWord(oneLine(value))}`;
}

/** The lines of a comment that discover did not write. */
export function withoutOurLines(comment: string | null | undefined): string[] {
  if (!comment) return [];
  return comment.split("\n").filter((line) => !isOurs(line));
}

function isOurs(line: string): boolean {
  const starts = [" Why: ", " Next: pulumi config set", " Question: ", candidateStart];
  return descriptions.has(line) || starts.some((start) => line.startsWith(start));
}

const descriptions = new Set([...linesBelow(handoffKeys), ...linesBelow(credentials)]);

function linesBelow(schema: z.ZodType): string[] {
  if (schema instanceof z.ZodObject) {
    return Object.values(schema.shape).flatMap((field) => [
      descriptionLine(field as z.ZodType),
      ...linesBelow(field as z.ZodType),
    ]);
  }
  const isWrapped =
    schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional;
  return isWrapped ? linesBelow(schema.unwrap() as z.ZodType) : [];
}
