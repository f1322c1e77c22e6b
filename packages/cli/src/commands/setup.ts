// setup: finds the Pulumi CLI, or installs it. Node and the dependencies are already there.

import { dirname } from "node:path";
import { defineCommand, flag } from "@tac-handoff/studio/command";
import type { Engine } from "../engine/engine.ts";

const origins: Record<Engine["source"], string> = {
  path: "found on PATH",
  installed: "already installed",
  download: "downloaded from get.pulumi.com",
  build: "built from Go modules",
};

export const setup = defineCommand({
  name: "setup",
  summary: "install the dependencies and the Pulumi CLI",
  description: [
    "Installs the dependencies and finds the Pulumi CLI, or installs it if it is missing (docs/engine.md). Returns at once if there is nothing to do. The other commands do the same when they need it.",
  ],
  options: { json: flag("print what was found as JSON") },
  exitCodes: { 0: "everything is installed", 1: "the Pulumi CLI could not be installed", 2: "wrong usage" },
  examples: ["{}", "{} --json"],
  async run({ options: { json } }, io) {
    const { ensureEngine } = await import("../engine/engine.ts");
    const { version, pulumi, source } = await ensureEngine();
    const node = process.versions.node;
    if (json) {
      io.stdout(`${JSON.stringify({ node, pulumi: { version, path: pulumi, source } })}\n`);
      return 0;
    }
    io.stdout(`Pulumi CLI ${version}, ${origins[source]}: ${pulumi} (Node ${node})\n`);
    if (source !== "path") io.stdout(`To use it in this shell: export PATH="${dirname(pulumi)}:$PATH"\n`);
    return 0;
  },
});
