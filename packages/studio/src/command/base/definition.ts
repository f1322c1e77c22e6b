// The definition of a command, from which parsing, `--help`, shell completion and docs/commands.md are derived.

import type { UserError } from "../io/errors.ts";
import type { Io } from "../io/io.ts";
import type { Options, OptionValues } from "./options.ts";

/** A positional argument. */
export interface Argument {
  /** As shown in help: `FILE`, or `FILE…` if there can be several. */
  name: string;
  description: string;
  /** Candidates for shell completion. Default: file names. An empty list disables completion. */
  choices?: readonly string[];
}

/** The parts of a command that `--help` and docs/commands.md show. */
export interface Description {
  name: string;
  /** One line in the list of commands: an imperative without a period. */
  summary: string;
  /** Paragraphs without line breaks, since they are wrapped to the terminal's width. */
  description: readonly string[];
  arguments?: readonly Argument[];
  /** Additional sections of the help, shown without wrapping. */
  sections?: readonly { title: string; text: string }[];
  exitCodes: Readonly<Record<number, string>>;
  /** Command lines in which `{}` stands for the command, for example `{} flow.json > flow.svg`. */
  examples: readonly string[];
  /** Set if all arguments are for another program: only `--help` is parsed. */
  passThrough?: true;
}

export interface Command extends Description {
  options: Options;
  /**
   * Runs the command.
   *
   * @returns the exit code
   * @throws UsageError, InputError or UserError
   */
  run(args: readonly string[], io: Io): Promise<number>;
}

/** Commands under one name, each loaded on demand. */
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
