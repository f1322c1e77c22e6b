// Type-checks programs that use an installed package, as their own project would.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";

const modules = join(import.meta.dirname, "../node_modules");

/** TypeScript 7 takes a tenth of the time. Only TypeScript 6 resolves modules as older versions do by default. */
const compilers = {
  typescript7: join(modules, "@typescript/native/bin/tsc"),
  typescript6: join(modules, "typescript/bin/tsc6"),
};

/** Options for programs that use Node's types. */
export const nodeTypes = ["--types", "node", "--typeRoots", join(modules, "@types")];

export interface Compilation {
  /** Files to write into the project first, by name. */
  files: Readonly<Record<string, string>>;
  /** For instance `["--module", "nodenext"]`. */
  options: readonly string[];
  /** Default: typescript7. */
  compiler?: keyof typeof compilers;
}

/** Writes the files and compiles them with strict rules. Returns what the compiler prints: "" if it finds no errors. */
export async function typecheck(
  project: string,
  { files, options, compiler = "typescript7" }: Compilation,
): Promise<string> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(project, name), text);
  const { stdout } = await execa(
    process.execPath,
    [
      compilers[compiler],
      ...["--noEmit", "--strict", "--target", "es2022", "--lib", "es2023,dom", "--ignoreConfig"],
      ...options,
      ...Object.keys(files),
    ],
    { cwd: project, reject: false },
  );
  return stdout;
}
