// npm run setup: everything needed to run, installed and named. run.mjs has seen to Node and the dependencies.

import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { type Engine, ensureEngine } from "../engine/engine.ts";

const help = `npm run setup [-- --json]

Finds the Pulumi CLI, and installs one where there is none (docs/engine.md). At once when there is nothing to do.

  --json  what was found, for a program
  --help  this text`;

const howItCame: Record<Engine["source"], string> = {
  path: "found on PATH",
  installed: "installed before",
  download: "installed now, from get.pulumi.com",
  build: "installed now, built from Go modules",
};

const { values: options } = parseArgs({
  options: { json: { type: "boolean", default: false }, help: { type: "boolean", default: false } },
});
if (options.help) console.log(help);
else report(await ensureEngine());

function report({ version, pulumi, source }: Engine) {
  const bin = dirname(pulumi);
  if (options.json) {
    console.log(JSON.stringify({ node: process.versions.node, pulumi: { version, path: pulumi, source } }));
    return;
  }
  console.log(`Pulumi CLI ${version}, ${howItCame[source]}: ${pulumi} (Node ${process.versions.node})`);
  if (source !== "path") console.log(`To use it in this shell: export PATH="${bin}:$PATH"`);
}
