// npm run bench: what our figures are on this machine, measured side by side in one run.

import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { measureFlows } from "../bench/flowFigures.ts";
import { measureStack } from "../bench/stackFigures.ts";
import { describeFigures, type Figures } from "../bench/table.ts";
import { fromUser } from "../files/fromUser.ts";

const usage = `npm run bench -- [--only flows|stack] [--flows FOLDER] [--runs 7] [--json]

Measures check, drawing and simulation of Studio flows; then times a preview of the whole stack that has nothing to do
against that of an empty Pulumi program, turn by turn, and the demo. The machine should do nothing else meanwhile.

  --only flows|stack  one part of it
  --flows FOLDER      real flows, as JSON, to check, draw, explore and import; a name that begins with bad- is a flow
                      known to be broken (default ../shared/flows where that is)
  --runs N            previews of each (default 7; the median counts)
  --json              print the figures as JSON, times in seconds if their name does not say otherwise`;

const { values: options } = parseArgs({
  options: {
    only: { type: "string" },
    flows: { type: "string" },
    runs: { type: "string", default: "7" },
    json: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  },
});
if (options.help) {
  console.log(usage);
  process.exit(0);
}
const { only } = options;
const runs = Number(options.runs);
if (!Number.isInteger(runs) || runs < 1)
  stop(`--runs: expected a whole number from 1, found "${options.runs}".`);
if (only !== undefined && only !== "flows" && only !== "stack")
  stop(`--only: expected flows or stack, found "${only}".`);
const folder = options.flows === undefined ? usualFolder() : fromUser(options.flows);
if (options.flows !== undefined && !existsSync(fromUser(options.flows)))
  stop(`--flows: there is no folder ${options.flows}.`);

const figures: Figures = {
  machine: `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.versions.node}`,
  ...(only === "stack" ? {} : { flows: await measureFlows(folder, say) }),
  ...(only === "flows" ? {} : { stack: await measureStack(runs, say) }),
};
console.log(options.json ? JSON.stringify(figures, null, 2) : describeFigures(figures));

function usualFolder(): string | undefined {
  return existsSync("../shared/flows") ? "../shared/flows" : undefined;
}

/** Progress goes to stderr, so that `--json` can be piped. */
function say(what: string): void {
  console.error(`… ${what}`);
}

function stop(reason: string): never {
  console.error(reason);
  process.exit(2);
}
