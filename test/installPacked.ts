// A package of this project as its users get it: built by `npm pack` and installed outside the checkout.

import { chmodSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
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

interface Manifest {
  name: string;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  bin?: Record<string, string>;
}

/**
 * Packs a package and installs it in an empty project, without using a registry. The project has nothing but what the
 * package depends on: packages of this project from their own tarballs, all others as links to this checkout's.
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

  const project = join(folder, "project");
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "project", type: "module" }));
  let packed: string[] = [];
  let installed = "";
  for (const each of own) {
    const source = join(checkout, "packages", each);
    const { stdout } = await execa("npm", ["pack", "--json", "--silent", "--pack-destination", folder], {
      cwd: source,
    });
    const [{ filename, files }] = JSON.parse(stdout.slice(stdout.indexOf("[")));
    packed = files.map(({ path }: { path: string }) => path);
    installed = await extract(join(folder, filename), project);
    const { dependencies, peerDependencies } = readManifest(installed);
    for (const other of Object.keys({ ...dependencies, ...peerDependencies })) link(other, project);
  }
  for (const each of beside) link(each, project);
  return { project, installed, packed };
}

/** The package and those of this project that it depends on, by folder; dependencies first. */
function ownPackages(name: string): string[] {
  const { dependencies = {} } = readManifest(join(root, "packages", name));
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

/** Puts a tarball where npm would, with its commands. Returns the package's folder. */
async function extract(tarball: string, project: string): Promise<string> {
  const modules = join(project, "node_modules");
  const temporary = join(modules, ".extracted");
  mkdirSync(temporary, { recursive: true });
  await execa("tar", ["-xzf", tarball, "-C", temporary]);
  const { name, bin = {} } = readManifest(join(temporary, "package"));
  const installed = join(modules, name);
  cpSync(join(temporary, "package"), installed, { recursive: true });
  for (const [command, file] of Object.entries(bin)) {
    chmodSync(join(installed, file), 0o755);
    mkdirSync(join(modules, ".bin"), { recursive: true });
    symlinkSync(join(installed, file), join(modules, ".bin", command));
  }
  return installed;
}

/** Links a package of this checkout. Node resolves what it imports from where it really is. */
function link(name: string, project: string): void {
  const path = join(project, "node_modules", name);
  if (name.startsWith(scope)) return; // installed from its own tarball
  mkdirSync(dirname(path), { recursive: true });
  try {
    symlinkSync(join(root, "node_modules", name), path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}
