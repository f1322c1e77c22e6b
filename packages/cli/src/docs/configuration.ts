// docs/configuration.md: every key of a stack's configuration, every credential, every output.

import type { z } from "zod";
import { type Field, fieldsOf } from "./fields.ts";
import { codeBlock, generatedFrom, page, prose, table } from "./markdown.ts";

export interface Configuration {
  /** Keys below `tac-handoff:`. */
  keys: z.ZodObject;
  /** Keys below `twilio:`. */
  credentials: z.ZodObject;
  /** Environment variables of credentials that have one. */
  environmentVariables: Readonly<Record<string, string>>;
  /** The command that sets a key, from its full name and an example value. */
  howToSet: (key: string, example: string) => string;
  /** Example values of credentials. */
  credentialExamples: Readonly<Record<string, string>>;
  outputs: Readonly<Record<string, { describe: string; variables: readonly string[] }>>;
  /** Variables that TAC needs in addition to the outputs. */
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
    prose(`A stack is configured in \`Pulumi.<stack>.yaml\`, manually or with \`pulumi config set\`. Everything is
checked before anything is sent to Twilio; all mistakes are reported at once, each with its key and an example.
Keys that are not listed here are rejected.`),
    codeBlock("yaml", [
      "config:",
      "  twilio:accountSid: AC…",
      "  tac-handoff:agentDomain: agent.example.com",
      "  tac-handoff:channels: [voice, sms]",
      '  tac-handoff:phoneNumber: "+15551230100"',
    ]),
    "## Credentials",
    prose(`Credentials can be set in the environment instead; the configuration takes precedence. An API key with its
secret is preferred to the auth token. A key or token in the configuration is never combined with the other kind
from the environment. Set secrets with \`--secret\`; if the command line has no value, the CLI prompts for it.`),
    table(
      ["Key", "Type", "Environment", "Description", "How to set it"],
      fieldsOf(credentials).map((field) => credentialRow(field, environmentVariables, credentialExamples)),
    ),
    "## The hand-off",
    table(
      ["Key", "Type", "Default", "Description", "How to set it"],
      fieldsOf(keys).map((field) => keyRow(field, howToSet)),
    ),
    prose(`\`whatsappSender\` is required if \`channels\` includes \`whatsapp\`, \`rcsSender\` if it includes \`rcs\`,
and \`chatAddress\` if it includes \`chat\`. For a channel that is not listed, the stack declares and changes
nothing.`),
    "### Many numbers and senders",
    prose(`\`phoneNumber\`, \`whatsappSender\`, \`rcsSender\` and \`chatAddress\` accept one value or a list. Each
number of a list may have its own channels, \`voice\` and \`sms\`; without them it has those of the stack.`),
    codeBlock("yaml", [
      "  tac-handoff:channels: [voice, sms, whatsapp]",
      "  tac-handoff:phoneNumber:",
      '    - "+15551230100"                                # TAC\'s: TWILIO_PHONE_NUMBER',
      '    - { number: "+15551230102", channels: [voice] }',
      '  tac-handoff:whatsappSender: ["whatsapp:+15551230101", "whatsapp:+15551230103"]',
    ]),
    prose(`The first is TAC's: it becomes the variable, and \`From\` of every hand-off. TAC 2.5.0 reads no other. Calls
to the other numbers reach the agent all the same; to a message that arrives at another number or sender, TAC replies
from the first of the channel ([assumptions.md](assumptions.md#second-sender)). A list does not change the single value's
resources: values can be added, removed and reordered, and only those that are added or removed are touched.`),
    "## Outputs",
    prose(`The stack's outputs, with the corresponding variables of TAC's SDKs. Outputs that the channels in use do not
need are absent. No output is secret. Where two variables are listed, TAC for Python reads the first and TAC for
TypeScript the second. \`TWILIO_FLEX_…\` are for \`@tac-handoff/runtime\`; TAC ignores them.`),
    table(
      ["Output", "Description", "TAC's variables"],
      Object.entries(outputs).map(([name, { describe, variables }]) => [
        `\`${name}\``,
        `${describe}.`,
        variables.map((variable) => `\`${variable}\``).join(", "),
      ]),
    ),
    codeBlock("sh", ["pulumi stack output --json"]),
    "## The agent's .env",
    prose(`\`npm run env\` prints these variables, or merges them into the file that the agent reads. It sends
no requests to Twilio.`),
    codeBlock("sh", [
      "npm run env -- --stack prod                                  # print them",
      "npm run env -- --stack prod --out ../agent/.env              # merge, and show what changed",
      "npm run env -- --stack prod --out ../agent/.env --check      # exit with 1 if the file is out of date",
      "pulumi stack output --json | npm run env -- --outputs - --out .env   # needs no Pulumi login itself",
    ]),
    prose(`The command **owns** the lines of the variables above, and no others. One of its lines with a different value
is changed in place, even if several lines set the same variable. A line whose output no longer exists, for
instance because a channel was turned off, is removed. New lines are added at the end, below a comment line. All
other lines are preserved byte for byte; the file is replaced in one step, and only its owner can read it
(mode 600). \`TWILIO_REGION\` is written if \`twilio:region\` is set, and never removed.`),
    prose(`TAC also needs ${secretVariables.map((name) => `\`${name}\``).join(", ")}, which are not outputs.
They are written only with \`--with-secrets\`: from the stack's configuration or, if it does not have them, from
the environment, unless that is for another account. They are never removed, and differences show them as
\`••••\`. A stack with an API key usually has no auth token; TAC needs it to validate Twilio's signatures, so set
it in one of the two places. A value that loaders would read differently, for instance one with a line break, is
rejected.`),
    prose(`\`--format shell\` prints lines for \`eval\`, \`--format json\` one object. In a GitHub workflow,
\`--format github --out "$GITHUB_ENV"\` sets the variables for the following steps and masks the secrets in the
logs.`),
    prose(`The variables of the Summary operator are omitted: only TAC's webhook processor reads them, and the
      stack's rules call no webhook.`),
    prose(`Tested: TAC for Python 2.5.0 configures itself from the file; python-dotenv, dotenv,
\`node --env-file\` and \`sh\` read the same values from it. TAC for TypeScript was not available; the values are
checked against the rules in its source.`),
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
    `${description}${secret ? " Secret." : ""}${required ? " Required." : ""}`,
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
    required ? "none, required" : preset === undefined ? "" : `\`${JSON.stringify(preset)}\``,
    description === "" ? "" : `${description}.`,
    // A member of a map has a name of the user's own, and a list a first element.
    example ? `\`${howToSet(key.replaceAll("*", "NAME").replaceAll("[]", "[0]"), example)}\`` : "",
  ];
}
