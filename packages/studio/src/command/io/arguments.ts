// The file names among the arguments of a command.

import { UsageError } from "./errors.ts";

/**
 * The one file that a command works on.
 *
 * @param hint where other files belong, as a sentence
 * @throws UsageError where there is none, or more than one
 */
export function onlyFile(names: readonly string[], verb: string, hint?: string): string {
  const [file, ...more] = names;
  if (file !== undefined && more.length === 0) return file;
  const sentence = `Name one flow to ${verb}; found ${names.length}.`;
  throw new UsageError(hint === undefined ? sentence : `${sentence} ${hint}`);
}

/**
 * Separates scenarios from flows among the file names: a shell turns `--scenario *.yaml` into `--scenario a.yaml b.yaml`,
 * and the second is then a name like that of the flow.
 */
export function withScenarios(
  names: readonly string[],
  given: readonly string[],
): { flows: string[]; scenarios: string[] } {
  const isScenario = (name: string) => /\.ya?ml$/i.test(name);
  return {
    flows: names.filter((name) => !isScenario(name)),
    scenarios: [...given, ...names.filter(isScenario)],
  };
}

/** @throws UsageError where more than one of the files would be standard input */
export function checkStdin(names: readonly (string | undefined)[]): void {
  if (names.filter((name) => name === "-").length > 1)
    throw new UsageError("Only one file can come from standard input.");
}
