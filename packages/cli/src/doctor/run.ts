// Runs doctor: determines the expected values, examines the account once or until it is ready, reports, and hands off
// one conversation if requested.

import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Api, createApi } from "@pulumi/twilio/client";
import type { Channel } from "@tac-handoff/infra/config";
import type { Io } from "@tac-handoff/studio/command";
import { UserError } from "@tac-handoff/studio/errors";
import { findCredentials, readEnvFile } from "../account/credentials.ts";
import { checkEndpoint } from "../account/endpoint.ts";
import {
  findSelectedStack,
  listCreatedAddresses,
  readUserStack,
  type UserStack,
} from "../account/userStack.ts";
import { showProgress } from "../terminal/progress.ts";
import type { AgentEnv } from "./checks/agentEnv.ts";
import { type Examination, examine, exitCode } from "./examine.ts";
import type { AuthToken } from "./facts/authToken.ts";
import { type Wanted, wantedByStack, wantedByVariables } from "./facts/wanted.ts";
import { describeExamination, summary, toJson } from "./report.ts";
import { type Simulation, simulate } from "./simulate.ts";
import { watch } from "./watch.ts";

export interface DoctorOptions {
  stack: string | undefined;
  configFile: string | undefined;
  noStack: boolean;
  /** The agent's .env file. */
  env: string | undefined;
  /** Names of the options that describe the expected account without a stack. */
  own: readonly string[];
  channels: readonly Channel[] | undefined;
  number: string | undefined;
  whatsapp: string | undefined;
  rcs: string | undefined;
  chat: string | undefined;
  domain: string | undefined;
  configuration: string | undefined;
  flow: string | undefined;
  reach: boolean;
  problems: boolean;
  json: boolean;
  watch: boolean;
  everyMs: number;
  timeoutMs: number | undefined;
  /** Address whose conversation is handed off. */
  simulate: string | undefined;
  yes: boolean;
  endpoint: string | undefined;
}

/** The account to examine, and what is expected of it. */
interface Patient {
  wanted: Wanted;
  env: AgentEnv;
  api: Api;
  authToken: AuthToken | undefined;
}

/** @returns the exit code: 0 ready, 1 not ready, 3 the account could not be read */
export async function runDoctor(options: DoctorOptions, io: Io): Promise<0 | 1 | 3> {
  const { colors } = io;
  const print = options.json ? () => {} : (text: string) => io.stdout(`${text}\n`);
  const patient = await prepare(options, io).catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    io.stderr(`${error.message}\n`);
    return undefined;
  });
  if (!patient) return 3;
  const { wanted, env, api, authToken } = patient;
  const named = wanted.channels.join(", ") || "unknown, specify them with --channels";
  print(
    colors.dim(
      `Account ${api.accountSid}${describeLocal(api)}, compared with ${wanted.origin}. Channels: ${named}.\n`,
    ),
  );

  const look = () => {
    const looking = () => examine(api, { wanted, env, reach: options.reach, authToken });
    // If Twilio fails, the client's retries take about fifteen seconds.
    return io.isWatched ? showProgress("Reading the account", looking) : looking();
  };
  const { everyMs, timeoutMs, problems: problemsOnly } = options;
  const examination = options.watch
    ? await watch({ look, print, pause, now: Date.now, everyMs, timeoutMs, problemsOnly })
    : await look();
  if (!options.watch)
    print(
      examination.blind === undefined
        ? describeExamination(examination, { problemsOnly })
        : summary(examination),
    );

  const simulation =
    options.simulate === undefined
      ? undefined
      : await handOff(patient, options.simulate, { examination, yes: options.yes, print, io });
  if (options.json) io.stdout(`${toJson(examination, simulation && { simulation })}\n`);
  const code = exitCode(examination);
  return simulation && !("task" in simulation) ? code || 1 : code;
}

/** What passes there says nothing about Twilio. */
function describeLocal({ endpoint }: Api): string {
  return endpoint === undefined
    ? ""
    : ` of the local Twilio at ${endpoint} (not Twilio: it confirms no assumption)`;
}

/** @throws UserError with the reason why the account cannot be read */
async function prepare(options: DoctorOptions, io: Io): Promise<Patient> {
  if (options.endpoint !== undefined) await checkEndpoint(options.endpoint, io);
  const file = resolve(io.cwd, options.env ?? ".env");
  const hasFile = options.env !== undefined || existsSync(file);
  const env: AgentEnv = hasFile
    ? { file: options.env ?? ".env", variables: readEnvFile(file) }
    : { none: `no .env file in ${dirname(file)}; specify one with --env` };

  const noStack = options.noStack || options.own.length > 0;
  const name = options.stack ?? (noStack ? undefined : await findSelectedStack(io.env));
  const configFile = options.configFile && resolve(io.cwd, options.configFile);
  // With a configuration file but no stack, Pulumi reports that no stack is selected.
  const choice = { environment: io.env, stack: name, configFile };
  const [stack, createdAddresses] =
    name === undefined && configFile === undefined
      ? []
      : await Promise.all([readUserStack(choice), listCreatedAddresses(choice)]);
  const environment = { ...io.env, ...("file" in env && env.variables) };
  const credentials = findCredentials({ config: stack?.config, environment, endpoint: options.endpoint });
  const { signal } = new AbortController();
  const api = createApi(credentials, signal);
  const found = findAuthToken({ stack, env, environment: io.env });
  const { apiKey: _, apiSecret: __, ...place } = credentials;
  const authToken = found && {
    ...found,
    api: createApi({ ...place, authToken: found.value }, signal),
  };
  const wanted = stack
    ? wantedByStack({ ...stack, createdAddresses }, environment, configFile)
    : wantedWithoutStack(options, environment, env);
  return { wanted, env, api, authToken };
}

/** In the order in which credentials are found. */
function findAuthToken({
  stack,
  env,
  environment,
}: {
  stack: UserStack | undefined;
  env: AgentEnv;
  environment: Record<string, string | undefined>;
}): Omit<AuthToken, "api"> | undefined {
  const variable = "TWILIO_AUTH_TOKEN";
  const ofStack = stack?.config["twilio:authToken"];
  if (stack && ofStack) {
    return { value: ofStack, from: `twilio:authToken of stack ${stack.name}`, isOfAgent: false };
  }
  const inFile = "file" in env ? env.variables[variable] : undefined;
  if ("file" in env && inFile) return { value: inFile, from: `${variable} in ${env.file}`, isOfAgent: true };
  const inEnvironment = environment[variable];
  return inEnvironment
    ? { value: inEnvironment, from: `${variable} in the environment`, isOfAgent: false }
    : undefined;
}

function wantedWithoutStack(
  options: DoctorOptions,
  environment: Record<string, string | undefined>,
  env: AgentEnv,
): Wanted {
  const given = {
    TWILIO_PHONE_NUMBER: options.number,
    TWILIO_WHATSAPP_NUMBER: options.whatsapp,
    TWILIO_RCS_SENDER_ID: options.rcs,
    TWILIO_VOICE_PUBLIC_DOMAIN: options.domain,
    TWILIO_CONVERSATION_CONFIGURATION_ID: options.configuration,
    TWILIO_STUDIO_HANDOFF_FLOW_SID: options.flow,
  };
  const own = Object.entries(given).filter(([, value]) => value !== undefined);
  const origin = [
    ...(options.own.length > 0 ? ["the command line"] : []),
    "file" in env ? env.file : "the environment",
  ].join(" and ");
  const variables = { ...environment, ...Object.fromEntries(own) };
  return wantedByVariables(origin, variables, { channels: options.channels, chatAddress: options.chat });
}

interface HandOff {
  examination: Examination;
  yes: boolean;
  print: (text: string) => void;
  io: Io;
}

async function handOff(
  { api, wanted }: Patient,
  address: string,
  { examination: { blind }, yes, print, io: { ask, colors, stderr } }: HandOff,
): Promise<Simulation | { problem: string }> {
  if (blind !== undefined) return { problem: "not attempted: the account could not be read" };
  print(
    colors.dim(
      "\nUnlike TAC, doctor does not set the conversation INACTIVE and does not turn off its callbacks: no summary is generated, and the virtual agent continues to receive the customer's messages.",
    ),
  );
  const question = `An agent in Flex will receive a task for ${address}. Continue? [y/N] `;
  if (!yes && !(await ask?.(question))) {
    print("Nothing was handed off.");
    return { problem: "not confirmed" };
  }
  try {
    const result = await simulate(api, wanted, address, { print, pause, now: Date.now });
    print(
      result.task
        ? `${colors.green("✓")} Flex has task ${result.task.sid}: channel ${result.task.taskChannel}, workflow "${result.task.workflow}"\n${JSON.stringify(result.task.attributes, null, 2)}`
        : `${colors.red("✗")} ${result.problem}`,
    );
    return result;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    stderr(`${error.message}\n`);
    return { problem: error.message };
  }
}
