// npm run discover: reads an account and writes the stack file that adopts what is there.

import { parseArgs } from "node:util";
import { handoffKeys } from "@tac-handoff/infra/config";
import { CredentialsError } from "../account/credentials.ts";
import { UserStackError } from "../account/userStack.ts";
import type { Chosen } from "../discover/decide/decision.ts";
import { discover } from "../discover/discover.ts";
import { CannotLook } from "../discover/inventory/inventory.ts";
import { fromUser } from "../files/fromUser.ts";
import { askAtTerminal } from "../terminal/askAtTerminal.ts";

const usage = `npm run discover -- [--stack NAME] [options]

Reads a Twilio account (nothing is changed there), shows what a hand-off has to do with, and writes
Pulumi.<stack>.yaml with what to adopt, each key with its reason. What cannot be told is asked, not guessed.
An existing file is shown with the difference first; what others wrote in it stays.

  --stack NAME          stack to write the file of; without it nothing is written
  --config-file FILE    write this file instead of Pulumi.<stack>.yaml
  --import-file FILE    also write a file for \`pulumi import --file\`
  --yes                 write over a file without asking
  --dry-run             write nothing, show the difference
  --json                write nothing, print all that was found and what is proposed

  --number +1555…       the agent's number
  --domain HOST         public host at which Twilio reaches TAC
  --configuration ID    Orchestrator configuration to adopt, or "new"
  --channels LIST       of voice, sms, whatsapp, chat; for instance voice,sms

  --env FILE            credentials from a .env file, not the environment
  --endpoint URL        a local Twilio (npm run emulator)

Credentials: TWILIO_ACCOUNT_SID, TWILIO_API_KEY, TWILIO_API_SECRET. Of an existing stack its own will do.
Ends with 0 when all is done, 1 when something is left to decide, to read or to write, 2 after wrong usage,
3 when the account cannot be read.

Examples
  npm run discover
  npm run discover -- --stack prod --env ../agent/.env
  npm run discover -- --stack prod --channels voice --import-file import.json`;

const { values: given } = parseArgs({
  options: {
    stack: { type: "string" },
    "config-file": { type: "string" },
    "import-file": { type: "string" },
    yes: { type: "boolean", default: false },
    "dry-run": { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    number: { type: "string" },
    domain: { type: "string" },
    configuration: { type: "string" },
    channels: { type: "string" },
    env: { type: "string" },
    endpoint: { type: "string" },
    help: { type: "boolean", short: "h" },
  },
});
if (given.help) {
  console.log(usage);
  process.exit(0);
}

const { shape } = handoffKeys;
const channels = given.channels?.split(",").map((channel) => channel.trim());
const wrong = [
  given.stack !== undefined && !/^(\w[\w.-]*\/){0,2}\w[\w.-]*$/.test(given.stack)
    ? `--stack: expected the name of a stack, found "${given.stack}".`
    : undefined,
  given["config-file"] !== undefined && given.stack === undefined
    ? "--config-file: expected --stack with it, the stack that the file is of."
    : undefined,
  misfit("--number", shape.phoneNumber, given.number, "a number in E.164 form, for instance +15551230100"),
  misfit(
    "--domain",
    shape.agentDomain,
    given.domain,
    "a public host name, without https:// and without a path",
  ),
  misfit("--channels", shape.channels, channels, "some of voice, sms, whatsapp, chat, with commas between"),
].filter((problem) => problem !== undefined);
if (wrong.length > 0) {
  console.error(wrong.join("\n"));
  process.exit(2);
}

const inFolder = (file: string | undefined) => (file === undefined ? undefined : fromUser(file));
const stack = given.stack?.split("/").at(-1);
const file = inFolder(given["config-file"]) ?? (stack && `Pulumi.${stack}.yaml`);
const chosen = <Value>(value: Value, flag: string): Chosen<Value> => ({ value, by: flag });

try {
  const outcome = await discover({
    environment: process.env,
    envFile: inFolder(given.env),
    endpoint: given.endpoint,
    target:
      given.stack && file
        ? { stack: given.stack, file, isOwn: given["config-file"] === undefined }
        : undefined,
    importFile: inFolder(given["import-file"]),
    choices: {
      ...(given.number && { phoneNumber: chosen(given.number, "--number") }),
      ...(given.domain && { agentDomain: chosen(given.domain, "--domain") }),
      ...(given.configuration && {
        "adopt.orchestratorConfiguration": chosen(given.configuration, "--configuration"),
      }),
      ...(channels && { channels: chosen(shape.channels.parse(channels), "--channels") }),
    },
    yes: given.yes,
    dryRun: given["dry-run"],
    json: given.json,
    ask: askAtTerminal(),
    say: (text) => console.log(text),
  });
  process.exitCode = outcome === "done" ? 0 : 1;
} catch (error) {
  const cannotLook = [CredentialsError, UserStackError, CannotLook].some((kind) => error instanceof kind);
  if (!(cannotLook && error instanceof Error)) throw error;
  console.error(error.message);
  process.exitCode = 3;
}

function misfit(
  flag: string,
  schema: { safeParse(value: unknown): { success: boolean } },
  value: unknown,
  expected: string,
): string | undefined {
  if (value === undefined || schema.safeParse(value).success) return undefined;
  return `${flag}: expected ${expected}, found "${String(value)}".`;
}
