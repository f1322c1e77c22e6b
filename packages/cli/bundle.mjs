// Builds dist/ for npm pack: bundles the commands with this project's packages, but not with third-party packages.

import { cpSync, readFileSync, rmSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { sourceCondition } from "@tac-handoff/loader/sourceCondition";
import { build } from "esbuild";

const folder = import.meta.dirname;
const dist = join(folder, "dist");
const { dependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

/** @type {import("esbuild").Plugin} */
const ownPackagesOnly = {
  name: "own-packages-only",
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
      if (kind === "entry-point" || /^@tac-handoff\/|^@pulumi\/twilio(\/|$)/.test(path)) return undefined;
      const [name = ""] = /^(@[^/]+\/)?[^/]+/.exec(path) ?? [];
      if (isBuiltin(path) || name in dependencies) return { path, external: true };
      return { errors: [{ text: `${name} is not among the dependencies in packages/cli/package.json` }] };
    });
  },
};

rmSync(dist, { recursive: true, force: true });
await build({
  absWorkingDir: folder,
  entryPoints: ["src/bin.ts"],
  outdir: "dist",
  bundle: true,
  splitting: true,
  platform: "node",
  format: "esm",
  target: "node20",
  conditions: [sourceCondition],
  plugins: [ownPackagesOnly],
  sourcemap: true,
  logLevel: "warning",
});
// Files that engine/ expects in its own folder.
for (const name of ["nodejs", "pulumi", "yaml", "officialInstaller.mjs", "pulumi-language-nodejs.sh"])
  cpSync(join(folder, "src/engine", name), join(dist, name), { recursive: true });
