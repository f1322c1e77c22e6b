// tac-studio draw: a picture of a flow, of one execution of it, or of what changed.

import { extname } from "node:path";
import type { FlowDefinition } from "../definition/definition.ts";
import { type Direction, drawMermaid, drawSvg, type PathStep, type SvgOptions } from "../draw/index.ts";
import { asDefinition, readOneFlow } from "./input/readOneFlow.ts";
import { readScenarioFiles } from "./input/readScenarioFiles.ts";
import type { Io } from "./io/io.ts";
import { UsageError } from "./io/mistake.ts";
import { checkStdin, oneOf, onlyFile, readArguments } from "./io/readArguments.ts";
import { ended } from "./io/terminal.ts";
import { writeFile } from "./io/writeFile.ts";
import { runScenario } from "./runScenario.ts";

export const usage = (
  program: string,
) => `${program} draw FILE [-o FILE] [--format FORMAT] [--scenario FILE | --before OLD]

Draws a flow: as Mermaid on standard output, unless something else is asked for.

  FILE             a flow's JSON; - for standard input
  -o, --out FILE   write to this file; its ending says the format: .svg, .mmd or .md
  --format FORMAT  svg, mermaid or markdown (Mermaid in a fence, which GitHub shows as a picture)
  --scenario FILE  run this scenario (see ${program} simulate --help), and make its way stand out
  --before OLD     the flow as it was: the picture shows both, and marks what was added, removed, changed and renamed
  --direction D    where the flow runs: down or right (default: down for Mermaid, what takes least room for SVG)

Exit code: 0 drawn, 2 wrong usage or a file that could not be read or written.

Examples
  ${program} draw flow.json -o flow.svg
  ${program} draw flow.json --format markdown >> README.md
  ${program} draw flow.json --scenario hang-up.yaml -o hang-up.svg
  git show main:flow.json | ${program} draw flow.json --before - -o change.svg`;

const formats = ["svg", "mermaid", "markdown"] as const;
type Format = (typeof formats)[number];

const formatsByEnding: Record<string, Format> = {
  ".svg": "svg",
  ".mmd": "mermaid",
  ".mermaid": "mermaid",
  ".md": "markdown",
};

const directions = ["down", "right"] as const satisfies readonly Direction[];

const options = {
  out: { type: "string", short: "o" },
  format: { type: "string" },
  scenario: { type: "string" },
  before: { type: "string" },
  direction: { type: "string" },
} as const;

/** @throws UsageError and InputError */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readArguments(args, options);
  const { out, scenario, before } = values;
  const file = onlyFile(positionals, "draw", "The picture's file goes behind -o.");
  if (scenario !== undefined && before !== undefined)
    throw new UsageError("--scenario and --before exclude each other: name one of them.");
  checkStdin([file, scenario, before]);
  const format = oneOf("--format", values.format, formats) ?? formatOf(out);
  const direction = oneOf("--direction", values.direction, directions);

  const flow = await readOneFlow(file, io);
  const picture = drawn(flow.definition, format, {
    ...(direction === undefined ? {} : { direction }),
    ...(before === undefined ? {} : { before: (await readOneFlow(before, io)).definition }),
    ...(scenario === undefined ? {} : { path: await wayOf(scenario, asDefinition(flow, io), io) }),
  });
  if (out === undefined) io.stdout(picture);
  else writeFile(out, picture, io, { mayReplace: true });
  return 0;
}

/** @throws UsageError for an ending that says nothing */
function formatOf(out: string | undefined): Format {
  if (out === undefined) return "mermaid";
  const format = formatsByEnding[extname(out).toLowerCase()];
  if (format) return format;
  throw new UsageError(
    `${out}: its ending says no format; there are ${Object.keys(formatsByEnding).join(", ")}. Or add --format.`,
  );
}

function drawn(definition: unknown, format: Format, drawOptions: SvgOptions): string {
  if (format === "svg") return ended(drawSvg(definition, drawOptions));
  const chart = ended(drawMermaid(definition, drawOptions));
  return format === "markdown" ? `\`\`\`mermaid\n${chart}\`\`\`\n` : chart;
}

async function wayOf(name: string, definition: FlowDefinition, io: Io): Promise<readonly PathStep[]> {
  const [scenario, ...more] = await readScenarioFiles([name], definition, io);
  if (scenario === undefined || more.length > 0)
    throw new UsageError(`--scenario: a picture shows one run, not all of ${name}.`);
  const { steps } = await runScenario(definition, scenario);
  return steps;
}
