// draw: draws a flow, one execution of it, or the changes between two versions.

import { extname } from "node:path";
import type { FlowDefinition } from "../definition/definition.ts";
import type { Direction, PathStep, SvgOptions } from "../draw/index.ts";
import { defineCommand } from "./base/defineCommand.ts";
import { oneOf, text } from "./base/options.ts";
import { asDefinition, readOneFlow } from "./input/readOneFlow.ts";
import { checkStdin, onlyFile } from "./io/arguments.ts";
import { UsageError } from "./io/errors.ts";
import type { Io } from "./io/io.ts";
import { ended } from "./io/terminal.ts";
import { writeFile } from "./io/writeFile.ts";

const formats = ["svg", "mermaid", "markdown"] as const;
type Format = (typeof formats)[number];

const formatsByExtension: Record<string, Format> = {
  ".svg": "svg",
  ".mmd": "mermaid",
  ".mermaid": "mermaid",
  ".md": "markdown",
};

const directions = ["down", "right"] as const satisfies readonly Direction[];

export const draw = defineCommand({
  name: "draw",
  summary: "draw a flow, one run of it, or a change to it",
  description: ["Draws a flow. Without options it prints Mermaid."],
  arguments: [{ name: "FILE", description: "a flow's JSON; - for standard input" }],
  options: {
    out: text("FILE", "write to this file; its extension sets the format: .svg, .mmd or .md", { short: "o" }),
    format: oneOf(
      formats,
      "FORMAT",
      "svg, mermaid or markdown (Mermaid in a code block, which GitHub shows as a picture)",
    ),
    scenario: text("FILE", "run this scenario (see the help of simulate) and highlight the path it takes"),
    before: text(
      "OLD",
      "the flow before a change: the picture shows both versions, and marks what was added, removed, changed and renamed",
    ),
    direction: oneOf(
      directions,
      "DIRECTION",
      "direction of the flow: down or right (default: down for Mermaid, whichever takes less space for SVG)",
    ),
  },
  exitCodes: { 0: "drawn", 2: "wrong usage, or a file that could not be read or written" },
  examples: [
    "{} flow.json -o flow.svg",
    "{} flow.json --format markdown >> README.md",
    "{} flow.json --scenario hang-up.yaml -o hang-up.svg",
    "git show main:flow.json | {} flow.json --before - -o change.svg",
  ],
  run: drawFile,
});

interface Input {
  options: {
    out: string | undefined;
    format: Format | undefined;
    scenario: string | undefined;
    before: string | undefined;
    direction: Direction | undefined;
  };
  args: readonly string[];
}

async function drawFile({ options, args: files }: Input, io: Io): Promise<number> {
  const { out, scenario, before, direction } = options;
  const file = onlyFile(files, "draw", "Pass the output file with -o.");
  if (scenario !== undefined && before !== undefined)
    throw new UsageError("--scenario and --before cannot be combined: use only one of them.");
  checkStdin([file, scenario, before]);
  const format = options.format ?? formatOf(out);

  const flow = await readOneFlow(file, io);
  const picture = await drawn(flow.definition, format, {
    ...(direction === undefined ? {} : { direction }),
    ...(before === undefined ? {} : { before: (await readOneFlow(before, io)).definition }),
    ...(scenario === undefined ? {} : { path: await wayOf(scenario, asDefinition(flow, io), io) }),
  });
  if (out === undefined) io.stdout(picture);
  else writeFile(out, picture, io, { mayReplace: true });
  return 0;
}

/** @throws UsageError for an unknown extension */
function formatOf(out: string | undefined): Format {
  if (out === undefined) return "mermaid";
  const format = formatsByExtension[extname(out).toLowerCase()];
  if (format) return format;
  throw new UsageError(
    `${out}: unknown extension; use one of ${Object.keys(formatsByExtension).join(", ")}, or add --format.`,
  );
}

async function drawn(definition: unknown, format: Format, drawOptions: SvgOptions): Promise<string> {
  const { drawMermaid, drawSvg } = await import("../draw/index.ts");
  if (format === "svg") return ended(drawSvg(definition, drawOptions));
  const chart = ended(drawMermaid(definition, drawOptions));
  return format === "markdown" ? `\`\`\`mermaid\n${chart}\`\`\`\n` : chart;
}

async function wayOf(name: string, definition: FlowDefinition, io: Io): Promise<readonly PathStep[]> {
  const { readScenarioFiles } = await import("./input/readScenarioFiles.ts");
  const [scenario, ...more] = await readScenarioFiles([name], definition, io);
  if (scenario === undefined || more.length > 0)
    throw new UsageError(
      `--scenario: a picture shows a single run; specify one scenario instead of ${name}.`,
    );
  const { runScenario } = await import("./runScenario.ts");
  const { steps } = await runScenario(definition, scenario);
  return steps;
}
