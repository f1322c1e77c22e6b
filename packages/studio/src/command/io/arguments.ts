// The file names among the arguments of a command.

import { UsageError } from "./errors.ts";

/**
 * Returns the one file that a command works on.
 *
 * @param hint a sentence on where to pass other files
 * @throws UsageError if there is none, or more than one
 */
export function onlyFile(names: readonly string[], verb: string, hint?: string): string {
  const [file, ...more] = names;
  if (file !== undefined && more.length === 0) return file;
  const sentence = `Specify one flow to ${verb}; found ${names.length}.`;
  throw new UsageError(hint === undefined ? sentence : `${sentence} ${hint}`);
}

/**
 * Separates scenarios from flows among the file names: a shell expands `--scenario *.yaml` to `--scenario a.yaml
 * b.yaml`, which makes the second file an argument like the flow's.
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

/** @throws UsageError if more than one of the files is standard input */
export function checkStdin(names: readonly (string | undefined)[]): void {
  if (names.filter((name) => name === "-").length > 1)
    throw new UsageError("Only one file can be read from standard input.");
}
