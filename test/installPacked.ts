// A package of this project as its users get it: built by `npm pack` and installed outside the checkout.

import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { execa } from "execa";

const root = join(import.meta.dirname, "..");

export interface InstalledPackage {
  /** The project that installed the package. */
  project: string;
  /** The package's folder in that project. */
  installed: string;
  /** Paths of all files in the package. */
  packed: string[];
}

/**
 * Packs a package and installs it with its dependencies from this checkout, without using a registry.
 *
 * @param name folder of the package below `packages`
 * @param folder an empty folder for all files that this creates
 */
export async function installPacked(name: string, folder: string): Promise<InstalledPackage> {
  // Pack a copy, so that no dist/ is left in the checkout.
  const checkout = join(folder, "checkout");
  const source = join(checkout, "packages", name);
  const isOwn = (path: string) => !["dist", "node_modules"].includes(basename(path));
  cpSync(join(root, "packages", name), source, { recursive: true, filter: isOwn });
  cpSync(join(root, "tsconfig.json"), join(checkout, "tsconfig.json"));
  symlinkSync(join(root, "node_modules"), join(checkout, "node_modules"));
  const { stdout } = await npm(source, ["pack", "--json", "--silent", "--pack-destination", folder]);
  const [{ filename, files }] = JSON.parse(stdout.slice(stdout.indexOf("[")));

  const project = join(folder, "project");
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "project", type: "module" }));
  const packageJson = join(source, "package.json");
  const dependencies = dependenciesOf(packageJson).map((each) => join(root, "node_modules", each));
  const options = ["--offline", "--ignore-scripts", "--omit=optional", "--install-links"];
  await npm(project, ["install", ...options, join(folder, filename), ...dependencies]);
  return {
    project,
    installed: join(project, "node_modules", readJson(packageJson).name),
    packed: files.map(({ path }: { path: string }) => path),
  };
}

/** Names of the package's dependencies, including transitive ones. */
function dependenciesOf(packageJson: string): string[] {
  const found = new Set(Object.keys(readJson(packageJson).dependencies ?? {}));
  // A Set also iterates over values that are added during the iteration.
  for (const name of found)
    for (const next of Object.keys(
      readJson(join(root, "node_modules", name, "package.json")).dependencies ?? {},
    ))
      found.add(next);
  return [...found];
}

function npm(cwd: string, args: string[]) {
  return execa("npm", args, { cwd, env: { npm_config_audit: "false", npm_config_fund: "false" } });
}

function readJson(file: string): { name: string; dependencies?: Record<string, string> } {
  return JSON.parse(readFileSync(file, "utf8"));
}
