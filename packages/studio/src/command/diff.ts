// diff: shows what changed between two versions of a flow.

import { devNull } from "node:os";
import { diffFlows } from "../diff/diffFlows.ts";
import { diffMarkdown } from "../diff/report/diffMarkdown.ts";
import { diffText } from "../diff/report/diffText.ts";
import { defineCommand } from "./base/defineCommand.ts";
import { flag, text } from "./base/options.ts";
import { readOneFlow } from "./input/readOneFlow.ts";
import { checkStdin } from "./io/arguments.ts";
import { UsageError } from "./io/errors.ts";
import type { Io } from "./io/io.ts";
import { ended } from "./io/terminal.ts";

export const diff = defineCommand({
  name: "diff",
  summary: "show what changed between two versions of a flow",
  description: [
    "Shows what changed between two versions of a flow, widget by widget. Changes that have no effect in Studio are ignored: positions on the canvas, whitespace, the order of keys and widgets, events that lead nowhere.",
  ],
  arguments: [
    {
      name: "OLD",
      description: `a flow's JSON; - for standard input, or ${devNull} for a flow that did not exist yet`,
    },
    { name: "NEW", description: `the same; ${devNull} for a flow that was deleted` },
  ],
  options: {
    markdown: flag("print Markdown, for a comment on a pull request"),
    title: text("TITLE", "heading of the Markdown (default: NEW)"),
    json: flag(
      'print the changes as a JSON list; each has a kind, a path such as states["greet"].properties.body, and the values before and after, without passwords and tokens',
    ),
    exitCode: flag("exit with 1 if something changed"),
  },
  exitCodes: {
    0: "compared",
    1: "something changed (with --exit-code)",
    2: "wrong usage, or a file that could not be read",
  },
  examples: ["{} old.json new.json", "git show main:flow.json | {} - flow.json --markdown > comment.md"],
  run: compareFiles,
});

interface Input {
  options: { markdown: boolean; title: string | undefined; json: boolean; exitCode: boolean };
  args: readonly string[];
}

async function compareFiles({ options, args: files }: Input, io: Io): Promise<number> {
  const { markdown, json, title, exitCode } = options;
  const [old, now, ...more] = files;
  if (old === undefined || now === undefined || more.length > 0)
    throw new UsageError(`Specify two flows, the old one and the new one; found ${files.length}.`);
  checkStdin([old, now]);
  if (markdown && json)
    throw new UsageError("--markdown and --json cannot be combined: use only one of them.");
  if (title !== undefined && !markdown)
    throw new UsageError("--title sets the heading of --markdown: add --markdown.");

  const changes = diffFlows(await definitionOf(old, io), await definitionOf(now, io));
  if (json) io.stdout(`${JSON.stringify(changes, null, 2)}\n`);
  else if (markdown) io.stdout(ended(diffMarkdown(changes, { title: title ?? now })));
  else io.stdout(ended(diffText(changes, { colors: io.colors })));
  return exitCode && changes.length > 0 ? 1 : 0;
}

async function definitionOf(name: string, io: Io): Promise<unknown> {
  return name === devNull ? undefined : (await readOneFlow(name, io)).definition;
}
