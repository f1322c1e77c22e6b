// The user's own stack: its configuration and outputs, read with their Pulumi login. engine/stack.ts is the other one,
// which demo and tests make for themselves.

import { existsSync } from "node:fs";
import { UserError } from "@tac-handoff/studio/errors";
import { execa } from "execa";
import * as z from "zod";
import { ensureEngine } from "../engine/engine.ts";
import { shellWord } from "../terminal/shellWord.ts";

export interface UserStack {
  name: string;
  /** Every key with its namespace, for instance `twilio:accountSid`; lists and objects as JSON text. Holds secrets. */
  config: Record<string, string>;
  /** Empty before the first `pulumi up`. */
  outputs: Record<string, string>;
}

export interface StackChoice {
  /** Default: the one that `pulumi stack select` chose. */
  stack?: string | undefined;
  /** Configuration instead of `Pulumi.<stack>.yaml`. */
  configFile?: string | undefined;
}

/** By these flags `pulumi` finds the same stack and configuration. */
export function stackFlags({
  stack,
  configFile,
}: {
  stack: string;
  configFile?: string | undefined;
}): string {
  const file = configFile === undefined ? [] : ["--config-file", configFile];
  return ["--stack", stack, ...file].map(shellWord).join(" ");
}

const configuration = z.record(z.string(), z.object({ value: z.string().optional() }));
const outputs = z.record(z.string(), z.unknown());

/**
 * The stack that `pulumi stack select` chose; undefined when there is none, no login, or no Pulumi CLI at all. Nothing is
 * installed to find out.
 */
export async function findSelectedStack(): Promise<string | undefined> {
  const engine = await ensureEngine({ env: { ...process.env, TAC_HANDOFF_ENGINE: "path,installed" } }).catch(
    () => undefined,
  );
  if (!engine) return undefined;
  const { stdout, exitCode } = await execa(engine.pulumi, ["stack", "--show-name", "--non-interactive"], {
    env: engine.env,
    stdin: "ignore",
    reject: false,
  });
  return exitCode === 0 ? stdout.trim() : undefined;
}

/** @throws UserStackError with what Pulumi said, when there is no such stack or file, no login, or a wrong passphrase */
export async function readUserStack({ stack, configFile }: StackChoice = {}): Promise<UserStack> {
  // Pulumi takes a file that is not there for one without a key.
  if (configFile !== undefined && !existsSync(configFile)) {
    throw new UserStackError(`--config-file: there is no file ${configFile}.`);
  }
  const { pulumi, env } = await ensureEngine();
  const where = stack === undefined ? [] : ["--stack", stack];
  const run = async (args: string[]) => {
    const { stdout, stderr, exitCode } = await execa(pulumi, [...args, ...where], {
      env,
      stdin: "ignore",
      reject: false,
    });
    if (exitCode !== 0) throw new UserStackError(refusal(args, stderr || stdout));
    return stdout;
  };

  const name = stack ?? (await run(["stack", "--show-name"])).trim();
  const file = configFile === undefined ? [] : ["--config-file", configFile];
  const [config, values] = await Promise.all([
    run(["config", "--json", "--show-secrets", ...file]),
    run(["stack", "output", "--json"]),
  ]);
  return {
    name,
    config: Object.fromEntries(
      Object.entries(configuration.parse(JSON.parse(config))).flatMap(([key, { value }]) =>
        value === undefined ? [] : [[key, value]],
      ),
    ),
    outputs: Object.fromEntries(
      Object.entries(outputs.parse(JSON.parse(values))).flatMap(([key, value]) =>
        typeof value === "string" ? [[key, value]] : [],
      ),
    ),
  };
}

/** Pulumi's own words, and what helps as far as they tell. */
export function refusal(args: string[], said: string): string {
  const help = helps.find(([words]) => words.test(said))?.[1];
  return [`pulumi ${args.slice(0, 2).join(" ")} failed:`, said.trim(), ...(help ? [help] : [])].join("\n");
}

/** Words of Pulumi 3.200 to 3.245. */
const helps: readonly (readonly [RegExp, string])[] = [
  [
    /passphrase/,
    "Set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE, to what the stack was made with.",
  ],
  [/PULUMI_ACCESS_TOKEN|pulumi login/, "Log in where your team keeps its stacks: pulumi login"],
  [/no stack/, "Name a stack with --stack, or see which there are: pulumi stack ls"],
];

/** The stack cannot be read. */
export class UserStackError extends UserError {
  override readonly name = "UserStackError";
}
