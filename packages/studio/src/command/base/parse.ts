// The command line of one command, parsed by commander. Its messages are worded as ours are.

import { CommanderError, type Command as Parser } from "commander";
import { UsageError, UserError } from "../io/errors.ts";
import { commanderOf } from "./commander.ts";
import type { Definition } from "./definition.ts";
import { flagOf, type Options, type OptionValues } from "./options.ts";

/**
 * Parses options and arguments; an option may be given before, between or after arguments, and `--` ends the options.
 *
 * @throws UsageError for an unknown option, naming the one that was probably meant; for a value that is missing, empty or
 * not one of those expected, all of these at once; for arguments where none are taken
 */
export function parse<O extends Options>(
  definition: Definition<O>,
  args: readonly string[],
): { options: OptionValues<O>; args: readonly string[] } {
  refuseEmpty(args);
  if (definition.passThrough) return { options: read(definition.options, {}), args };
  const parser = commanderOf(definition, definition.options);
  if (definition.arguments === undefined) parser.allowExcessArguments(false);
  try {
    parser.parse([...args], { from: "user" });
  } catch (error) {
    throw error instanceof CommanderError ? new UsageError(worded(error, parser)) : error;
  }
  const given = parser.opts<Record<string, unknown>>();
  refuseFlagsAsValues(definition.options, given, args);
  return { options: read(definition.options, given), args: parser.args };
}

/** Nothing takes an empty value, and Pulumi would take an empty --stack for the selected one. */
function refuseEmpty(args: readonly string[]): void {
  const index = args.findIndex((arg) => arg === "" || /^--[\w-]+=$/.test(arg));
  if (index < 0) return;
  const [before = "", empty = ""] = [args[index - 1], args[index]];
  const what = empty.replace(/=$/, "") || (before.startsWith("--") ? before : "An argument");
  throw new UsageError(`${what} has no value; was a variable empty?`);
}

/** commander takes `--stack --json` for a stack called "--json". With an equals sign it is meant. */
function refuseFlagsAsValues(
  options: Options,
  given: Readonly<Record<string, unknown>>,
  args: readonly string[],
): void {
  for (const name of Object.keys(options)) {
    const values = [given[name]].flat().filter((value) => typeof value === "string");
    const taken = values.find((value) => /^--?\w/.test(value) && !args.includes(`${flagOf(name)}=${value}`));
    if (taken !== undefined)
      throw new UsageError(
        `${flagOf(name)} needs a value; found ${taken}. A value with a dash: ${flagOf(name)}=${taken}`,
      );
  }
}

function read<O extends Options>(options: O, given: Readonly<Record<string, unknown>>): OptionValues<O> {
  const values: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [name, option] of Object.entries(options)) {
    const raw = given[name];
    try {
      values[name] = option.read(raw === undefined ? [] : [raw].flat().map(String), flagOf(name));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(error.message);
    }
  }
  if (problems.length > 0) throw new UsageError(problems.join("\n"));
  return values as OptionValues<O>;
}

function worded({ code, message }: CommanderError, { args, options }: Parser): string {
  if (code === "commander.excessArguments")
    return `Unexpected argument "${args[0]}": this command takes none.`;
  const [, missing, placeholder] =
    /^error: option '(?:-\w, )?(--[\w-]+) <(.*)>' argument missing/.exec(message) ?? [];
  if (missing !== undefined) return `${missing} needs a value: ${placeholder}.`;
  const [, unknown = "", , near] =
    /^error: unknown option '(.*)'(\n\(Did you mean (.*)\?\))?$/.exec(message) ?? [];
  const [name, value] = unknown.split("=");
  if (value !== undefined && options.some(({ long }) => long === name)) return `${name} takes no value.`;
  return unknown === "" ? message : ended(`There is no option ${unknown}`, near);
}

/** Adds what was probably meant to a sentence. */
function ended(sentence: string, near: string | undefined): string {
  return near === undefined ? `${sentence}.` : `${sentence}; did you mean ${near}?`;
}
