// npm run docs: writes the pages and JSON Schemas that come from the code, or checks that they are current.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { generatedPages, stalePages } from "../docs/pages.ts";

const usage = `npm run docs -- [--check]

Writes from the code they describe: docs/configuration.md, docs/doctor.md, docs/resources.md, docs/studio-issues.md,
docs/studio-widgets.md; the JSON Schemas of the hand-off payload, packages/runtime/schema.json (any attributes) and
studio-flows/handoff.schema.json (those of the contract); the pictures docs/hand-off.svg and
packages/studio/examples/*.svg, and the example flow beside them as JSON.

  --check  write nothing; name each file that is not current, and exit with 1 when there is one

Examples
  npm run docs
  npm run docs -- --check`;

const { values: options } = parseArgs({
  options: { check: { type: "boolean", default: false }, help: { type: "boolean", short: "h" } },
});
if (options.help) {
  console.log(usage);
  process.exit(0);
}

const { pages, failures } = await generatedPages();
for (const { file, reason } of failures) console.error(`${file} cannot be generated: ${reason}`);
const stale = stalePages(".", pages);
if (options.check) {
  for (const file of stale)
    console.error(`${file} is not current. Run npm run docs, and commit what it writes.`);
  process.exitCode = stale.length + failures.length > 0 ? 1 : 0;
} else {
  for (const file of stale) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, pages[file] ?? "");
    console.log(`${file} written.`);
  }
  process.exitCode = failures.length > 0 ? 1 : 0;
  if (stale.length === 0) console.log(`${Object.keys(pages).join(", ")} are current.`);
}
