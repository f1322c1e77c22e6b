// bench: the project's performance figures, measured on this machine in one run.

import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { resolve } from "node:path";
import { defineCommand, flag, oneOf, text, UsageError, wholeNumber } from "@tac-handoff/studio/command";

/** Where real flows are kept beside a checkout, if there are any. */
const usualFolder = "../shared/flows";

export const bench = defineCommand({
  name: "bench",
  summary: "measure checks, drawings, simulations, previews and the demo",
  description: [
    "Measures how fast Studio flows are checked, drawn and simulated. Then times previews of the whole stack without changes, alternating with previews of an empty Pulumi program, and the demo. Close other programs first.",
  ],
  options: {
    only: oneOf(["flows", "stack"], "PART", "measure one part: flows or stack"),
    flows: text(
      "FOLDER",
      `real flows, as JSON, to check, draw, explore and import; a file name that begins with bad- marks a flow known to be broken (default: ${usualFolder}, if it exists)`,
    ),
    runs: wholeNumber("N", "number of previews of each program; the median is reported (default: 7)", {
      from: 1,
    }),
    json: flag("print the figures as JSON; times are in seconds unless their name says otherwise"),
  },
  exitCodes: { 0: "measured", 1: "something failed", 2: "wrong usage" },
  examples: ["{}", "{} --only flows --json > figures.json"],
  async run({ options: { only, flows, runs = 7, json } }, io) {
    const folder = flows === undefined ? usualFolder : resolve(io.cwd, flows);
    if (flows !== undefined && !existsSync(folder)) throw new UsageError(`--flows: ${flows} does not exist.`);
    const [{ measureFlows }, { measureStack }, { describeFigures }] = await Promise.all([
      import("../bench/flowFigures.ts"),
      import("../bench/stackFigures.ts"),
      import("../bench/table.ts"),
    ]);
    const say = (what: string) => io.stderr(`… ${what}\n`);
    const figures = {
      machine: `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.versions.node}`,
      ...(only === "stack"
        ? {}
        : { flows: await measureFlows(existsSync(folder) ? folder : undefined, say) }),
      ...(only === "flows" ? {} : { stack: await measureStack(runs, say) }),
    };
    io.stdout(`${json ? JSON.stringify(figures, null, 2) : describeFigures(figures)}\n`);
    return 0;
  },
});
