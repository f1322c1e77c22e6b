// The arguments of one command.

import { type ParseArgsConfig, parseArgs } from "node:util";
import { suggestInstead } from "../../definition/nearName.ts";
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
  const sentence = `There is no ${what}${suggestInstead(wanted, existing)}`;
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

/**
 * Reads one of a few words.
 *
 * @throws UsageError naming the option and the words
 */
export function oneOf<T extends string>(
  option: string,
  text: string | undefined,
  words: readonly T[],
): T | undefined {
  const word = words.find((each) => each === text);
  if (text === undefined || word !== undefined) return word;
  throw new UsageError(`${option}: expected ${words.join(", ")}; found "${text}".`);
}

/**
 * The one file that a command works on.
 *
 * @param hint where other files go, as a sentence; may be left out
 * @throws UsageError where there is none, or more
 */
export function onlyFile(positionals: readonly string[], verb: string, hint?: string): string {
  const [file, ...more] = positionals;
  if (file !== undefined && more.length === 0) return file;
  const sentence = `Name one flow to ${verb}; found ${positionals.length}.`;
  throw new UsageError(hint === undefined ? sentence : `${sentence} ${hint}`);
}

/**
 * Tells scenarios from flows among the file names: a shell makes `--scenario a.yaml b.yaml` of `--scenario *.yaml`, and
 * the second is then a name like that of the flow.
 */
export function withScenarios(
  positionals: readonly string[],
  given: readonly string[],
): { flows: string[]; scenarios: string[] } {
  const isScenario = (name: string) => /\.ya?ml$/i.test(name);
  return {
    flows: positionals.filter((name) => !isScenario(name)),
    scenarios: [...given, ...positionals.filter(isScenario)],
  };
}

/** @throws UsageError where more than one of the files would be standard input */
export function checkStdin(names: readonly (string | undefined)[]): void {
  if (names.filter((name) => name === "-").length > 1)
    throw new UsageError("Only one file can come from standard input.");
}
