// npm run release: moves the changesets into CHANGELOG.md and raises the version of all packages together.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { execa } from "execa";
import { addVersion, entryOf } from "../release/changelog.ts";

const usage = `npm run release

Moves the files in .changeset into CHANGELOG.md, and raises the version of all packages together, in their manifests and
in package-lock.json. Commits and publishes nothing (docs/releasing.md).`;

if (process.argv.length > 2) {
  console.log(usage);
  process.exit(process.argv[2] === "--help" ? 0 : 2);
}

const files = readdirSync(".changeset").filter((file) => file.endsWith(".md") && file !== "README.md");
if (files.length === 0) {
  console.error("There is no changeset, so nothing to release. Write one with `npx changeset`.");
  process.exit(1);
}
const entries = files.map((file) => entryOf(readFileSync(`.changeset/${file}`, "utf8")));
await execa("changeset", ["version"], { preferLocal: true, stdio: "inherit" });
const { version } = JSON.parse(readFileSync("packages/runtime/package.json", "utf8"));
// Changesets leaves the root alone.
const root = readFileSync("package.json", "utf8");
writeFileSync(
  "package.json",
  root
    .replace(/^( {2}"version": )"[^"]*"/m, `$1"${version}"`)
    .replaceAll(/("(?:@tac-handoff\/[\w-]+|@pulumi\/twilio)": )"[^"]*"/g, `$1"${version}"`),
);
await execa("npm", ["install", "--package-lock-only", "--ignore-scripts"], { stdio: "inherit" });
const date = new Date().toISOString().slice(0, 10);
writeFileSync("CHANGELOG.md", addVersion(readFileSync("CHANGELOG.md", "utf8"), { version, date, entries }));
console.log(`Version ${version}. Read CHANGELOG.md, then commit.`);
