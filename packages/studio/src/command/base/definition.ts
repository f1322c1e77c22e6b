// What a command is. Parsing, `--help`, shell completion and docs/commands.md all come from this one definition.

import type { UserError } from "../io/errors.ts";
import type { Io } from "../io/io.ts";
import type { Options, OptionValues } from "./options.ts";

/** An operand, in the order in which they are given. */
export interface Argument {
  /** As help shows it: `FILE`, or `FILE…` where several may be given. */
  name: string;
  description: string;
  /** Default: file names. An empty list: nothing that a shell could complete. */
  choices?: readonly string[];
}

/** What `--help` and docs/commands.md show of a command. */
export interface Description {
  name: string;
  /** One line in the list of commands: an imperative without a period. */
  summary: string;
  /** Paragraphs, without line breaks: they are wrapped to the terminal. */
  description: readonly string[];
  arguments?: readonly Argument[];
  /** Further parts of the help, shown without wrapping. */
  sections?: readonly { title: string; text: string }[];
  exitCodes: Readonly<Record<number, string>>;
  /** Command lines in which `{}` stands for the command, for instance `{} flow.json > flow.svg`. */
  examples: readonly string[];
  /** All arguments belong to another program: nothing but `--help` is parsed. */
  passThrough?: true;
}

export interface Command extends Description {
  options: Options;
  /**
   * Runs it.
   *
   * @returns the exit code
   * @throws UsageError, InputError and UserError
   */
  run(args: readonly string[], io: Io): Promise<number>;
}

/** Commands below one name, each loaded when it is needed. */
export interface CommandGroup {
  name: string;
  summary: string;
  description: readonly string[];
  exitCodes: Readonly<Record<number, string>>;
  commands: Readonly<Record<string, () => Promise<Command | CommandGroup>>>;
  /** For an error of a library that the user can act on: what to show instead of its stack. */
  userError?: (error: unknown) => UserError | undefined;
}

export interface Definition<O extends Options> extends Description {
  options: O;
  run(input: { options: OptionValues<O>; args: readonly string[] }, io: Io): Promise<number>;
}

export function isGroup(entry: Command | CommandGroup): entry is CommandGroup {
  return "commands" in entry;
}
