// Delivers the variables: to standard output, a .env file, or GitHub's runner.

import { resolve } from "node:path";
import type { Io } from "@tac-handoff/studio/command";
import dotenv from "dotenv";
import { appendToTextFile, isOpenToOthers, readTextFile, replaceTextFile } from "../files/textFile.ts";
import { colored } from "../terminal/difference.ts";
import { shellWord } from "../terminal/shellWord.ts";
import { describeChange } from "./change.ts";
import { type Format, formatVariables, githubMasks } from "./formats.ts";
import { mergeVariables } from "./merge.ts";
import { describeUnknown, findSecrets, secretVariables } from "./secrets.ts";
import { type Source, sourceFromFile, sourceFromStack } from "./source.ts";
import { agentVariables, ownedVariables, plainVariables } from "./variables.ts";

/** The command's options; relative paths are resolved against the user's current folder. */
export interface Delivery {
  stack?: string | undefined;
  configFile?: string | undefined;
  /** File with outputs instead of a stack; `-` is standard input. */
  outputs?: string | undefined;
  /** Default: standard output; `.env` with `check`. */
  out?: string | undefined;
  check: boolean;
  withSecrets: boolean;
  format: Format;
}

interface Found {
  source: Source;
  variables: Record<string, string>;
  /** Empty unless requested. */
  secrets: Record<string, string>;
}

/** @returns exit code: 1 if `check` found the file out of date, otherwise 0 */
export async function deliver(options: Delivery, io: Io): Promise<0 | 1> {
  const { out = options.check ? ".env" : undefined, format, withSecrets } = options;
  const source = await readSource(options, io);
  const found: Found = { source, variables: agentVariables(source.outputs, source.config), secrets: {} };
  if (withSecrets) {
    const accountSid = source.outputs.accountSid;
    const { values, notes } = findSecrets({ accountSid, config: source.config, environment: io.env });
    found.secrets = values;
    for (const note of notes) io.stderr(`${note}\n`);
  }
  if (out === undefined) return print(found, options, io);
  return format === "github" ? appendForGithub(out, found, options, io) : merge(out, found, options, io);
}

function readSource({ stack, configFile, outputs }: Delivery, io: Io): Promise<Source> {
  const path = (file: string) => resolve(io.cwd, file);
  if (outputs !== undefined) return sourceFromFile(outputs === "-" ? outputs : path(outputs), io);
  return sourceFromStack({
    environment: io.env,
    stack,
    configFile: configFile === undefined ? undefined : path(configFile),
  });
}

function print({ variables, secrets }: Found, options: Delivery, io: Io): 0 {
  io.stdout(formatVariables(options.format, { ...variables, ...secrets }));
  reportMissing(secrets, { where: "Not printed", ...options }, io);
  return 0;
}

/** The runner reads the file after the step has ended, and masks the values listed on standard output. */
function appendForGithub(out: string, { variables, secrets }: Found, options: Delivery, io: Io): 0 {
  io.stdout(githubMasks(Object.values(secrets)));
  appendToTextFile(resolve(io.cwd, out), formatVariables("github", { ...variables, ...secrets }));
  reportMissing(secrets, { where: "Not written", ...options }, io);
  return 0;
}

function merge(out: string, { source, variables, secrets }: Found, options: Delivery, io: Io): 0 | 1 {
  const file = readTextFile(resolve(io.cwd, out));
  const before = file.text ?? "";
  const after = mergeVariables(before, {
    variables: { ...variables, ...secrets },
    removable: ownedVariables,
  });
  const diff = describeChange({ file: out, before, after, visible: plainVariables });
  if (diff !== "") io.stdout(`${colored(diff, io.colors)}\n`);
  const isCurrent = after === before;
  const isOpen = isOpenToOthers(file);

  if (!options.check && (!isCurrent || isOpen)) replaceTextFile(file, after, { access: "private" });
  const result = isCurrent
    ? `${out} is up to date with ${source.title}`
    : `${out} written from ${source.title}`;
  if (options.check && !isCurrent) {
    io.stderr(
      `${out} is out of date with ${source.title}. Update it: ${io.typed(optionsToWrite(out, options))}\n`,
    );
  } else if (options.check && isOpen) {
    io.stdout(`${result}.\n`);
    io.stderr(`Users other than the owner can read ${out}: chmod 600 ${shellWord(out)}\n`);
  } else {
    io.stdout(isOpen ? `${result}; from now on only its owner can read it.\n` : `${result}.\n`);
  }
  reportMissing(dotenv.parse(after), { where: `Not in ${out}`, ...options }, io);
  return options.check && !isCurrent ? 1 : 0;
}

function optionsToWrite(out: string, { stack, configFile, outputs, withSecrets }: Delivery): string {
  const given = { stack, "config-file": configFile, outputs, out };
  const words = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, shellWord(value)],
  );
  return ["env", ...words, ...(withSecrets ? ["--with-secrets"] : [])].join(" ");
}

/** Reports credentials that TAC needs but will not have. An empty one counts as missing. */
function reportMissing(
  there: Readonly<Record<string, string>>,
  { where, withSecrets }: { where: string; withSecrets: boolean },
  { stderr }: Io,
): void {
  const missing = secretVariables.filter((name) => !there[name]);
  if (missing.length === 0) return;
  if (withSecrets) for (const line of describeUnknown(missing)) stderr(`${line}\n`);
  else
    stderr(
      `${where}, and TAC needs them: ${missing.join(", ")}. --with-secrets adds those that are in the stack's configuration or the environment.\n`,
    );
}
