// demo: takes a local Twilio from "virtual agent only" to a working hand-off, with a real `pulumi up`.

import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { defineCommand, flag, textOr, UsageError } from "@tac-handoff/studio/command";

const usualFolder = ".local";

export const demo = defineCommand({
  name: "demo",
  summary: "see a hand-off on a local Twilio, from start to finish",
  description: [
    "Starts a local Twilio with an account that has no hand-off yet, runs a real `pulumi up` against it, hands a call, an SMS and a chat off to Flex, and shows that a second `pulumi up` changes nothing.",
    "Everything is kept in one folder and removed at the end. Your own Pulumi login and stacks are not touched.",
  ],
  options: {
    keep: flag("leave the local Twilio and the stack running, and show how to continue manually"),
    destroy: flag("destroy the stack at the end, and show that the account is restored"),
    folder: textOr(
      usualFolder,
      "FOLDER",
      "folder for state, log and process ID; files of an earlier demo in it are replaced",
    ),
  },
  exitCodes: { 0: "everything worked", 1: "something failed", 2: "wrong usage", 130: "interrupted" },
  examples: ["{}", "{} --keep"],
  async run({ options: { keep, destroy, folder: given } }, io) {
    if (keep && destroy) throw new UsageError("--keep and --destroy cannot be combined: use one of them.");
    const folder = resolve(given === usualFolder ? "." : io.cwd, given);
    /** Marks the folder as created by the demo, so that it can be removed safely. */
    const marker = join(folder, ".made-by-the-demo");
    if (isFile(folder)) throw new UsageError(`--folder: ${folder} is a file. Specify a folder.`);
    if (existsSync(folder) && !existsSync(marker) && readdirSync(folder).length > 0)
      throw new UsageError(
        `--folder: ${folder} contains other files. Specify an empty folder, or one that does not exist yet.`,
      );

    const [{ runDemo }, { stopLocalTwilio }, { ensureEngine }] = await Promise.all([
      import("../demo/demo.ts"),
      import("../demo/localTwilio.ts"),
      import("../engine/engine.ts"),
    ]);
    const engine = await ensureEngine();
    /** Stops what an earlier demo left running, and removes the folder, which contains nothing else. */
    const clear = async () => {
      await stopLocalTwilio(folder);
      if (existsSync(marker)) rmSync(folder, { recursive: true, force: true });
    };
    await clear();
    makeFolder(folder);
    writeFileSync(marker, "");
    let isKept = false;
    try {
      const isInterrupted = await Promise.race([
        runDemo({ keep, destroy, folder, engine }, io).then(() => false),
        io.interrupted().then(() => true),
      ]);
      isKept = keep && !isInterrupted;
      return isInterrupted ? 130 : 0;
    } finally {
      if (!isKept) await clear();
    }
  },
});

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** @throws UsageError if part of the path is a file or is not writable */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : error;
    throw new UsageError(`--folder: ${folder} cannot be created (${code}). Specify another folder.`);
  }
}
