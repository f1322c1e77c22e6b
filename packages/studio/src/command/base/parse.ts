// Parses the command line of one command with commander, whose messages are reworded in the style of ours.

import { CommanderError, type Command as Parser } from "commander";
import { UsageError, UserError } from "../io/errors.ts";
import { commanderOf } from "./commander.ts";
import type { Definition } from "./definition.ts";
import { flagOf, type Options, type OptionValues } from "./options.ts";

/**
 * Parses options and arguments. Options can come before, between or after arguments, and `--` ends the options.
 *
 * @throws UsageError for an unknown option, with the most similar one; for values that are missing, empty or not
 * allowed, all in one error; for arguments of a command that takes none
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

/** No option accepts an empty value, and Pulumi would treat an empty --stack as the selected stack. */
function refuseEmpty(args: readonly string[]): void {
  const index = args.findIndex((arg) => arg === "" || /^--[\w-]+=$/.test(arg));
  if (index < 0) return;
  const [before = "", empty = ""] = [args[index - 1], args[index]];
  const what = empty.replace(/=$/, "") || (before.startsWith("--") ? before : "An argument");
  throw new UsageError(`${what} is empty; is a variable unset?`);
}

/** commander reads `--stack --json` as a stack named "--json". Such a value is accepted only with an equals sign. */
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
        `${flagOf(name)} needs a value; found ${taken}. If that is the value: ${flagOf(name)}=${taken}`,
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
    return `Unexpected argument "${args[0]}": this command takes no arguments.`;
  const [, missing, placeholder] =
    /^error: option '(?:-\w, )?(--[\w-]+) <(.*)>' argument missing/.exec(message) ?? [];
  if (missing !== undefined) return `${missing} needs a value: ${placeholder}.`;
  const [, unknown = "", , near] =
    /^error: unknown option '(.*)'(\n\(Did you mean (.*)\?\))?$/.exec(message) ?? [];
  const [name, value] = unknown.split("=");
  if (value !== undefined && options.some(({ long }) => long === name))
    return `${name} does not take a value.`;
  return unknown === "" ? message : ended(`Unknown option ${unknown}`, near);
}

/** Completes a sentence with a suggestion, if there is one. */
function ended(sentence: string, near: string | undefined): string {
  return near === undefined ? `${sentence}.` : `${sentence}; did you mean ${near}?`;
}
