// docs/commands.md: every command, from its definition.

import {
  type Command,
  type CommandGroup,
  exampleLine,
  isGroup,
  meaningOf,
  termOf,
  usageOf,
} from "@tac-handoff/studio/command";
import { npmScript } from "../terminal/npmScript.ts";
import { codeBlock, generatedFrom, page, prose, table } from "./markdown.ts";

/** @param program in a checkout */
export async function commandsPage(program: CommandGroup): Promise<string> {
  // A shell completes `tac-handoff`, and a checkout has npm scripts.
  const { completion: _, ...scripts } = program.commands;
  const entries = await Promise.all(Object.values(scripts).map((load) => load()));
  const sections = await Promise.all(entries.map((entry) => sectionsOf(entry, [])));
  return page([
    generatedFrom("packages/cli/src/commands and packages/studio/src/command"),
    "# Commands",
    prose(`In a checkout every command is an npm script: \`npm run doctor -- --help\`. Options follow \`--\`, because npm has
      options of its own; \`npm run --silent\` suppresses npm's own output. \`--help\` prints the same information.`),
    prose(`The package of \`packages/cli\` has the program \`tac-handoff\`: \`tac-handoff doctor --help\`. In a checkout,
      \`npx tac-handoff\` runs it with all commands; installed elsewhere, it has the commands that do not need a checkout.
      \`tac-handoff completion bash\` (or \`zsh\`, \`fish\`) prints a completion script for your shell.`),
    table(
      ["Command", "What it does"],
      entries.map(({ name, summary }) => [`[\`${name}\`](#${name})`, summary]),
    ),
    ...sections.flat(),
  ]);
}

async function sectionsOf(entry: Command | CommandGroup, above: readonly string[]): Promise<string[]> {
  const path = [...above, entry.name];
  const heading = `${"#".repeat(path.length + 1)} ${path.join(" ")}`;
  if (!isGroup(entry)) return [heading, ...commandParts(entry, path)];
  const commands = await Promise.all(Object.values(entry.commands).map((load) => load()));
  const below = await Promise.all(commands.map((each) => sectionsOf(each, path)));
  return [
    heading,
    ...entry.description.map((text) => prose(plain(text))),
    codeBlock("sh", [npmScript(`${path.join(" ")} COMMAND [options]`)]),
    table(
      ["Command", "What it does"],
      commands.map(({ name, summary }) => [`[\`${name}\`](#${[...path, name].join("-")})`, summary]),
    ),
    ...below.flat(),
  ];
}

function commandParts(command: Command, path: readonly string[]): string[] {
  const { description, options, arguments: operands = [], sections = [], exitCodes, examples } = command;
  const typed = path.join(" ");
  const rows = Object.entries(options).map(([name, option]) => [
    `\`${termOf(name, option)}\``,
    plain(meaningOf(option)),
  ]);
  return [
    ...description.map((text) => prose(plain(text))),
    codeBlock("sh", [npmScript(`${typed} ${usageOf(command)}`.trim())]),
    operands.length === 0
      ? ""
      : table(
          ["Argument", "Meaning"],
          operands.map(({ name, description }) => [`\`${name}\``, plain(description)]),
        ),
    rows.length === 0 ? "" : table(["Option", "Meaning"], rows),
    ...sections.flatMap(({ title, text }) => [`${title}:`, codeBlock("", text.split("\n"))]),
    table(
      ["Exit code", "Meaning"],
      Object.entries(exitCodes).map(([code, meaning]) => [code, plain(meaning)]),
    ),
    codeBlock(
      "sh",
      examples.map((example) => exampleLine(example, typed, npmScript)),
    ),
  ];
}

/** Escapes text that Markdown would read as HTML: `Pulumi.<stack>.yaml`. */
function plain(text: string): string {
  return text.replaceAll("<", "\\<");
}
