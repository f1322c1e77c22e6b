// The official Pulumi CLI, installed by the Automation API (PulumiCommand.install runs the script from get.pulumi.com).

import { join } from "node:path";
import type { Progress } from "../terminal/progress.ts";
import { run } from "./command.ts";
import { installVersion } from "./installation.ts";

/** The same version as @pulumi/pulumi in package.json. */
export const officialVersion = "3.248.0";

const installScript = "https://get.pulumi.com/install.sh";
/** Long enough for a slow proxy; without a network the request fails immediately. */
const respondWithinMs = 10_000;
/** Enough to download about 200 MB at 6 Mbit/s. */
const installWithinMs = 300_000;

/**
 * Downloads and installs the CLI.
 *
 * @returns the installation folder
 * @throws Error with the reason on one line
 */
export async function installOfficial(env: NodeJS.ProcessEnv, progress: Progress): Promise<string> {
  await findOutIfReachable();
  return progress(`Installing the Pulumi CLI ${officialVersion} from get.pulumi.com`, () =>
    installVersion(env, officialVersion, async (installation) => {
      // In a separate process: the Automation API has no way to stop an installation that hangs.
      await run(process.execPath, ["officialInstaller.mjs", installation, officialVersion], {
        cwd: import.meta.dirname,
        env: { ...env, TMPDIR: join(installation, "..") }, // so that the script's downloads are removed too
        timeoutMs: installWithinMs,
      });
    }),
  );
}

/** Checked first, because the Automation API waits two minutes and does not report why there was no response. */
async function findOutIfReachable() {
  const response = await fetch(installScript, {
    method: "HEAD",
    signal: AbortSignal.timeout(respondWithinMs),
  }).catch((error: Error) => {
    const reason = error.cause instanceof Error ? error.cause.message : error.message;
    throw new Error(`get.pulumi.com cannot be reached (${reason})`, { cause: error });
  });
  if (!response.ok) throw new Error(`${installScript} returned ${response.status}`);
}
