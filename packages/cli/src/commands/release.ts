// release: moves the changesets into CHANGELOG.md and bumps the version of all packages together.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { defineCommand } from "@tac-handoff/studio/command";

export const release = defineCommand({
  name: "release",
  summary: "bump the version of all packages and write the changelog",
  description: [
    "Moves the files in .changeset into CHANGELOG.md, and bumps the version of all packages together, in their manifests and in package-lock.json. Commits and publishes nothing (docs/releasing.md).",
  ],
  options: {},
  exitCodes: { 0: "written", 1: "there is nothing to release", 2: "wrong usage" },
  examples: ["{}"],
  async run(_, io) {
    const files = readdirSync(".changeset").filter((file) => file.endsWith(".md") && file !== "README.md");
    if (files.length === 0) {
      io.stderr(
        "There are no changesets, so there is nothing to release. Create one with `npx changeset`.\n",
      );
      return 1;
    }
    const [{ execa }, { addVersion, entryOf }] = await Promise.all([
      import("execa"),
      import("../release/changelog.ts"),
    ]);
    const entries = files.map((file) => entryOf(readFileSync(`.changeset/${file}`, "utf8")));
    await execa("changeset", ["version"], { preferLocal: true, stdio: "inherit" });
    const { version } = JSON.parse(readFileSync("packages/runtime/package.json", "utf8"));
    // Changesets does not update the root package.
    const root = readFileSync("package.json", "utf8");
    writeFileSync(
      "package.json",
      root
        .replace(/^( {2}"version": )"[^"]*"/m, `$1"${version}"`)
        .replaceAll(/("(?:@tac-handoff\/[\w-]+|@pulumi\/twilio)": )"[^"]*"/g, `$1"${version}"`),
    );
    await execa("npm", ["install", "--package-lock-only", "--ignore-scripts"], { stdio: "inherit" });
    const date = new Date().toISOString().slice(0, 10);
    writeFileSync(
      "CHANGELOG.md",
      addVersion(readFileSync("CHANGELOG.md", "utf8"), { version, date, entries }),
    );
    io.stdout(`Version ${version}. Read CHANGELOG.md, then commit.\n`);
    return 0;
  },
});
