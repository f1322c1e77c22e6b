// Scenarios of simulate, draw and explore, from YAML files.

import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { FlowDefinition } from "../definition.ts";
import { readScenario } from "../simulate/readScenario.ts";
import type { Scenario } from "../simulate/scenario.ts";
import type { Io } from "./io.ts";
import { InputError } from "./mistake.ts";
import { fileProblem, readText } from "./readText.ts";
import { oneLine } from "./terminal.ts";

/**
 * Reads a scenario for a flow; files it names are relative to it.
 *
 * @param name a YAML file, or `-` for standard input
 * @param options.realHosts hosts that may really be asked; none, and a scenario that wants it is refused
 * @throws InputError with each problem and its place in the file
 */
export async function readScenarioFile(
  name: string,
  definition: FlowDefinition,
  io: Pick<Io, "cwd" | "stdin">,
  { realHosts = [] }: { realHosts?: readonly string[] } = {},
): Promise<Scenario> {
  const { file, text } = await readText(name, io);
  const folder = name === "-" ? io.cwd : dirname(resolve(io.cwd, name));
  const read = (path: string) => {
    try {
      return readFileSync(resolve(folder, path), "utf8");
    } catch (error) {
      throw new Error(fileProblem(error, folder));
    }
  };
  const result = readScenario(text, { file, definition, read, allowReal: realHosts.length > 0 });
  if ("problems" in result)
    throw new InputError(result.problems.map((problem) => problemLine(file, problem)).join("\n"));
  const { scenario } = result;
  return {
    ...scenario,
    name: scenario.name ?? file,
    ...(realHosts.length > 0 ? { real: { hosts: realHosts } } : {}),
  };
}

function problemLine(
  file: string,
  problem: { line: number; column: number; path: string; message: string },
): string {
  const { line, column, path, message } = problem;
  return `${oneLine(file)}:${line}:${column}: ${oneLine(path === "" ? message : `${path}: ${message}`)}`;
}
