// The Pulumi CLI built from Go modules, for machines that reach a Go module proxy but not get.pulumi.com.
//
// Which sources: the go.mod and go.sum in the three folders beside this file. `-mod=readonly` and the user's own
// GOPROXY and GOSUMDB apply, so nothing is built that these files do not name.

import { chmod, copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import semver from "semver";
import type { Progress } from "../terminal/progress.ts";
import { run } from "./command.ts";
import { executables, installVersion } from "./installation.ts";

/** Newest CLI whose modules the checksum database could confirm when the go.sum was made. */
export const cliVersion = "3.245.0";
/** The last language host that is part of a module; later ones are not in a Go module proxy. */
export const languageHostVersion = "3.68.0";
/**
 * Name of what is built. "+go" tells it from an official installation, for people and for other programs that look
 * there. The number is that of this recipe: raise it when the build or the wrapper changes, and setup builds anew.
 */
export const builtVersion = `${cliVersion}+go.1`;

/** Asked for by the CLI's own go.mod; go itself reports the exact number. */
const minimumGo = "1.25.0";
/** An hour: minutes on a laptop, much longer on a small machine that also has to download about 1 GB. */
const buildWithinMs = 3_600_000;

const languageHostBinary = `${executables.languageHost}-${languageHostVersion}`;
const programs = [
  // First what is built fastest, so that a problem shows early.
  {
    lock: "nodejs",
    package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
    output: languageHostBinary,
  },
  {
    lock: "yaml",
    package: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
    output: "pulumi-language-yaml",
  },
  {
    lock: "pulumi",
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    output: executables.cli,
    linkerFlags: `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${cliVersion}`,
  },
];

/**
 * Builds and installs the CLI, its language host for Node and the one for YAML.
 *
 * @returns the folder they are in
 * @throws Error with one line that says why not
 */
export async function buildFromGoModules(env: NodeJS.ProcessEnv, progress: Progress): Promise<string> {
  await checkGo(env);
  const doing = `Building the Pulumi CLI ${cliVersion} from Go modules, 5 to 10 minutes the first time`;
  return progress(doing, () =>
    installVersion(env, builtVersion, async (installation) => {
      const bin = join(installation, "bin");
      const temporary = join(installation, "..", "temporary");
      await mkdir(temporary);
      for (const program of programs) {
        await run("go", goArguments(program, join(bin, program.output)), {
          cwd: join(import.meta.dirname, program.lock),
          // Without C there is no need for a C compiler.
          env: { ...env, CGO_ENABLED: "0", GOWORK: "off", GOTMPDIR: temporary },
          timeoutMs: buildWithinMs,
        });
      }
      const wrapper = join(bin, executables.languageHost);
      await copyFile(join(import.meta.dirname, "pulumi-language-nodejs.sh"), wrapper);
      await chmod(wrapper, 0o755);
    }),
  );
}

function goArguments({ package: name, linkerFlags }: (typeof programs)[number], output: string): string[] {
  const flags = ["-s", "-w", linkerFlags].filter(Boolean).join(" ");
  return ["build", "-mod=readonly", "-buildvcs=false", "-trimpath", "-ldflags", flags, "-o", output, name];
}

async function checkGo(env: NodeJS.ProcessEnv) {
  const answer = await run("go", ["version"], { env, timeoutMs: 10_000 }).catch((error) => {
    throw error.code === "ENOENT" ? new Error("go is not on PATH", { cause: error }) : error;
  });
  const version = semver.coerce(answer);
  if (!version || semver.lt(version, minimumGo)) {
    throw new Error(`go ${minimumGo} or later is needed, found "${answer.trim()}"`);
  }
}
