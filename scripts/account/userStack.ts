// The user's own stack: its configuration and outputs, read with their Pulumi login. scripts/stack.ts is the other one,
// which demo and tests make for themselves.

import { execa } from "execa";
import * as z from "zod";
import { ensureEngine } from "../engine.ts";

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

/** @throws UserStackError with what Pulumi said, when there is no such stack, no login, or a wrong passphrase */
export async function readUserStack({ stack, configFile }: StackChoice = {}): Promise<UserStack> {
  const { pulumi, env } = await ensureEngine();
  const where = stack === undefined ? [] : ["--stack", stack];
  const run = async (args: string[]) => {
    const { stdout, stderr, exitCode } = await execa(pulumi, [...args, ...where], {
      env,
      stdin: "ignore",
      reject: false,
    });
    if (exitCode !== 0) throw new UserStackError(args, stderr || stdout);
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

/** The stack cannot be read; Pulumi's own words say why. */
export class UserStackError extends Error {
  override readonly name = "UserStackError";
  readonly forUser = true;

  constructor(args: string[], said: string) {
    super(
      `pulumi ${args.slice(0, 2).join(" ")} failed:\n${said.trim()}\nName a stack with --stack, or see which there are: pulumi stack ls`,
    );
  }
}
