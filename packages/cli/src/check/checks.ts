// What `npm run check` runs: everything that can be verified without running the code.

import { existsSync, readFileSync } from "node:fs";
import { execa } from "execa";
import { findOldWords, glossary } from "./words.ts";

/** A command with its arguments, or a function that prints its findings and returns whether there were none. */
type Check = readonly string[] | (() => Promise<boolean>);

const folders = ["packages", "infra", "studio-flows", "scripts", "test", "bench", "examples"];

export const checks: Readonly<Record<string, Check>> = {
  types: ["tsc", "-p", "."],
  "lint and format": ["biome", "check", "."],
  // Two runs: the second excludes the tests (.dependency-cruiser.folders.mjs).
  "imports between files": ["depcruise", "--config", ".dependency-cruiser.mjs", ...folders],
  "imports between folders": ["depcruise", "--config", ".dependency-cruiser.folders.mjs", ...folders],
  "unused code": ["knip", "--no-progress"],
  words: wordsAreCurrent,
  "generated pages": [process.execPath, "scripts/run.mjs", "docs", "--check"],
};

/** Runs a check in the project's root and returns whether it passed. Its findings are printed. */
export async function passes(check: Check): Promise<boolean> {
  if (typeof check === "function") return check();
  const [command = "", ...args] = check;
  const { failed } = await execa(command, args, { preferLocal: true, stdio: "inherit", reject: false });
  return !failed;
}

/** The table of words and its test contain the old words. */
const exempt = /^packages\/cli\/src\/check\/words\./;
const prose = ["*.ts", "*.mjs", "*.md", "*.yaml", "*.yml", "*.py"];

async function wordsAreCurrent(): Promise<boolean> {
  const list = [
    "ls-files",
    "-z",
    "--cached",
    "--others",
    "--exclude-standard",
    "--deduplicate",
    "--",
    ...prose,
  ];
  const { stdout } = await execa("git", list);
  const found = stdout
    .split("\0")
    // Git also lists a file whose deletion is not committed yet.
    .filter((file) => file !== "" && !exempt.test(file) && existsSync(file))
    .flatMap((file) => {
      const text = readFileSync(file, "utf8").replace(glossary(), (table) => table.replaceAll(/[^\n]/g, " "));
      return findOldWords(text).map((word) => `${file}:${word.line}: "${word.found}": write ${word.use}`);
    });
  for (const line of found) console.log(line);
  return found.length === 0;
}
