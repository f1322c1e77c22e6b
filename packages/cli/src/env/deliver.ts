// Brings the variables where they are wanted: to standard output, a .env file, or GitHub's runner.

import dotenv from "dotenv";
import { fromUser } from "../files/fromUser.ts";
import { appendToTextFile, isOpenToOthers, readTextFile, replaceTextFile } from "../files/textFile.ts";
import { coloured } from "../terminal/difference.ts";
import { shellWord } from "../terminal/shellWord.ts";
import { describeChange } from "./change.ts";
import { type Format, formatVariables, githubMasks } from "./formats.ts";
import { mergeVariables } from "./merge.ts";
import { describeUnknown, findSecrets, secretVariables } from "./secrets.ts";
import { type Source, sourceFromFile, sourceFromStack } from "./source.ts";
import { agentVariables, ownedVariables, plainVariables } from "./variables.ts";

/** The command's options; relative paths are meant from where the user stood. */
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
  /** Empty unless they were asked for. */
  secrets: Record<string, string>;
}

/** @returns exit code: 1 when `check` found the file out of date, else 0 */
export async function deliver(options: Delivery): Promise<0 | 1> {
  const { out = options.check ? ".env" : undefined, format, withSecrets } = options;
  const source = await readSource(options);
  const found: Found = { source, variables: agentVariables(source.outputs, source.config), secrets: {} };
  if (withSecrets) {
    const accountSid = source.outputs.accountSid;
    const { values, notes } = findSecrets({ accountSid, config: source.config, environment: process.env });
    found.secrets = values;
    for (const note of notes) console.error(note);
  }
  if (out === undefined) return print(found, options);
  return format === "github" ? tellGithub(out, found, options) : merge(out, found, options);
}

function readSource({ stack, configFile, outputs }: Delivery): Promise<Source> {
  if (outputs !== undefined) return sourceFromFile(outputs === "-" ? outputs : fromUser(outputs));
  return sourceFromStack({ stack, configFile: configFile === undefined ? undefined : fromUser(configFile) });
}

function print({ variables, secrets }: Found, options: Delivery): 0 {
  process.stdout.write(formatVariables(options.format, { ...variables, ...secrets }));
  sayMissing(secrets, { where: "Not printed", ...options });
  return 0;
}

/** The runner reads the file when the step has ended, and hides what the step has told it to hide. */
function tellGithub(out: string, { variables, secrets }: Found, options: Delivery): 0 {
  process.stdout.write(githubMasks(Object.values(secrets)));
  appendToTextFile(fromUser(out), formatVariables("github", { ...variables, ...secrets }));
  sayMissing(secrets, { where: "Not written", ...options });
  return 0;
}

function merge(out: string, { source, variables, secrets }: Found, options: Delivery): 0 | 1 {
  const file = readTextFile(fromUser(out));
  const before = file.text ?? "";
  const after = mergeVariables(before, {
    variables: { ...variables, ...secrets },
    removable: ownedVariables,
  });
  const diff = describeChange({ file: out, before, after, visible: plainVariables });
  if (diff !== "") console.log(coloured(diff));
  const isCurrent = after === before;
  const isOpen = isOpenToOthers(file);

  if (!options.check && (!isCurrent || isOpen)) replaceTextFile(file, after, { access: "private" });
  const told = isCurrent
    ? `${out} is up to date with ${source.title}`
    : `${out} written from ${source.title}`;
  if (options.check && !isCurrent) {
    console.error(`${out} is out of date with ${source.title}. Write it: ${commandToWrite(out, options)}`);
  } else if (options.check && isOpen) {
    console.log(`${told}.`);
    console.error(`Others than its owner may read ${out}: chmod 600 ${shellWord(out)}`);
  } else {
    console.log(isOpen ? `${told}; from now on only its owner can read it.` : `${told}.`);
  }
  sayMissing(dotenv.parse(after), { where: `Not in ${out}`, ...options });
  return options.check && !isCurrent ? 1 : 0;
}

function commandToWrite(out: string, { stack, configFile, outputs, withSecrets }: Delivery): string {
  const given = { stack, "config-file": configFile, outputs, out };
  const words = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, shellWord(value)],
  );
  return ["npm run env --", ...words, ...(withSecrets ? ["--with-secrets"] : [])].join(" ");
}

/** Credentials that TAC will miss. An empty one counts as missing. */
function sayMissing(
  there: Readonly<Record<string, string>>,
  { where, withSecrets }: { where: string; withSecrets: boolean },
): void {
  const missing = secretVariables.filter((name) => !there[name]);
  if (missing.length === 0) return;
  if (withSecrets) for (const line of describeUnknown(missing)) console.error(line);
  else
    console.error(
      `${where}, and TAC needs them: ${missing.join(", ")}. --with-secrets adds what the stack's configuration or the environment has of them.`,
    );
}
