// The arguments of one command.

import { type ParseArgsConfig, parseArgs } from "node:util";
import { instead } from "../check/nearName.ts";
import { UsageError } from "./mistake.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;

interface Config<T extends Options> {
  args: string[];
  options: T;
  allowPositionals: true;
}

/**
 * Parses options and file names; an option may stand before, between or after them.
 *
 * @throws UsageError for an unknown option, naming the one that is near, for a value that is missing or not expected, and
 * for an empty file name
 */
export function readArguments<T extends Options>(
  args: readonly string[],
  options: T,
): ReturnType<typeof parseArgs<Config<T>>> {
  try {
    const read = parseArgs<Config<T>>({ args: [...args], options, allowPositionals: true });
    if (read.positionals.includes("")) throw new UsageError("A file name is empty; was a variable empty?");
    return read;
  } catch (error) {
    if (error instanceof UsageError || !(error instanceof Error)) throw error;
    throw new UsageError(unknownOption(args, options) ?? error.message);
  }
}

function unknownOption(args: readonly string[], options: Options): string | undefined {
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  const shorts = Object.values(options).map(({ short }) => short);
  const unknown = tokens.find(
    (token) => token.kind === "option" && !Object.hasOwn(options, token.name) && !shorts.includes(token.name),
  );
  if (unknown?.kind !== "option") return undefined;
  const known = [...Object.keys(options), "help"].map((name) => `--${name}`);
  return notThere(`option ${unknown.rawName}`, unknown.rawName, known);
}

/** One sentence about a name that is none of those there are. */
export function notThere(what: string, wanted: string, existing: readonly string[]): string {
  const sentence = `There is no ${what}${instead(wanted, existing)}`;
  return sentence.endsWith("?") ? sentence : `${sentence}.`;
}

/**
 * Reads a whole number.
 *
 * @throws UsageError naming the option
 */
export function wholeNumber(
  option: string,
  text: string | undefined,
  { from }: { from: number },
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= from) return value;
  throw new UsageError(`${option}: expected a whole number from ${from}, found "${text}".`);
}
