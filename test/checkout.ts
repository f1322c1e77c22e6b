// A copy of the checkout in which a test may edit what belongs to a team.

import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

/**
 * Copies every file that git tracks or would track, with the packages of this checkout.
 *
 * @param folder an empty one, or one that does not exist yet
 */
export function copyCheckout(folder: string): void {
  const options = ["--cached", "--others", "--exclude-standard", "-z"];
  const listed = execFileSync("git", ["ls-files", ...options], { cwd: root, encoding: "utf8" });
  for (const file of listed.split("\0").filter((each) => each !== "" && existsSync(join(root, each)))) {
    cpSync(join(root, file), join(folder, file), { verbatimSymlinks: true });
  }
  linkPackages(join(root, "node_modules"), join(folder, "node_modules"));
}

/** Packages of others are linked where they are; links to our own, which are relative, lead into the copy. */
function linkPackages(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, copy] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), copy);
    else if (entry.isDirectory() && entry.name.startsWith("@")) linkPackages(source, copy);
    else if (entry.isFile()) cpSync(source, copy);
    else if (![".cache", ".vite", ".vite-temp"].includes(entry.name)) symlinkSync(source, copy);
  }
}

/** Copies the checkout with the contract, configuration and resources of this project's own tests instead of a team's. */
export function copyWithoutTeam(folder: string): void {
  copyCheckout(folder);
  const program = join(folder, "test/programs/handoff");
  cpSync(join(program, "Pulumi.dev.yaml"), join(folder, "Pulumi.dev.yaml"));
  cpSync(join(program, "index.ts"), join(folder, "index.ts"));
  writeFileSync(
    join(folder, "studio-flows/attributes.ts"),
    'export { contract as attributes } from "./testing/contract.ts";\n',
  );
}
