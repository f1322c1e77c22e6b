// docs/configuration.md: every key of a stack's configuration, every credential, every output.

import type { z } from "zod";
import { type Field, fieldsOf } from "./fields.ts";
import { codeBlock, generatedFrom, page, prose, table } from "./markdown.ts";

export interface Configuration {
  /** Keys below `tac-handoff:`. */
  keys: z.ZodObject;
  /** Keys below `twilio:`. */
  credentials: z.ZodObject;
  /** Environment variable of a credential, where it has one. */
  environmentVariables: Readonly<Record<string, string>>;
  /** What to type for a key, by its full name and an example of its value. */
  howToSet: (key: string, example: string) => string;
  /** Example values of credentials. */
  credentialExamples: Readonly<Record<string, string>>;
  outputs: Readonly<Record<string, { describe: string; variables: readonly string[] }>>;
  /** Variables with what TAC needs and no output holds. */
  secretVariables: readonly string[];
}

/** The whole page. */
export function configurationPage({
  keys,
  credentials,
  environmentVariables,
  howToSet,
  credentialExamples,
  outputs,
  secretVariables,
}: Configuration): string {
  return page([
    generatedFrom("infra/config.ts, infra/outputs.ts and packages/twilio/src/client/credentials.ts"),
    "# Configuration and outputs",
    prose(`A stack is configured in \`Pulumi.<stack>.yaml\`, by hand or with \`pulumi config set\`. Everything is
      checked before anything is sent to Twilio; all mistakes are reported at once, each with its key and an example.
      Keys that are not listed here are refused.`),
    codeBlock("yaml", [
      "config:",
      "  twilio:accountSid: AC…",
      "  tac-handoff:agentDomain: agent.example.com",
      "  tac-handoff:channels: [voice, sms]",
      '  tac-handoff:phoneNumber: "+15551230100"',
    ]),
    "## Credentials",
    prose(`They may stand in the environment instead; the configuration wins. A key with its secret is preferred to
      the auth token. A key or token in the configuration is never mixed with one of the other kind from the
      environment. Secrets are set with \`--secret\`; without a value on the command line the CLI asks for it.`),
    table(
      ["Key", "Type", "Environment", "What it is", "How to set it"],
      fieldsOf(credentials).map((field) => credentialRow(field, environmentVariables, credentialExamples)),
    ),
    "## The hand-off",
    table(
      ["Key", "Type", "Default", "What it is", "How to set it"],
      fieldsOf(keys).map((field) => keyRow(field, howToSet)),
    ),
    prose(`\`whatsappSender\` is needed when \`channels\` has \`whatsapp\`, and \`chatAddress\` when it has
      \`chat\`. For a
      channel that is not listed nothing is declared and nothing touched.`),
    "## Outputs",
    prose(`What the stack provides to others, with the variables of TAC's SDKs. An output that the channels in use do not
      need is absent. None is a secret. Where two variables are named, the first is read by TAC for Python and
      the second by TAC for TypeScript.`),
    table(
      ["Output", "What it is", "Variables of TAC"],
      Object.entries(outputs).map(([name, { describe, variables }]) => [
        `\`${name}\``,
        `${describe}.`,
        variables.map((variable) => `\`${variable}\``).join(", "),
      ]),
    ),
    codeBlock("sh", ["pulumi stack output --json"]),
    "## The agent's .env",
    prose(`\`npm run env\` prints these variables, or merges them into the file that the agent reads. It asks
      nothing of Twilio.`),
    codeBlock("sh", [
      "npm run env -- --stack prod                                  # print them",
      "npm run env -- --stack prod --out ../agent/.env              # merge, and show what changed",
      "npm run env -- --stack prod --out ../agent/.env --check      # exit 1 when the file is out of date",
      "pulumi stack output --json | npm run env -- --outputs - --out .env   # without a login of its own",
    ]),
    prose(`It **owns** the lines of the variables above, and no other line. A line of its own with another value is
      changed in place, also where several lines set one variable. One whose output is gone, for instance of a channel that was turned off, is removed. New ones come at the end,
      below a comment line. Every other line stays byte for byte; the file is replaced in one step, and only its
      owner can read it (mode 600). \`TWILIO_REGION\` is written when \`twilio:region\` is set, and never
      removed.`),
    prose(`TAC also needs ${secretVariables.map((name) => `\`${name}\``).join(", ")}, which no output holds.
      They are written only with \`--with-secrets\`: from the stack's configuration or, where it has none, from
      the environment, unless that names another account. They are never removed, and a difference shows them
      as \`••••\`. A stack with an API key has no auth token as a rule; TAC checks Twilio's signatures with it, so set one of
      the two places. A value that loaders would read differently, for instance one with a line break, is refused.`),
    prose(`\`--format shell\` prints lines to \`eval\`, \`json\` one object. In a workflow of GitHub,
      \`--format github --out "$GITHUB_ENV"\` sets the variables for the steps that follow, and masks the secrets
      in its logs.`),
    prose(`The variables of the Summary operator are left out: only TAC's webhook processor reads them, and the
      stack's rules call no webhook.`),
    prose(`Tried: TAC for Python 2.5.0 configures itself from the file; python-dotenv, dotenv,
      \`node --env-file\` and \`sh\` read the same values from it. TAC for TypeScript could not be had; the
      values are held to the rules that stand in its source.`),
  ]);
}

function credentialRow(
  { path, type, description, required, secret }: Field,
  variables: Configuration["environmentVariables"],
  examples: Configuration["credentialExamples"],
): string[] {
  const variable = variables[path];
  const example = examples[path];
  return [
    `\`twilio:${path}\``,
    type,
    variable ? `\`${variable}\`` : "",
    `${description}${secret ? " Secret." : ""}${required ? " Always needed." : ""}`,
    example ? `\`pulumi config set twilio:${path} ${example}\`` : "",
  ];
}

function keyRow(
  { path, type, description, required, default: preset, example }: Field,
  howToSet: Configuration["howToSet"],
): string[] {
  const key = `tac-handoff:${path}`;
  return [
    `\`${key}\``,
    type,
    required ? "none, needed" : preset === undefined ? "" : `\`${JSON.stringify(preset)}\``,
    description === "" ? "" : `${description}.`,
    example ? `\`${howToSet(key, example)}\`` : "",
  ];
}
