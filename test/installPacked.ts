// A package of this project as its users get it: built by `npm pack` and installed outside the checkout.

import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
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
 * @param beside further packages of this checkout that the project has
 */
export async function installPacked(
  name: string,
  folder: string,
  beside: string[] = [],
): Promise<InstalledPackage> {
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
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "project", type: "module" }));
  // Dependencies are copied before the installation, so that npm has nothing to download.
  copyPackages(
    own.map((each) => join("packages", each)),
    project,
  );
  await npm(project, ["install", "--offline", "--ignore-scripts", ...tarballs]);
  // Copied afterwards, because npm removes what no package.json names.
  copyPackages(
    beside.map((each) => join("node_modules", each)),
    project,
  );
  return {
    project,
    installed: join(project, "node_modules", readJson(join(root, "packages", name)).name),
    packed,
  };
}

/** The package and those of this project that it depends on, by folder; dependencies first. */
function ownPackages(name: string): string[] {
  const { dependencies = {} } = readJson(join(root, "packages", name));
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

/** Copies, of this checkout's node_modules, these packages and all that they depend on. */
function copyPackages(folders: string[], project: string): void {
  const visited = new Set(folders);
  // A Set also iterates over values that are added during the iteration.
  for (const folder of visited)
    for (const name of Object.keys(readJson(join(root, folder)).dependencies ?? {}))
      if (!name.startsWith(scope)) visited.add(resolvePackage(folder, name));
  // A package's own node_modules is copied with it.
  const topLevel = [...visited].flatMap(
    (folder) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(folder)?.[1] ?? [],
  );
  for (const name of new Set(topLevel)) {
    const path = join("node_modules", name);
    cpSync(join(root, path), join(project, path), { recursive: true });
  }
}

/** Folder of a package as Node resolves it from another one: in the nearest node_modules. */
function resolvePackage(from: string, name: string): string {
  for (let folder = from; folder !== "."; folder = dirname(folder)) {
    const path = join(folder, "node_modules", name);
    if (existsSync(join(root, path))) return path;
  }
  return join("node_modules", name);
}

function npm(cwd: string, args: string[]) {
  return execa("npm", args, { cwd, env: { npm_config_audit: "false", npm_config_fund: "false" } });
}

function readJson(folder: string): { name: string; dependencies?: Record<string, string> } {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}
