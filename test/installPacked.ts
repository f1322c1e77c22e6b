// A package of this project as somebody gets it who installs it: made by `npm pack`, installed outside the checkout.

import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { execa } from "execa";

const root = join(import.meta.dirname, "..");

export interface InstalledPackage {
  /** The project that installed the package. */
  project: string;
  /** The package's folder in there. */
  installed: string;
  /** Paths of all that is in the package. */
  packed: string[];
}

/**
 * Packs a package and installs it, with its dependencies from this checkout: no registry is asked.
 *
 * @param name folder of the package below `packages`
 * @param folder an empty one, for everything that comes of it
 * @param beside more packages of this checkout that the project has
 */
export async function installPacked(
  name: string,
  folder: string,
  beside: string[] = [],
): Promise<InstalledPackage> {
  // Packed from a copy, so that no dist/ is left in the checkout.
  const checkout = join(folder, "checkout");
  const source = join(checkout, "packages", name);
  const isOwn = (path: string) => !["dist", "node_modules"].includes(basename(path));
  cpSync(join(root, "packages", name), source, { recursive: true, filter: isOwn });
  cpSync(join(root, "tsconfig.json"), join(checkout, "tsconfig.json"));
  symlinkSync(join(root, "node_modules"), join(checkout, "node_modules"));
  const { stdout } = await npm(source, ["pack", "--json", "--silent", "--pack-destination", folder]);
  const [{ filename, files }] = JSON.parse(stdout.slice(stdout.indexOf("[")));

  const project = join(folder, "project");
  const packageJson = readJson(source);
  // In place before the installation: npm then has nothing to download.
  copyPackages(Object.keys(packageJson.dependencies ?? {}), project);
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "project", type: "module" }));
  await npm(project, ["install", "--offline", "--ignore-scripts", join(folder, filename)]);
  copyPackages(beside, project); // after npm, which removes what no package.json asks for
  return {
    project,
    installed: join(project, "node_modules", packageJson.name),
    packed: files.map(({ path }: { path: string }) => path),
  };
}

function copyPackages(names: string[], project: string) {
  mkdirSync(project, { recursive: true });
  for (const name of packagesBelow(names)) {
    const place = join("node_modules", name);
    cpSync(join(root, place), join(project, place), { recursive: true });
  }
}

/** Names of packages at the top of this checkout's node_modules: those named, and those they need in turn. */
function packagesBelow(names: string[]): Set<string> {
  const folders = new Set(names.map((name) => join("node_modules", name)));
  // A Set goes through what is added to it meanwhile.
  for (const folder of folders) {
    for (const name of Object.keys(readJson(join(root, folder)).dependencies ?? {})) {
      folders.add(resolvePackage(folder, name));
    }
  }
  // What a package has in a node_modules of its own is copied along with it.
  const places = [...folders].map((folder) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(folder)?.[1] ?? "");
  return new Set(places);
}

/** Folder of a package as Node finds it from another one: in the nearest node_modules. */
function resolvePackage(from: string, name: string): string {
  for (let folder = from; folder !== "."; folder = dirname(folder)) {
    const found = join(folder, "node_modules", name);
    if (existsSync(join(root, found))) return found;
  }
  return join("node_modules", name);
}

function npm(cwd: string, args: string[]) {
  return execa("npm", args, { cwd, env: { npm_config_audit: "false", npm_config_fund: "false" } });
}

function readJson(folder: string): { name: string; dependencies?: Record<string, string> } {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}
