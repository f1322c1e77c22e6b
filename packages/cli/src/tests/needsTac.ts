// Whether the selected tests include one that uses the real TAC: installing it requires a Python and 20 seconds.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

/** The module that tests import to use the real TAC. */
const realTac = "test/realTac.ts";
/** The only project whose tests import it. */
const project = "engine";

export interface Selection {
  /** As passed to Vitest: parts of paths. An empty list selects every file. */
  filters: readonly string[];
  /** Vitest projects; undefined selects all. */
  project?: string | string[] | undefined;
}

/** @param root of the checkout */
export function needsTac(root: string, selection: Selection): boolean {
  const projects = [selection.project ?? []].flat();
  // A pattern, such as `!unit`, may select it.
  if (projects.length > 0 && !projects.some((each) => each === project || /\W/.test(each))) return false;
  return testsWithTac(root).some((file) => isSelected(root, file, selection.filters));
}

/** Paths of all tests that use the real TAC, from the root. */
export function testsWithTac(root: string): string[] {
  return readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => join("test", name))
    .filter((name) => imports(join(root, name), join(root, realTac)))
    .toSorted();
}

/** Like Vitest: the path contains the filter, without its line number. */
function isSelected(root: string, file: string, filters: readonly string[]): boolean {
  const parts = filters.map((filter) => {
    const path = filter.replace(/:\d+$/, "");
    return /^[./]/.test(path) ? relative(root, resolve(root, path)) : path;
  });
  return parts.length === 0 || parts.some((part) => file.includes(part));
}

/** Whether a file imports another one, directly or through others. Imports of packages are not followed. */
function imports(file: string, wanted: string, seen = new Set<string>()): boolean {
  if (file === wanted) return true;
  if (seen.has(file) || !existsSync(file)) return false;
  seen.add(file);
  return [...readFileSync(file, "utf8").matchAll(/\bfrom "(\.{1,2}\/[^"]+)"/g)].some(([, path = ""]) =>
    imports(resolve(dirname(file), path), wanted, seen),
  );
}
