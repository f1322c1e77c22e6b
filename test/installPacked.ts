// A package of this project as its users get it: built by `npm pack` and installed outside the checkout.

import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { execa } from "execa";

const root = join(import.meta.dirname, "..");

const scope = "@tac-handoff/";

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
  const checkout = join(folder, "checkout");
  cpSync(join(root, "tsconfig.json"), join(checkout, "tsconfig.json"));
  symlinkSync(join(root, "node_modules"), join(checkout, "node_modules"));
  const own = ownPackages(name);
  for (const each of own) copyPackage(each, checkout, own);
  const tarballs: string[] = [];
  let packed: string[] = [];
  for (const each of own) {
    const source = join(checkout, "packages", each);
    const { stdout } = await npm(source, ["pack", "--json", "--silent", "--pack-destination", folder]);
    const [{ filename, files }] = JSON.parse(stdout.slice(stdout.indexOf("[")));
    tarballs.push(join(folder, filename));
    packed = files.map(({ path }: { path: string }) => path);
  }

  const project = join(folder, "project");
  mkdirSync(project);
  const packageJson = join(checkout, "packages", name, "package.json");
  const dependencies = dependenciesOf(packageJson).filter((each) => !each.startsWith(scope));
  const overrides = nestedVersions(dependencies);
  writeFileSync(
    join(project, "package.json"),
    JSON.stringify({ name: "project", type: "module", overrides }),
  );
  const options = ["--offline", "--ignore-scripts", "--omit=optional", "--install-links"];
  await npm(project, ["install", ...options, ...tarballs, ...dependencies.map(installedFolder)]);
  return {
    project,
    installed: join(project, "node_modules", readJson(packageJson).name),
    packed,
  };
}

/** The package and those of this project that it depends on, by folder; dependencies first. */
function ownPackages(name: string): string[] {
  const { dependencies = {} } = readJson(join(root, "packages", name, "package.json"));
  const own = Object.keys(dependencies).filter((each) => each.startsWith(scope));
  return [...new Set([...own.flatMap((each) => ownPackages(each.slice(scope.length))), name])];
}

/** Copies a package, so that no dist/ is left in the checkout. Its dependencies in this project resolve to their copies. */
function copyPackage(name: string, checkout: string, own: string[]): void {
  const copy = join(checkout, "packages", name);
  const isSource = (path: string) => !["dist", "node_modules"].includes(basename(path));
  cpSync(join(root, "packages", name), copy, { recursive: true, filter: isSource });
  for (const each of own.filter((other) => other !== name)) {
    mkdirSync(join(copy, "node_modules", scope), { recursive: true });
    symlinkSync(join(checkout, "packages", each), join(copy, "node_modules", scope, each));
  }
}

/** Names of the package's dependencies, including transitive ones. */
function dependenciesOf(packageJson: string): string[] {
  const found = new Set(Object.keys(readJson(packageJson).dependencies ?? {}));
  // A Set also iterates over values that are added during the iteration.
  for (const name of found)
    for (const next of Object.keys(readJson(join(installedFolder(name), "package.json")).dependencies ?? {}))
      found.add(next);
  return [...found];
}

/** Overrides for packages that are installed in a second version for one dependent; npm would ask the registry for it. */
function nestedVersions(dependencies: string[]): Record<string, Record<string, string>> {
  const overrides: Record<string, Record<string, string>> = {};
  for (const name of dependencies) {
    const needed = Object.keys(readJson(join(installedFolder(name), "package.json")).dependencies ?? {});
    const nested = needed
      .map((each) => [each, join(installedFolder(name), "node_modules", each)] as const)
      .filter(([, path]) => existsSync(path));
    if (nested.length > 0)
      overrides[name] = Object.fromEntries(nested.map(([each, path]) => [each, `file:${path}`]));
  }
  return overrides;
}

function installedFolder(name: string): string {
  return join(root, "node_modules", name);
}

function npm(cwd: string, args: string[]) {
  return execa("npm", args, { cwd, env: { npm_config_audit: "false", npm_config_fund: "false" } });
}

function readJson(file: string): { name: string; dependencies?: Record<string, string> } {
  return JSON.parse(readFileSync(file, "utf8"));
}
