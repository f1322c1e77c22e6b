// tac-studio import: a flow's JSON as TypeScript that makes it by the builder.

import { importFlow } from "../build/import/importFlow.ts";
import { readDefinition } from "./input/readOneFlow.ts";
import type { Io } from "./io/io.ts";
import { onlyFile, readArguments } from "./io/readArguments.ts";
import { writeFile } from "./io/writeFile.ts";

export const usage = (
  program: string,
) => `${program} import FILE [-o FILE] [--from MODULE] [--keep-positions] [--force]

Writes a flow as TypeScript that makes it by the builder of this package, widget by widget and with types; what it makes
means the same to Studio. What the types do not know is written as it was found, with a comment that says why.

  FILE              a flow's JSON; - for standard input
  -o, --out FILE    write to this file instead of standard output
  --from MODULE     where the source imports the builder from (default @tac-handoff/studio)
  --keep-positions  keep where the widgets stand on the canvas; else they are laid out anew
  --force           replace the file of -o, where there is one already

Exit code: 0 written, 2 wrong usage or a file that could not be read or written.

Examples
  ${program} import flow.json -o flow.ts
  twilio api:studio:v2:flows:fetch --sid FW… -o json | ${program} import - -o flow.ts`;

const options = {
  out: { type: "string", short: "o" },
  from: { type: "string" },
  "keep-positions": { type: "boolean", default: false },
  force: { type: "boolean", default: false },
} as const;

/** @throws UsageError and InputError */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readArguments(args, options);
  const { out, from, force } = values;
  const file = onlyFile(positionals, "import", "The source's file goes behind -o.");

  const source = importFlow(await readDefinition(file, io), {
    keepPositions: values["keep-positions"],
    ...(from === undefined ? {} : { from }),
  });
  if (out === undefined) io.stdout(source);
  else writeFile(out, source, io, { mayReplace: force });
  return 0;
}
