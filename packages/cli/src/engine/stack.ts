// Runs the Pulumi CLI on this project's stack, with a separate backend: never uses the user's login or stacks.

import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { UserError } from "@tac-handoff/studio/errors";
import { execa } from "execa";
import type { Engine } from "./engine.ts";

export interface StackOptions {
  engine: Engine;
  /** Folder of the file backend. */
  backend: string;
  /** Default `dev`. */
  name?: string;
  /** Configuration instead of `Pulumi.<name>.yaml`. */
  configFile?: string | undefined;
  /** Folder of the Pulumi program. Default: this project. */
  project?: string;
}

export interface Stack {
  /** Variables to set in a shell to continue manually. */
  environment: Record<string, string>;
  /** Runs `pulumi <args> --stack <name>`. With `show`, the engine's own output reaches the terminal. */
  run(
    args: string[],
    options?: { show?: boolean; reject?: boolean },
  ): Promise<{ exitCode: number; output: string; stdout: string }>;
  outputs(): Promise<Record<string, string>>;
}

/** Encrypts only the fictional secrets of the local account. Committed with Pulumi.dev.yaml on purpose. */
const passphrase = "local";

/** Creates the stack in its backend if it does not exist. */
export async function openStack({
  engine,
  backend,
  name = "dev",
  configFile,
  project = process.cwd(),
}: StackOptions): Promise<Stack> {
  mkdirSync(backend, { recursive: true });
  const environment = {
    ...engine.env,
    PULUMI_BACKEND_URL: pathToFileURL(backend).href,
    PULUMI_CONFIG_PASSPHRASE: passphrase,
  };

  const run: Stack["run"] = async (args, { show = false, reject = true } = {}) => {
    const takesConfigFile = configFile && args[0] !== "stack";
    const where = ["--stack", name, ...(takesConfigFile ? ["--config-file", configFile] : [])];
    const result = await execa(engine.pulumi, [...args, ...where], {
      cwd: project,
      env: environment,
      // The terminal itself, not a pipe: the engine draws its tree only in a terminal.
      ...(show ? { stdio: "inherit" } : { stdin: "ignore" }),
      all: true,
      reject: false,
    });
    const { exitCode = 1, all = "", stdout = "" } = result;
    if (reject && exitCode !== 0) throw new StackError(args, all);
    return { exitCode, output: all, stdout };
  };

  const ownFile = join(project, `Pulumi.${name}.yaml`);
  const isThere = existsSync(ownFile);
  const init = ["stack", "init", name, "--no-select"];
  const { exitCode, all } = await execa(engine.pulumi, init, {
    cwd: project,
    env: environment,
    all: true,
    reject: false,
  });
  if (exitCode !== 0 && !all.includes("already exists")) throw new StackError(init, all);
  // The engine stores its encryption settings in the project's file, even if the configuration is elsewhere.
  if (configFile && !isThere) rmSync(ownFile, { force: true });

  return {
    environment,
    run,
    outputs: async () => JSON.parse((await run(["stack", "output", "--json"])).stdout),
  };
}

/** A `pulumi` command that failed; the message has the engine's output unless that was shown already. */
export class StackError extends UserError {
  override readonly name = "StackError";

  constructor(args: string[], output: string) {
    super(`pulumi ${args.join(" ")} failed.${output && `\n${output}`}`);
  }
}
