// tac-studio diff: what changed between two versions of a flow.

import { devNull } from "node:os";
import { diffFlows } from "../diff/diffFlows.ts";
import { diffMarkdown } from "../diff/report/diffMarkdown.ts";
import { diffText } from "../diff/report/diffText.ts";
import { readOneFlow } from "./input/readOneFlow.ts";
import type { Io } from "./io/io.ts";
import { UsageError } from "./io/mistake.ts";
import { checkStdin, readArguments } from "./io/readArguments.ts";
import { ended } from "./io/terminal.ts";

export const usage = (
  program: string,
) => `${program} diff OLD NEW [--markdown [--title TITLE] | --json] [--exit-code]

Tells what changed between two versions of a flow, widget by widget. What makes no difference to Studio is no change:
positions on the canvas, white space, the order of keys and widgets, events that lead nowhere.

  OLD, NEW       a flow's JSON each; one of them may be - for standard input, or ${devNull} for a flow that is not there
  --markdown     print Markdown, for a comment on a pull request
  --title TITLE  its heading (default: NEW)
  --json         print the changes as a JSON list; each has a kind, a path such as states["greet"].properties.body, and
                 what was there before and is there after; without passwords and tokens
  --exit-code    exit with 1 when something changed

Exit code: 0 compared, 1 changed (with --exit-code), 2 wrong usage or a file that could not be read.

Examples
  ${program} diff old.json new.json
  git show main:flow.json | ${program} diff - flow.json --markdown > comment.md`;

const options = {
  markdown: { type: "boolean", default: false },
  title: { type: "string" },
  json: { type: "boolean", default: false },
  "exit-code": { type: "boolean", default: false },
} as const;

/** @throws UsageError and InputError */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readArguments(args, options);
  const { markdown, json, title } = values;
  const [old, now, ...more] = positionals;
  if (old === undefined || now === undefined || more.length > 0)
    throw new UsageError(`Name two flows, the old one and the new one; found ${positionals.length}.`);
  checkStdin([old, now]);
  if (markdown && json) throw new UsageError("--markdown and --json exclude each other: name one of them.");
  if (title !== undefined && !markdown)
    throw new UsageError("--title is the heading of --markdown; add that.");

  const changes = diffFlows(await definitionOf(old, io), await definitionOf(now, io));
  if (json) io.stdout(`${JSON.stringify(changes, null, 2)}\n`);
  else if (markdown) io.stdout(ended(diffMarkdown(changes, { title: title ?? now })));
  else io.stdout(ended(diffText(changes, { colors: io.colors })));
  return values["exit-code"] && changes.length > 0 ? 1 : 0;
}

async function definitionOf(name: string, io: Io): Promise<unknown> {
  return name === devNull ? undefined : (await readOneFlow(name, io)).definition;
}
