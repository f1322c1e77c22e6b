// The user's own stack: its configuration and outputs, read with the user's Pulumi login. The stacks that the demo and
// the tests create for themselves are in engine/stack.ts.

import { existsSync } from "node:fs";
import { UserError } from "@tac-handoff/studio/errors";
import { execa } from "execa";
import * as z from "zod";
import { ensureEngine } from "../engine/engine.ts";
import { shellWord } from "../terminal/shellWord.ts";

export interface UserStack {
  name: string;
  /** Every key with its namespace, for instance `twilio:accountSid`; lists and objects as JSON. Contains secrets. */
  config: Record<string, string>;
  /** Empty before the first `pulumi up`. */
  outputs: Record<string, string>;
  /** Addresses of Conversations that the stack has created, not adopted. Absent if they were not read. */
  createdAddresses?: readonly string[] | undefined;
}

type Environment = Record<string, string | undefined>;

export interface StackChoice {
  /** Of the user, for the Pulumi CLI. */
  environment: Environment;
  /** Default: the selected stack (`pulumi stack select`). */
  stack?: string | undefined;
  /** Configuration instead of `Pulumi.<stack>.yaml`. */
  configFile?: string | undefined;
}

/** Flags with which `pulumi` uses the same stack and configuration. */
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
 * The stack selected with `pulumi stack select`; undefined if no stack is selected, the user is not logged in, or there
 * is no Pulumi CLI. Installs nothing.
 */
export async function findSelectedStack(environment: Environment): Promise<string | undefined> {
  const engine = await ensureEngine({
    env: { ...environment, TAC_HANDOFF_ENGINE: "path,installed" },
  }).catch(() => undefined);
  if (!engine) return undefined;
  const { stdout, exitCode } = await execa(engine.pulumi, ["stack", "--show-name", "--non-interactive"], {
    env: { ...environment, ...engine.env },
    extendEnv: false,
    stdin: "ignore",
    reject: false,
  });
  return exitCode === 0 ? stdout.trim() : undefined;
}

/** @throws UserStackError with Pulumi's message, for instance because there is no such stack */
export async function readUserStack({ environment, stack, configFile }: StackChoice): Promise<UserStack> {
  // Pulumi treats a file that does not exist as empty.
  if (configFile !== undefined && !existsSync(configFile)) {
    throw new UserStackError(`--config-file: ${configFile} does not exist.`);
  }
  const run = await pulumiFor({ environment, stack });
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

const deployment = z.object({
  deployment: z.object({
    resources: z
      .array(
        z.object({
          type: z.string(),
          outputs: z.object({ address: z.string().optional(), adopted: z.boolean().optional() }).optional(),
        }),
      )
      .optional(),
  }),
});

/**
 * Addresses of Conversations that did not exist before the stack.
 *
 * @throws UserStackError with Pulumi's message
 */
export async function listCreatedAddresses({ environment, stack }: StackChoice): Promise<string[]> {
  const run = await pulumiFor({ environment, stack });
  // Secrets stay encrypted.
  const exported = deployment.parse(JSON.parse(await run(["stack", "export"])));
  return (exported.deployment.resources ?? []).flatMap(({ type, outputs }) =>
    type === "twilio:conversations:AddressConfiguration" && outputs?.adopted === false && outputs.address
      ? [outputs.address]
      : [],
  );
}

/** Runs commands of the Pulumi CLI on a stack. */
async function pulumiFor({ environment, stack }: Pick<StackChoice, "environment" | "stack">) {
  const { pulumi, env } = await ensureEngine({ env: environment });
  const where = stack === undefined ? [] : ["--stack", stack];
  return async (args: string[]): Promise<string> => {
    const { stdout, stderr, exitCode } = await execa(pulumi, [...args, ...where], {
      env: { ...environment, ...env },
      extendEnv: false,
      stdin: "ignore",
      reject: false,
    });
    if (exitCode !== 0) throw new UserStackError(refusal(args, stderr || stdout));
    return stdout;
  };
}

/** Pulumi's own message, with a hint if we have one for it. */
export function refusal(args: string[], output: string): string {
  const help = helps.find(([words]) => words.test(output))?.[1];
  return [`pulumi ${args.slice(0, 2).join(" ")} failed:`, output.trim(), ...(help ? [help] : [])].join("\n");
}

/** Messages of Pulumi 3.200 to 3.245. */
const helps: readonly (readonly [RegExp, string])[] = [
  [
    /passphrase/,
    "Set PULUMI_CONFIG_PASSPHRASE to the stack's passphrase, or PULUMI_CONFIG_PASSPHRASE_FILE to a file that contains it.",
  ],
  [/PULUMI_ACCESS_TOKEN|pulumi login/, "Log in to the backend that your team uses: pulumi login"],
  [/no stack/, "Specify a stack with --stack. To list your stacks: pulumi stack ls"],
];

/** The stack cannot be read. */
export class UserStackError extends UserError {
  override readonly name = "UserStackError";
}
