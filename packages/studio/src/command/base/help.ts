// The output of `--help`.

import { Help, type Argument as Operand, type Option as ParserOption } from "commander";
import type { Io } from "../io/io.ts";
import { commanderOf, NamedOption } from "./commander.ts";
import type { Command, CommandGroup } from "./definition.ts";

/** Wider lines are hard to read. */
const widest = 100;

type Terminal = Pick<Io, "typed" | "colors" | "columns">;

/** The help of a command: usage, description, arguments, options, exit codes, examples. */
export function commandHelp(command: Command, { typed, colors, columns }: Terminal): string {
  const parser = commanderOf(command, command.options);
  const usage = [typed(`${command.name} ${usageOf(command)}`.trim())].join(" ");
  const sections = [
    ...(command.sections ?? []).map(({ title, text }) => ({ title, lines: text.split("\n") })),
    exitCodeSection(command.exitCodes),
    {
      title: "Examples",
      lines: command.examples.map((example) => exampleLine(example, command.name, typed)),
    },
  ];
  return [
    format(parser, usage, { colors, columns }),
    ...sections.map((each) => sectionText(each, colors)),
  ].join("\n");
}

/** The help of a program or a group: its description, its commands, and where to find more help. */
export async function groupHelp(group: CommandGroup, { typed, colors, columns }: Terminal): Promise<string> {
  const parser = commanderOf(group);
  parser.version("", "-V, --version", "print the version");
  for (const load of Object.values(group.commands)) {
    const { name, summary } = await load();
    parser.command(name).summary(summary);
  }
  const help = format(parser, typed("COMMAND [options]"), { colors, columns });
  const exit = sectionText(exitCodeSection(group.exitCodes), colors);
  return [help, exit, `Help for a command: ${typed("COMMAND --help")}\n`].join("\n");
}

/** `[options] FILE…` */
export function usageOf({ options, passThrough, arguments: operands = [] }: Command): string {
  const hasOptions = Object.keys(options).length > 0 && !passThrough;
  return [...(hasOptions ? ["[options]"] : []), ...operands.map(({ name }) => name)].join(" ");
}

/**
 * An example as the user types it. Under npm, output that is piped or captured requires `--silent`, since npm prints
 * two lines of its own to standard output.
 */
export function exampleLine(example: string, name: string, typed: Io["typed"]): string {
  return example.replaceAll(
    /\{\}( [^|>)]+?)?(?= [|>]|\)|$)/g,
    (whole, args: string | undefined, at: number) => {
      const isCaptured =
        /\$\($/.test(example.slice(0, at)) || /^ [|>]/.test(example.slice(at + whole.length));
      return typed(`${name}${args ?? ""}`, { isCaptured });
    },
  );
}

function format(
  parser: ReturnType<typeof commanderOf>,
  usage: string,
  { colors, columns }: Pick<Io, "colors" | "columns">,
): string {
  const help = Object.assign(new Help(), {
    helpWidth: Math.min(columns, widest),
    commandUsage: () => usage,
    styleUsage: String,
    styleTitle: colors.bold,
    subcommandTerm: (command: { name(): string }) => command.name(),
    argumentTerm: (operand: Operand) => `${operand.name()}${operand.variadic ? "…" : ""}`,
    optionTerm: (option: ParserOption) => (option instanceof NamedOption ? option.term : option.flags),
    optionDescription: (option: ParserOption) => option.description,
  });
  return help.formatHelp(parser, help);
}

function exitCodeSection(exitCodes: Command["exitCodes"]): { title: string; lines: string[] } {
  return {
    title: "Exit codes",
    lines: Object.entries(exitCodes).map(([code, meaning]) => `${code}  ${meaning}`),
  };
}

function sectionText(
  { title, lines }: { title: string; lines: readonly string[] },
  colors: Io["colors"],
): string {
  return `${colors.bold(`${title}:`)}\n${lines.map((line) => `  ${line}`.trimEnd()).join("\n")}\n`;
}
