// Type-checks code that tests generate: as a project that installed a package would, or as this repository does.

import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";

const root = join(import.meta.dirname, "..");
const modules = join(root, "node_modules");

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

/**
 * Compiles each source as a module of this repository, all in one program; unused variables are not errors.
 *
 * @returns the errors of each source
 */
export async function typeErrors(sources: readonly string[]): Promise<string[][]> {
  const folder = mkdtempSync(join(tmpdir(), "type-errors-"));
  try {
    symlinkSync(modules, join(folder, "node_modules"), "junction");
    const files = {
      "package.json": { type: "module" },
      "tsconfig.json": {
        extends: join(root, "tsconfig.json"),
        compilerOptions: { noUnusedLocals: false, typeRoots: [join(modules, "@types")] },
        include: ["*.ts"],
      },
    };
    for (const [name, content] of Object.entries(files))
      writeFileSync(join(folder, name), JSON.stringify(content));
    for (const [index, source] of sources.entries()) writeFileSync(join(folder, `${index}.ts`), source);
    const { stdout } = await execa(process.execPath, [compilers.typescript7, "--pretty", "false"], {
      cwd: folder,
      reject: false,
    });
    const errors = sources.map((): string[] => []);
    for (const line of stdout.split("\n").filter((each) => /^\S/.test(each))) {
      const [, index, message = line] = /^(\d+)\.ts\(\d+,\d+\): error (.*)/.exec(line) ?? [];
      const own = errors[Number(index)];
      if (!own) throw new Error(`the compiler reports: ${stdout}`);
      own.push(message);
    }
    return errors;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
