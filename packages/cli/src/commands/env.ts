// env: TAC's variables from the stack's outputs, printed or merged into a .env file.

import { defineCommand, flag, text, textOr, UsageError } from "@tac-handoff/studio/command";
import { type Format, formats } from "../env/formats.ts";

export const env = defineCommand({
  name: "env",
  summary: "print TAC's variables, or merge them into a .env file",
  description: [
    "Prints the variables that TAC reads, for Python and TypeScript, from the outputs of a stack; or merges them into a .env file and shows what changed. Lines for other variables stay unchanged. Relative paths are resolved against the current folder.",
  ],
  options: {
    stack: text("NAME", "the stack (default: the selected one, see pulumi stack select)"),
    configFile: text("FILE", "the stack's configuration, if it is not Pulumi.<stack>.yaml"),
    outputs: text(
      "FILE",
      "read the output of pulumi stack output --json from this file, instead of a stack; - for standard input",
    ),
    out: text("FILE", "merge into this file, which is created if needed and made readable only by its owner"),
    check: flag(
      "write nothing; show what would change in the file (default: .env), and exit with 1 if anything would",
    ),
    withSecrets: flag(
      "include TWILIO_API_KEY, TWILIO_API_SECRET and TWILIO_AUTH_TOKEN, from the stack's configuration or else from the environment",
    ),
    format: textOr(
      "dotenv",
      "FORMAT",
      "dotenv, shell, json or github; with --out, github appends, as $GITHUB_ENV requires; shell and json can only be printed",
    ),
  },
  exitCodes: { 0: "done, or up to date", 1: "out of date (with --check), or failed", 2: "wrong usage" },
  examples: [
    "{} --stack prod",
    "{} --stack prod --out ../agent/.env --with-secrets",
    "{} --stack prod --out ../agent/.env --check",
    'eval "$({} --format shell)"',
    '{} --outputs outputs.json --format github --out "$GITHUB_ENV"',
  ],
  async run({ options }, io) {
    const format = formats.find((each) => each === options.format);
    if (format === undefined)
      throw new UsageError(`--format: expected ${formats.join(", ")}; found "${options.format}".`);
    const mistake = findMistake({ ...options, format });
    if (mistake !== undefined) throw new UsageError(mistake);
    const { deliver } = await import("../env/deliver.ts");
    return deliver({ ...options, format }, io);
  },
});

interface Given {
  stack: string | undefined;
  configFile: string | undefined;
  outputs: string | undefined;
  out: string | undefined;
  check: boolean;
  withSecrets: boolean;
  format: Format;
}

function findMistake({
  stack,
  configFile,
  outputs,
  out,
  check,
  withSecrets,
  format,
}: Given): string | undefined {
  if (outputs !== undefined && (stack !== undefined || configFile !== undefined))
    return "--outputs replaces --stack and --config-file: use one or the other.";
  if (check && format !== "dotenv") return `--check compares a .env file: omit --format ${format}.`;
  if (out !== undefined && (format === "shell" || format === "json"))
    return `--out merges into a .env file, which --format ${format} is not. Omit --out and redirect the output.`;
  if (format === "github" && withSecrets && out === undefined)
    return '--format github with --with-secrets: specify the file, for instance --out "$GITHUB_ENV"; standard output is for the values to mask.';
  return undefined;
}
