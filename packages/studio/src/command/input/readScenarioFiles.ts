// Reads the scenarios of simulate, draw and explore from YAML files.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { FlowDefinition } from "../../definition/definition.ts";
import { readScenario } from "../../simulate/scenario/readScenario.ts";
import type { Scenario } from "../../simulate/scenario/scenario.ts";
import { InputError } from "../io/errors.ts";
import type { Io } from "../io/io.ts";
import { oneLine } from "../io/terminal.ts";
import { fileProblem, readText } from "./readText.ts";

/**
 * Reads scenarios for a flow; the files that they refer to are relative to them.
 *
 * @param names YAML files; folders, for all *.yaml and *.yml in them; `-` for standard input
 * @param options.realHosts hosts that may receive real requests; if there are none, a scenario that needs them is
 * rejected
 * @throws InputError with each problem and its place in the file
 */
export async function readScenarioFiles(
  names: readonly string[],
  definition: FlowDefinition,
  io: Pick<Io, "cwd" | "stdin">,
  { realHosts = [] }: { realHosts?: readonly string[] } = {},
): Promise<Scenario[]> {
  const scenarios: Scenario[] = [];
  const problems: string[] = [];
  for (const name of names.flatMap((each) => filesOf(each, io.cwd))) {
    const { file, text } = await readText(name, io);
    const read = fileReader(name === "-" ? io.cwd : dirname(resolve(io.cwd, name)));
    const result = readScenario(text, { file, definition, read, allowReal: realHosts.length > 0 });
    if ("issues" in result) problems.push(...result.issues.map((problem) => problemLine(file, problem)));
    else
      scenarios.push({
        ...result.scenario,
        name: result.scenario.name ?? file,
        ...(realHosts.length > 0 ? { real: { hosts: realHosts } } : {}),
      });
  }
  if (problems.length > 0) throw new InputError(problems.join("\n"));
  return scenarios;
}

function filesOf(name: string, cwd: string): string[] {
  const path = resolve(cwd, name);
  if (name === "-" || !statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [name];
  const files = readdirSync(path).filter((each) => /\.ya?ml$/i.test(each));
  if (files.length === 0)
    throw new InputError(`${oneLine(name)}: no scenario found in this folder; a scenario is a *.yaml file.`);
  return files.toSorted().map((each) => join(name, each));
}

function fileReader(folder: string): (name: string) => string {
  return (name) => {
    try {
      return readFileSync(resolve(folder, name), "utf8");
    } catch (error) {
      throw new Error(fileProblem(error, folder));
    }
  };
}

function problemLine(
  file: string,
  problem: { line: number; column: number; path: string; message: string },
): string {
  const { line, column, path, message } = problem;
  return `${oneLine(file)}:${line}:${column}: ${oneLine(path === "" ? message : `${path}: ${message}`)}`;
}
