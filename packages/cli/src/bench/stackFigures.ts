// Measures the stack: a preview without changes compared with that of an empty program, the first deployment, the demo.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmulator } from "@tac-handoff/emulator";
import { execa } from "execa";
import { parseDocument } from "yaml";
import { ensureEngine } from "../engine/engine.ts";
import { openStack, type Stack } from "../engine/stack.ts";
import { median } from "./median.ts";

/** Times in seconds. */
export interface StackFigures {
  pulumi: string;
  runs: number;
  emptyPreview: number;
  stackPreview: number;
  ratio: number;
  firstUp: number;
  demo: number;
}

/** @param runs number of previews of each program; the median is reported */
export async function measureStack(runs: number, say: (what: string) => void): Promise<StackFigures> {
  const engine = await ensureEngine();
  const folder = mkdtempSync(join(tmpdir(), "tac-handoff-bench-"));
  const twilio = await startEmulator();
  try {
    say("first pulumi up of the whole stack");
    const configFile = writeConfig(folder, twilio.url);
    const ours = await openStack({ engine, backend: join(folder, "ours"), configFile });
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
      say(`previews without changes, ${run} of ${runs}`);
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
    const ratio = stackPreview / emptyPreview;
    return { pulumi: engine.version, runs, emptyPreview, stackPreview, ratio, firstUp, demo };
  } finally {
    await twilio.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function preview(stack: Stack): Promise<number> {
  return seconds(() => stack.run(["preview", "--expect-no-changes"]));
}

async function seconds(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await act();
  return (performance.now() - start) / 1_000;
}

function writeConfig(folder: string, url: string): string {
  const config = parseDocument(readFileSync("Pulumi.dev.yaml", "utf8"));
  config.setIn(["config", "twilio:endpoint"], url);
  const file = join(folder, "Pulumi.dev.yaml");
  writeFileSync(file, config.toString());
  return file;
}
