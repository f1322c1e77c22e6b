// npm run bench: what our figures are on this machine, measured side by side in one run.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startEmulator } from "@tac-handoff/emulator";
import { execa } from "execa";
import { parseDocument } from "yaml";
import { ensureEngine } from "./engine.ts";
import { openStack, type Stack } from "./stack.ts";

const usage = `npm run bench -- [--runs 7] [--json]

Times a preview of the whole stack that has nothing to do against that of an empty Pulumi program, turn by turn,
and the demo. The machine should do nothing else meanwhile.

  --runs N  previews of each (default 7; the median counts)
  --json    print the figures as JSON, times in seconds`;

const { values: options } = parseArgs({
  options: {
    runs: { type: "string", default: "7" },
    json: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  },
});
if (options.help) {
  console.log(usage);
  process.exit(0);
}
const runs = Number(options.runs);
if (!Number.isInteger(runs) || runs < 1) {
  console.error(`--runs: expected a whole number from 1, found "${options.runs}".`);
  process.exit(2);
}

const engine = await ensureEngine();
const folder = mkdtempSync(join(tmpdir(), "tac-handoff-bench-"));
const twilio = await startEmulator();
try {
  const figures = await measure();
  console.log(options.json ? JSON.stringify(figures, null, 2) : describe(figures));
} finally {
  await twilio.close();
  rmSync(folder, { recursive: true, force: true });
}

interface Figures {
  machine: string;
  runs: number;
  emptyPreview: number;
  stackPreview: number;
  ratio: number;
  firstUp: number;
  demo: number;
}

async function measure(): Promise<Figures> {
  say("first pulumi up of the whole stack");
  const ours = await openStack({ engine, backend: join(folder, "ours"), configFile: writeConfig() });
  const firstUp = await seconds(() => ours.run(["up", "--yes", "--skip-preview"]));
  const empty = await openStack({
    engine,
    backend: join(folder, "empty"),
    project: "bench/empty",
    configFile: join(folder, "Pulumi.empty.yaml"),
  });
  await empty.run(["up", "--yes", "--skip-preview"]);

  const [emptyTimes, stackTimes]: [number[], number[]] = [[], []];
  for (let run = 1; run <= runs; run += 1) {
    say(`previews with nothing to do, ${run} of ${runs}`);
    emptyTimes.push(await preview(empty));
    stackTimes.push(await preview(ours));
  }

  say("the demo");
  const demo = await seconds(() =>
    execa(process.execPath, ["scripts/run.mjs", "demo", "--folder", join(folder, "demo")], {
      stdin: "ignore",
    }),
  );
  const [emptyPreview, stackPreview] = [median(emptyTimes), median(stackTimes)];
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.versions.node}, Pulumi ${engine.version}`;
  return { machine, runs, emptyPreview, stackPreview, ratio: stackPreview / emptyPreview, firstUp, demo };
}

function preview(stack: Stack): Promise<number> {
  return seconds(() => stack.run(["preview", "--expect-no-changes"]));
}

async function seconds(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await act();
  return (performance.now() - start) / 1_000;
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

function writeConfig(): string {
  const config = parseDocument(readFileSync("Pulumi.dev.yaml", "utf8"));
  config.setIn(["config", "twilio:endpoint"], twilio.url);
  const file = join(folder, "Pulumi.dev.yaml");
  writeFileSync(file, config.toString());
  return file;
}

/** Progress goes to stderr, so that `--json` can be piped. */
function say(what: string): void {
  console.error(`… ${what}`);
}

function describe({ machine, runs, emptyPreview, stackPreview, ratio, firstUp, demo }: Figures): string {
  return `On ${machine}

preview with nothing to do, median of ${runs}
  empty Pulumi program  ${emptyPreview.toFixed(2)} s
  the whole stack       ${stackPreview.toFixed(2)} s
  ratio                 ${ratio.toFixed(2)}
first pulumi up         ${firstUp.toFixed(1)} s
npm run demo            ${demo.toFixed(1)} s`;
}
