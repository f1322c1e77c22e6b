// npm run doctor: is this account, right now, ready for a hand-off?

import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { type Api, createApi } from "@pulumi/twilio/client";
import type { Channel } from "@tac-handoff/infra/config";
import { findCredentials, readEnvFile } from "../account/credentials.ts";
import { findSelectedStack, readUserStack } from "../account/userStack.ts";
import type { AgentEnv } from "../doctor/checks/agentEnv.ts";
import { type Examination, examine, exitCode } from "../doctor/examine.ts";
import { type Wanted, wantedByStack, wantedByVariables } from "../doctor/facts/wanted.ts";
import { describeExamination, summary, toJson } from "../doctor/report.ts";
import { type Simulation, simulate } from "../doctor/simulate.ts";
import { watch } from "../doctor/watch.ts";
import { fromUser } from "../files/fromUser.ts";
import { askAtTerminal } from "../terminal/askAtTerminal.ts";
import { colors } from "../terminal/colors.ts";
import { showProgress } from "../terminal/progress.ts";

const usage = `npm run doctor -- [--stack NAME | --no-stack] [options]

Is this account, right now, ready for a hand-off? Reads the account and says, step by step of Twilio's guide, what is
right, what is wrong and what mends it. It sends nothing but GET, unless you ask for --simulate.

What should be true comes from a stack (its configuration and outputs: --stack, or the one that is selected); without
one from the agent's variables (--env, or .env here, or the environment), so that it works on any account.

  --stack NAME          this stack; --config-file FILE reads its configuration from there
  --no-stack            none, also where one is selected
  --env FILE            the agent's .env: compared with the stack, or what is wanted when there is none (default .env)
  --channels LIST       without a stack: voice,sms,whatsapp,chat (default: those with a number or sender that is known)
  --number, --whatsapp, --chat, --domain, --configuration, --flow VALUE
                        without a stack: what the variables do not say
  --reach               also send the agent's own host an unsigned POST, which it must refuse with 403
  --json                one object {ready, checks} on stdout and nothing else
  --watch               look again every --every SECONDS (default 10) until ready, for at most --timeout SECONDS
  --simulate ADDRESS    hand the open conversation of ADDRESS off: a person in Flex gets a real task
  --yes                 do not ask before that
  --endpoint URL        a local Twilio to ask instead (npm run emulator)

Exit: 0 ready, 1 not ready, 2 wrong usage, 3 could not look (credentials, network, no stack).

Examples
  npm run doctor
  npm run doctor -- --stack prod --watch
  npm run doctor -- --no-stack --env ../agent/.env --json
  npm run doctor -- --simulate +15551230199`;

const { values: options } = parseArgs({
  options: {
    stack: { type: "string" },
    "no-stack": { type: "boolean", default: false },
    "config-file": { type: "string" },
    env: { type: "string" },
    channels: { type: "string" },
    number: { type: "string" },
    whatsapp: { type: "string" },
    chat: { type: "string" },
    domain: { type: "string" },
    configuration: { type: "string" },
    flow: { type: "string" },
    reach: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    watch: { type: "boolean", default: false },
    every: { type: "string" },
    timeout: { type: "string" },
    simulate: { type: "string" },
    yes: { type: "boolean", default: false },
    endpoint: { type: "string" },
    help: { type: "boolean", short: "h" },
  },
});
if (options.help) {
  console.log(usage);
  process.exit(0);
}

/** Flags that say what is wanted of an account without a stack, and the variable each stands for. */
const flags = {
  number: "TWILIO_PHONE_NUMBER",
  whatsapp: "TWILIO_WHATSAPP_NUMBER",
  domain: "TWILIO_VOICE_PUBLIC_DOMAIN",
  configuration: "TWILIO_CONVERSATION_CONFIGURATION_ID",
  flow: "TWILIO_STUDIO_HANDOFF_FLOW_SID",
} as const;
const given = ([...Object.keys(flags), "chat", "channels"] as const).filter(
  (flag) => options[flag as keyof typeof options] !== undefined,
);

const ask = askAtTerminal();
const channels = checkUsage();
const everyMs = seconds("every") ?? 10_000;
const timeoutMs = seconds("timeout");
const say = options.json ? () => {} : (text: string) => console.log(text);

// What keeps it from looking is told as one message; only an error nobody foresaw shows its stack.
const start = await prepare().catch((error: Error) => {
  if (!("forUser" in error)) throw error;
  console.error(error.message);
  process.exit(3);
});
const { wanted, env, api } = start;
const named = wanted.channels.join(", ") || "none is known, name them with --channels";
say(colors.dim(`Account ${api.accountSid}, compared with ${wanted.origin}. Channels: ${named}.\n`));

// When Twilio fails, its patient repeats take some fifteen seconds.
const look = () => {
  const looking = () => examine(api, { wanted, env, reach: options.reach });
  return process.stderr.isTTY ? showProgress("Looking", looking) : looking();
};
const examination = options.watch
  ? await watch({ look, print: say, pause, now: Date.now, everyMs, timeoutMs })
  : await look();
if (!options.watch)
  say(examination.blind === undefined ? describeExamination(examination) : summary(examination));

const simulation = options.simulate === undefined ? undefined : await handOff(options.simulate, examination);
if (options.json) console.log(toJson(examination, simulation && { simulation }));
process.exitCode = simulation && !("task" in simulation) ? exitCode(examination) || 1 : exitCode(examination);

async function prepare(): Promise<{ wanted: Wanted; env: AgentEnv; api: Api }> {
  const file = fromUser(options.env ?? ".env");
  const hasFile = options.env !== undefined || existsSync(file);
  const env: AgentEnv = hasFile
    ? { file: options.env ?? ".env", variables: readEnvFile(file) }
    : { none: `there is no .env in ${dirname(file)}; name one with --env` };

  const noStack = options["no-stack"] || given.length > 0;
  const name = options.stack ?? (noStack ? undefined : await findSelectedStack());
  const configFile = options["config-file"] && fromUser(options["config-file"]);
  // A file without a stack is no reason to look elsewhere: Pulumi says then that none is selected.
  const stack =
    name === undefined && configFile === undefined
      ? undefined
      : await readUserStack({ stack: name, configFile });
  const environment = withEnv(env);
  const credentials = findCredentials({ config: stack?.config, environment, endpoint: options.endpoint });
  const api = createApi(credentials, new AbortController().signal);
  if (stack) return { wanted: wantedByStack(stack, environment, configFile), env, api };

  const own = Object.entries(flags).flatMap(([flag, variable]) => {
    const value = options[flag as keyof typeof flags];
    return value === undefined ? [] : [[variable, value]];
  });
  const origin = [
    ...(given.length > 0 ? ["the command line"] : []),
    "file" in env ? env.file : "the environment",
  ].join(" and ");
  const variables = { ...environment, ...Object.fromEntries(own) };
  return { wanted: wantedByVariables(origin, variables, { channels, chatAddress: options.chat }), env, api };
}

function withEnv(env: AgentEnv): Record<string, string | undefined> {
  return { ...process.env, ...("file" in env && env.variables) };
}

async function handOff(address: string, { blind }: Examination): Promise<Simulation | { problem: string }> {
  if (blind !== undefined) return { problem: "not tried: nothing could be looked at" };
  say(
    colors.dim(
      "\nUnlike TAC, the doctor does not set the conversation INACTIVE and leaves its callbacks on: no summary runs, and the agent goes on hearing the customer.",
    ),
  );
  const question = `A person in Flex will get a task for ${address}. Go on? [y/N] `;
  if (!options.yes && !(await ask?.(question))) {
    say("Nothing was handed off.");
    return { problem: "not confirmed" };
  }
  try {
    const result = await simulate(api, wanted, address, { print: say, pause, now: Date.now });
    say(
      result.task
        ? `${colors.green("✓")} Flex has task ${result.task.sid}: channel ${result.task.taskChannel}, workflow "${result.task.workflow}"\n${JSON.stringify(result.task.attributes, null, 2)}`
        : `${colors.red("✗")} ${result.problem}`,
    );
    return result;
  } catch (error) {
    if (!(error instanceof Error && "forUser" in error)) throw error;
    console.error(error.message);
    return { problem: error.message };
  }
}

function checkUsage(): Channel[] | undefined {
  const known = ["voice", "sms", "whatsapp", "chat"] as const;
  const listed = options.channels?.split(",").map((channel) => channel.trim());
  const strangers = (listed ?? []).filter((channel) => !known.some((each) => each === channel));
  if (strangers.length > 0) {
    wrongUsage(`--channels: expected ${known.join(", ")}, found "${strangers.join(", ")}".`);
  }
  for (const flag of ["stack", "config-file"] as const) {
    if (options[flag] === undefined) continue;
    if (given.length > 0) {
      wrongUsage(`--${given.join(", --")}: a stack says that itself. Leave it out, or leave --${flag} out.`);
    }
    if (options["no-stack"]) wrongUsage(`--${flag} and --no-stack exclude each other.`);
  }
  if (!options.watch && (options.every ?? options.timeout) !== undefined) {
    wrongUsage("--every and --timeout are for --watch.");
  }
  if (options.simulate !== undefined && !options.yes && (!ask || options.json)) {
    wrongUsage("--simulate makes a real task for a person in Flex: say --yes as well.");
  }
  return listed && known.filter((channel) => listed.includes(channel));
}

function seconds(name: "every" | "timeout"): number | undefined {
  const text = options[name];
  if (text === undefined) return undefined;
  if (!/^\d+(\.\d+)?$/.test(text) || Number(text) === 0) {
    wrongUsage(`--${name}: expected a number of seconds above 0, found "${text}".`);
  }
  return Number(text) * 1_000;
}

function wrongUsage(problem: string): never {
  console.error(problem);
  process.exit(2);
}
