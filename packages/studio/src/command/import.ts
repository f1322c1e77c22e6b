// import: converts a flow's JSON to TypeScript code that builds it.

import { defineCommand } from "./base/defineCommand.ts";
import { flag, text } from "./base/options.ts";
import { readDefinition } from "./input/readOneFlow.ts";
import { onlyFile } from "./io/arguments.ts";
import type { Io } from "./io/io.ts";
import { writeFile } from "./io/writeFile.ts";

export const importCommand = defineCommand({
  name: "import",
  summary: "write a flow as TypeScript code that builds it",
  description: [
    "Writes a flow as TypeScript code that builds it with this package, widget by widget and with types. The flow that the code builds is the same to Studio. Properties that the types do not cover are copied unchanged, with a comment that explains why.",
  ],
  arguments: [{ name: "FILE", description: "a flow's JSON; - for standard input" }],
  options: {
    out: text("FILE", "write to this file instead of standard output", { short: "o" }),
    from: text("MODULE", "module from which the code imports the builder (default: @tac-handoff/studio)"),
    keepPositions: flag("keep the widgets' positions on the canvas; otherwise they are laid out again"),
    force: flag("replace the file of -o if it exists"),
  },
  exitCodes: { 0: "written", 2: "wrong usage, or a file that could not be read or written" },
  examples: [
    "{} flow.json -o flow.ts",
    "twilio api:studio:v2:flows:fetch --sid FW… -o json | {} - -o flow.ts",
  ],
  run: importFile,
});

interface Input {
  options: { out: string | undefined; from: string | undefined; keepPositions: boolean; force: boolean };
  args: readonly string[];
}

async function importFile({ options, args: files }: Input, io: Io): Promise<number> {
  const { out, from, force, keepPositions } = options;
  const file = onlyFile(files, "import", "Pass the output file with -o.");
  const definition = await readDefinition(file, io);

  const { importFlow } = await import("../build/import/importFlow.ts");
  const source = importFlow(definition, {
    keepPositions,
    ...(from === undefined ? {} : { from }),
  });
  if (out === undefined) io.stdout(source);
  else writeFile(out, source, io, { mayReplace: force });
  return 0;
}
