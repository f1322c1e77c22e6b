// Builds dist/ for `npm pack`: the classes for programs, as CommonJS because `pulumi new typescript` creates CommonJS
// programs, and the provider as one file that needs no other package.

import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "@tac-handoff/loader/bundle";

const here = import.meta.dirname;
const dist = join(here, "dist");
rmSync(dist, { recursive: true, force: true });

const compiler = join(here, "../../node_modules/@typescript/native/bin/tsc");
execFileSync(process.execPath, [compiler, "-p", "tsconfig.build.json"], { cwd: here, stdio: "inherit" });
mkdirSync(dist, { recursive: true });
writeFileSync(join(dist, "package.json"), '{ "type": "commonjs" }\n');

const outfile = join(dist, "provider.mjs");
const { code, map } = await bundle({ root: here, entry: "plugin/provider.ts", outfile });
writeFileSync(outfile, code);
writeFileSync(`${outfile}.map`, map);
