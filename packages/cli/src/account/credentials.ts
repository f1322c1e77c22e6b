// Who asks Twilio: credentials of a stack's configuration, or of variables.

import { type Credentials, credentials, environmentVariables, withEnvironment } from "@pulumi/twilio/schemas";
import { UserError } from "@tac-handoff/studio/errors";
import dotenv from "dotenv";
import { readTextFile } from "../files/textFile.ts";

export interface Sources {
  /** Configuration of the stack, keys with their namespace; wins over the rest. */
  config?: Record<string, string> | undefined;
  /** Variables of the process, those of a `.env` file over them. */
  environment: Record<string, string | undefined>;
  /** A local Twilio to ask instead, for instance `http://127.0.0.1:4010`. */
  endpoint?: string | undefined;
}

/** @throws CredentialsError that names each variable that is missing or wrong, never its value */
export function findCredentials({ config = {}, environment, endpoint }: Sources): Credentials {
  const own = Object.entries(config).filter(([key]) => key.startsWith("twilio:"));
  const configured = Object.fromEntries(own.map(([key, value]) => [key.slice("twilio:".length), value]));
  const result = credentials.safeParse(
    withEnvironment({ ...configured, ...(endpoint !== undefined && { endpoint }) }, environment),
  );
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    ({ path, message }) =>
      `  ${nameOf(path.join("."))}: ${message.endsWith("received undefined") ? "is missing" : message}`,
  );
  throw new CredentialsError(
    `Twilio cannot be asked:\n${problems.join("\n")}\nSet TWILIO_ACCOUNT_SID, TWILIO_API_KEY and TWILIO_API_SECRET (Console: Account > API keys & tokens), name a .env file with --env, or a stack with --stack.`,
  );
}

/** As a person sets it, by either way. */
function nameOf(key: string): string {
  const variable = environmentVariables[key as keyof typeof environmentVariables] ?? "--endpoint";
  return `${variable} (twilio:${key})`;
}

/** The variables of a `.env` file. @throws CredentialsError when it is not there, FileError when it cannot be read */
export function readEnvFile(file: string): Record<string, string> {
  const { path, text } = readTextFile(file);
  if (text === undefined) throw new CredentialsError(`--env: there is no file ${path}.`);
  return dotenv.parse(text);
}

/** Nobody says who asks Twilio. */
export class CredentialsError extends UserError {
  override readonly name = "CredentialsError";
}
