// discover: reads an account and writes a stack file that adopts its objects.

import { resolve } from "node:path";
import { defineCommand, flag, text, UsageError } from "@tac-handoff/studio/command";

export const discover = defineCommand({
  name: "discover",
  summary: "write a stack file for an existing account",
  description: [
    "Reads a Twilio account without changing it, shows what relates to a hand-off, and writes Pulumi.<stack>.yaml with the objects to adopt, each key with its reason. Nothing is guessed: whatever cannot be read from the account becomes a question.",
    "If the file exists, the difference is shown first, and its other content is kept.",
    "Credentials: TWILIO_ACCOUNT_SID, TWILIO_API_KEY and TWILIO_API_SECRET. For an existing stack, the stack's own credentials are enough.",
  ],
  options: {
    stack: text("NAME", "write the file of this stack; if omitted, nothing is written"),
    configFile: text("FILE", "write this file instead of Pulumi.<stack>.yaml"),
    importFile: text("FILE", "also write a file for pulumi import --file"),
    yes: flag("replace a file without asking"),
    dryRun: flag("write nothing; show the difference"),
    json: flag("write nothing; print everything found and proposed"),
    number: text("NUMBER", "the agent's number, for instance +15551230100"),
    domain: text("HOST", "public host at which Twilio reaches TAC"),
    configuration: text("ID", 'the Orchestrator configuration to adopt, or "new"'),
    channels: text("LIST", "some of voice, sms, whatsapp, rcs, chat; for instance voice,sms"),
    env: text("FILE", "read credentials from a .env file instead of the environment"),
    endpoint: text("URL", "read a local Twilio instead (see the emulator command)"),
  },
  exitCodes: {
    0: "done",
    1: "something still has to be decided, read or written",
    2: "wrong usage",
    3: "the account could not be read",
  },
  examples: [
    "{}",
    "{} --stack prod --env ../agent/.env",
    "{} --stack prod --channels voice --import-file import.json",
  ],
  async run({ options }, io) {
    const [{ findMisfits, choicesOf }, { discover, isUnreadable }] = await Promise.all([
      import("../discover/choices.ts"),
      import("../discover/discover.ts"),
    ]);
    const problems = findMisfits(options);
    if (problems.length > 0) throw new UsageError(problems.join("\n"));
    const path = (file: string | undefined) => (file === undefined ? undefined : resolve(io.cwd, file));
    const { stack, configFile } = options;
    const file = path(configFile) ?? (stack && `Pulumi.${stack.split("/").at(-1)}.yaml`);
    try {
      const outcome = await discover({
        environment: io.env,
        envFile: path(options.env),
        endpoint: options.endpoint,
        target: stack && file ? { stack, file, isOwn: configFile === undefined } : undefined,
        importFile: path(options.importFile),
        choices: choicesOf(options),
        yes: options.yes,
        dryRun: options.dryRun,
        json: options.json,
        ask: io.ask,
        say: (text) => io.stdout(`${text}\n`),
        typed: io.typed,
        isWatched: io.isWatched,
      });
      return outcome === "done" ? 0 : 1;
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      io.stderr(`${error.message}\n`);
      return 3;
    }
  },
});
