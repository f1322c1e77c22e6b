// The Pulumi CLI built from Go modules, for machines that reach a Go module proxy but not get.pulumi.com.
//
// The sources are locked by go.mod and go.sum in the three folders beside this file. `-mod=readonly` and the user's own
// GOPROXY and GOSUMDB apply, so nothing else is built.

import { chmod, copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import semver from "semver";
import type { Progress } from "../terminal/progress.ts";
import { run } from "./command.ts";
import { executables, installVersion } from "./installation.ts";

/** The newest CLI whose modules the checksum database could verify when go.sum was written. */
export const cliVersion = "3.245.0";
/** The last language host that is part of a module; later ones are not available from a Go module proxy. */
export const languageHostVersion = "3.68.0";
/**
 * Version name of the build. "+go" distinguishes it from an official installation, for users and for other programs.
 * The number is the version of this recipe: increment it when the build or the wrapper changes, and setup rebuilds.
 */
export const builtVersion = `${cliVersion}+go.1`;

/** Required by the CLI's go.mod; go itself reports the exact version. */
const minimumGo = "1.25.0";
/** An hour: minutes on a laptop, much longer on a small machine, which also has to download about 1 GB. */
const buildWithinMs = 3_600_000;

const languageHostBinary = `${executables.languageHost}-${languageHostVersion}`;
const programs = [
  // The fastest build first, so that problems show early.
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
 * Builds and installs the CLI and its language hosts for Node and YAML.
 *
 * @returns the installation folder
 * @throws Error with the reason on one line
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
          // Without cgo, no C compiler is needed.
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
  const output = await run("go", ["version"], { env, timeoutMs: 10_000 }).catch((error) => {
    throw error.code === "ENOENT" ? new Error("go is not on PATH", { cause: error }) : error;
  });
  const version = semver.coerce(output);
  if (!version || semver.lt(version, minimumGo)) {
    throw new Error(`go ${minimumGo} or later is needed, found "${output.trim()}"`);
  }
}
