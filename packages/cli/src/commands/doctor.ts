// doctor: is this account, right now, ready for a hand-off?

import { defineCommand, flag, type Io, text, UsageError } from "@tac-handoff/studio/command";

const channels = ["voice", "sms", "whatsapp", "rcs", "chat"] as const;

/** Options that describe the expected account when there is no stack. */
const ownOptions = [
  "number",
  "whatsapp",
  "rcs",
  "domain",
  "configuration",
  "flow",
  "chat",
  "channels",
] as const;

export const doctor = defineCommand({
  name: "doctor",
  summary: "check whether an account is ready for a hand-off",
  description: [
    "Is this account, right now, ready for a hand-off? Reads the account and reports, for each step of Twilio's guide, what is right, what is wrong and how to fix it. Sends only GET requests to Twilio, unless you use --simulate.",
    "The expected values come from a stack (its configuration and outputs: --stack, or the selected one). Without a stack they come from the agent's variables (--env, or .env in the current folder, or the environment), so doctor works with any account.",
  ],
  options: {
    stack: text("NAME", "check against this stack"),
    configFile: text("FILE", "read the stack's configuration from this file instead of Pulumi.<stack>.yaml"),
    noStack: flag("do not check against a stack, even if one is selected"),
    env: text(
      "FILE",
      "the agent's .env file: compared with the stack, or without a stack the source of expected values (default: .env)",
    ),
    channels: text(
      "LIST",
      `without a stack: some of ${channels.join(",")} (default: those with a known number or sender)`,
    ),
    number: text("NUMBER", "without a stack: the agent's number, if it is not among the variables"),
    whatsapp: text("SENDER", "without a stack: the WhatsApp sender"),
    rcs: text("SENDER", "without a stack: the RCS sender"),
    chat: text("ADDRESS", "without a stack: the chat address"),
    domain: text("HOST", "without a stack: the agent's public host"),
    configuration: text("ID", "without a stack: the Orchestrator configuration"),
    flow: text("SID", "without a stack: the hand-off flow"),
    reach: flag(
      "also send POST requests to the agent's own host: an unsigned one, which it must reject with 403, and with the account's auth token a signed one, which it must accept",
    ),
    problems: flag("show only what is wrong, and warnings"),
    json: flag("print one object {ready, checks} and nothing else"),
    watch: flag("check again until the account is ready"),
    every: text("SECONDS", "with --watch: time between two checks (default: 10)"),
    timeout: text("SECONDS", "with --watch: give up after this time (default: never)"),
    simulate: text(
      "ADDRESS",
      "hand off the open conversation of this address: an agent in Flex receives a real task",
    ),
    yes: flag("do not ask for confirmation before --simulate"),
    endpoint: text("URL", "check a local Twilio instead (see the emulator command)"),
  },
  exitCodes: {
    0: "ready",
    1: "not ready",
    2: "wrong usage",
    3: "the account could not be read (credentials, network, no stack)",
  },
  examples: [
    "{}",
    "{} --stack prod --watch",
    "{} --no-stack --env ../agent/.env --json",
    "{} --simulate +15551230199",
  ],
  async run({ options }, io) {
    const { every, timeout, ...given } = options;
    const own = ownOptions.filter((name) => options[name] !== undefined);
    checkUsage(options, own, io);
    const { runDoctor } = await import("../doctor/run.ts");
    return runDoctor(
      {
        ...given,
        own,
        channels: options.channels === undefined ? undefined : listed(options.channels),
        everyMs: seconds("--every", every) ?? 10_000,
        timeoutMs: seconds("--timeout", timeout),
      },
      io,
    );
  },
});

function listed(list: string): (typeof channels)[number][] {
  const words = list.split(",").map((word) => word.trim());
  const unknown = words.filter((word) => !channels.some((channel) => channel === word));
  if (unknown.length > 0)
    throw new UsageError(`--channels: expected ${channels.join(", ")}, found "${unknown.join(", ")}".`);
  return channels.filter((channel) => words.includes(channel));
}

interface Given {
  stack: string | undefined;
  configFile: string | undefined;
  noStack: boolean;
  channels: string | undefined;
  problems: boolean;
  json: boolean;
  watch: boolean;
  every: string | undefined;
  timeout: string | undefined;
  simulate: string | undefined;
  yes: boolean;
}

function checkUsage(given: Given, own: readonly string[], { ask }: Io): void {
  if (given.channels !== undefined) listed(given.channels);
  for (const [option, value] of [
    ["--stack", given.stack],
    ["--config-file", given.configFile],
  ] as const) {
    if (value === undefined) continue;
    if (own.length > 0)
      throw new UsageError(`--${own.join(", --")}: this comes from the stack. Omit it, or omit ${option}.`);
    if (given.noStack) throw new UsageError(`${option} and --no-stack cannot be combined.`);
  }
  if (!given.watch && (given.every ?? given.timeout) !== undefined)
    throw new UsageError("--every and --timeout need --watch.");
  if (given.problems && given.json)
    throw new UsageError(
      "--problems and --json cannot be combined: --json includes the status of each check.",
    );
  if (given.simulate !== undefined && !given.yes && (!ask || given.json))
    throw new UsageError("--simulate creates a real task for an agent in Flex: confirm with --yes.");
}

function seconds(option: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (!/^\d+(\.\d+)?$/.test(given) || Number(given) === 0)
    throw new UsageError(`${option}: expected a number of seconds above 0, found "${given}".`);
  return Number(given) * 1_000;
}
