// The Pulumi CLI as Pulumi publishes it, through the installer of the Automation API
// (PulumiCommand.install runs the script of get.pulumi.com).

import { join } from "node:path";
import type { Progress } from "../terminal/progress.ts";
import { run } from "./command.ts";
import { installVersion } from "./installation.ts";

/** The same version as @pulumi/pulumi in package.json. */
export const officialVersion = "3.248.0";

const installScript = "https://get.pulumi.com/install.sh";
/** Long enough for a slow proxy to answer; without a network the answer is there at once. */
const answerWithinMs = 10_000;
/** About 200 MB are downloaded: enough at 6 Mbit/s. */
const installWithinMs = 300_000;

/**
 * Downloads and installs the CLI.
 *
 * @returns the folder it is in
 * @throws Error with one line that says why not
 */
export async function installOfficial(env: NodeJS.ProcessEnv, progress: Progress): Promise<string> {
  await findOutIfReachable();
  return progress(`Installing the Pulumi CLI ${officialVersion} from get.pulumi.com`, () =>
    installVersion(env, officialVersion, async (installation) => {
      // In a process of its own: the Automation API has no way to stop an installation that hangs.
      await run(process.execPath, ["officialInstaller.mjs", installation, officialVersion], {
        cwd: import.meta.dirname,
        env: { ...env, TMPDIR: join(installation, "..") }, // so that what the script downloads is removed too
        timeoutMs: installWithinMs,
      });
    }),
  );
}

/** Asks before starting, because the Automation API waits two minutes and does not say why there was no answer. */
async function findOutIfReachable() {
  const response = await fetch(installScript, {
    method: "HEAD",
    signal: AbortSignal.timeout(answerWithinMs),
  }).catch((error: Error) => {
    const reason = error.cause instanceof Error ? error.cause.message : error.message;
    throw new Error(`get.pulumi.com cannot be reached (${reason})`, { cause: error });
  });
  if (!response.ok) throw new Error(`${installScript} answered ${response.status}`);
}
