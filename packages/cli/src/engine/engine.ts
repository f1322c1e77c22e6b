// The Pulumi CLI that all commands use: finds one, or installs one. Described in docs/engine.md.

import { readdirSync, realpathSync } from "node:fs";
import { basename, delimiter, dirname, join, resolve } from "node:path";
import { UserError } from "@tac-handoff/studio/errors";
import semver from "semver";
import { type Progress, showProgress } from "../terminal/progress.ts";
import { askVersion } from "./cliVersion.ts";
import { buildFromGoModules, builtVersion } from "./goBuild.ts";
import { executables, isComplete, isExecutable, versionsFolder } from "./installation.ts";
import { installOfficial } from "./officialInstaller.ts";

/** Released 2025-10-03. The oldest version tested with our program; older ones may work. */
export const minimumVersion = "3.200.0";
const isNewEnough = (version: semver.SemVer) =>
  semver.satisfies(version, `>=${minimumVersion} <4`, { includePrerelease: true });

export interface Engine {
  version: string;
  /** Absolute path of the executable. */
  pulumi: string;
  source: Way;
  /** Merge into the environment of anything that runs `pulumi`, so that it finds this CLI and its language hosts. */
  env: { PATH: string; PULUMI_SKIP_UPDATE_CHECK: "true" };
}

/** Scripts and tests do not need to be notified of newer CLI versions. */
const quiet = { PULUMI_SKIP_UPDATE_CHECK: "true" } as const;

/** How to obtain a CLI, in the order in which we try. */
const ways = ["path", "installed", "download", "build"] as const;
export type Way = (typeof ways)[number];

const wayTitles: Record<Way, string> = {
  path: "on PATH",
  installed: "already installed",
  download: "official installer",
  build: "build from Go modules",
};

/** Explains in one line why a way failed. */
type Reason = string;

const attempts: Record<Way, (env: NodeJS.ProcessEnv, progress: Progress) => Promise<Engine | Reason>> = {
  path: findOnPath,
  installed: findInstalled,
  download: async (env, progress) => installed(await installOfficial(env, progress), "download", env),
  build: async (env, progress) => installed(await buildFromGoModules(env, progress), "build", env),
};

export interface EnsureOptions {
  /** Default: a spinner in a terminal, lines elsewhere. */
  progress?: Progress;
  /** Default: the environment of this process. */
  env?: NodeJS.ProcessEnv;
}

/**
 * Finds a Pulumi CLI, or installs one if there is none. Returns at once if there is nothing to do.
 *
 * The variable TAC_HANDOFF_ENGINE restricts the ways: `path,installed` never installs anything.
 *
 * @throws EngineError with every way that was tried, why it failed, and what to install manually
 */
export async function ensureEngine({
  progress = showProgress,
  env = process.env,
}: EnsureOptions = {}): Promise<Engine> {
  const tried: Attempt[] = [];
  for (const way of allowedWays(env)) {
    const found = await attempts[way](env, progress).catch((error: Error) => error.message);
    if (typeof found !== "string") return found;
    tried.push({ way, reason: found });
  }
  throw new EngineError(tried);
}

interface Attempt {
  way: Way;
  reason: Reason;
}

/** No Pulumi CLI was found, and none could be installed. */
export class EngineError extends UserError {
  override readonly name = "EngineError";
  readonly tried: Attempt[];

  constructor(tried: Attempt[]) {
    const width = Math.max(...ways.map((way) => wayTitles[way].length));
    super(
      [
        "No Pulumi CLI was found, and none could be installed:",
        ...tried.map(({ way, reason }) => `  ${wayTitles[way].padEnd(width)}  ${reason}`),
        "Install it, then run this command again:",
        "  brew install pulumi/tap/pulumi",
        "  curl -fsSL https://get.pulumi.com | sh",
        "  or see https://www.pulumi.com/docs/install/. Then `pulumi version` must work in this shell.",
      ].join("\n"),
    );
    this.tried = tried;
  }
}

function allowedWays(env: NodeJS.ProcessEnv): readonly Way[] {
  const setting = env.TAC_HANDOFF_ENGINE;
  if (!setting) return ways;
  const wanted = setting.split(",").map((word) => word.trim());
  const unknown = wanted.filter((word) => !(ways as readonly string[]).includes(word));
  if (unknown.length > 0) {
    const message = `TAC_HANDOFF_ENGINE: "${unknown.join('", "')}" is not one of ${ways.join(", ")}`;
    throw new UserError(message);
  }
  return ways.filter((way) => wanted.includes(way));
}

async function findOnPath(env: NodeJS.ProcessEnv): Promise<Engine | Reason> {
  const pulumi = onPath(executables.cli, env);
  if (!pulumi) return "pulumi not found";
  const beside = join(dirname(realpathSync(pulumi)), executables.languageHost);
  if (!isExecutable(beside) && !onPath(executables.languageHost, env)) {
    return `${pulumi} has no ${executables.languageHost}, which runs our program, next to it or on PATH`;
  }
  const version = await askVersion(pulumi, env);
  if (!isNewEnough(version)) return `${pulumi} is ${version}, ${minimumVersion} or later is needed`;
  // PATH is unchanged: putting this folder first could select a different Node.
  return { version: version.version, pulumi, source: "path", env: { ...quiet, PATH: env.PATH ?? "" } };
}

async function findInstalled(env: NodeJS.ProcessEnv): Promise<Engine | Reason> {
  const folder = versionsFolder(env);
  const newest = listVersions(folder)
    .filter((version) => isNewEnough(version) && isOfficialOrCurrent(version))
    .sort(semver.rcompare)
    .find((version) => isComplete(join(folder, version.raw)));
  return newest ? installed(join(folder, newest.raw), "installed", env) : `none in ${folder}`;
}

/** Our own build is used only if the current recipe would build the same. */
function isOfficialOrCurrent({ raw }: semver.SemVer): boolean {
  return !raw.includes("+go") || raw === builtVersion;
}

function listVersions(folder: string): semver.SemVer[] {
  try {
    return readdirSync(folder).flatMap((name) => semver.parse(name) ?? []);
  } catch {
    return []; // nothing was ever installed
  }
}

/** The version is the folder's name: only a complete installation has one, so there is no need to run the CLI. */
function installed(installation: string, source: Way, env: NodeJS.ProcessEnv): Engine {
  const bin = join(installation, "bin");
  return {
    version: basename(installation),
    pulumi: join(bin, executables.cli),
    source,
    env: { ...quiet, PATH: [bin, env.PATH].filter(Boolean).join(delimiter) },
  };
}

function onPath(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env.PATH ?? "").split(delimiter).filter(Boolean);
  return folders.map((folder) => resolve(folder, name)).find(isExecutable);
}
