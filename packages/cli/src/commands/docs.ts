// docs: writes the pages and JSON Schemas that are generated from the code, or checks that they are up to date.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { type Command, type CommandGroup, defineCommand, flag } from "@tac-handoff/studio/command";

/** @param program the commands to document */
export function docsCommand(program: CommandGroup): Command {
  return defineCommand({
    name: "docs",
    summary: "write the generated pages, JSON Schemas and pictures",
    description: [
      "Writes everything that is generated from the code: docs/commands.md, docs/configuration.md, docs/doctor.md, docs/resources.md, docs/studio-issues.md and docs/studio-widgets.md; the JSON Schemas of the hand-off payload, packages/runtime/schema.json (any attributes) and studio-flows/handoff.schema.json (the attributes of this project's contract); the pictures docs/hand-off.svg and packages/studio/examples/*.svg, and the example flow beside them as JSON.",
    ],
    options: {
      check: flag("write nothing; list the files that are out of date, and exit with 1 if there are any"),
    },
    exitCodes: {
      0: "written, or up to date",
      1: "a page could not be generated, or is out of date (with --check)",
      2: "wrong usage",
    },
    examples: ["{}", "{} --check"],
    async run({ options: { check } }, io) {
      const { generatedPages, pageMakers, stalePages } = await import("../docs/pages.ts");
      const { pages, failures } = await generatedPages(pageMakers(program));
      for (const { file, reason } of failures) io.stderr(`${file} cannot be generated: ${reason}\n`);
      const stale = stalePages(".", pages);
      if (check) {
        for (const file of stale)
          io.stderr(`${file} is out of date. Run ${io.typed("docs")} and commit the result.\n`);
        return stale.length + failures.length > 0 ? 1 : 0;
      }
      for (const file of stale) {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, pages[file] ?? "");
        io.stdout(`${file} written.\n`);
      }
      if (stale.length === 0) io.stdout(`${Object.keys(pages).join(", ")} are up to date.\n`);
      return failures.length > 0 ? 1 : 0;
    },
  });
}
