// Credentials for Twilio, from a stack's configuration or from environment variables.

import { type Credentials, credentials, environmentVariables, withEnvironment } from "@pulumi/twilio/schemas";
import { UserError } from "@tac-handoff/studio/errors";
import dotenv from "dotenv";
import { readTextFile } from "../files/textFile.ts";

export interface Sources {
  /** Configuration of the stack, with namespaced keys. Takes precedence. */
  config?: Record<string, string> | undefined;
  /** Environment variables of the process, overridden by those in a `.env` file. */
  environment: Record<string, string | undefined>;
  /** A local Twilio to use instead, for instance `http://127.0.0.1:4010`. */
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
    `Cannot connect to Twilio:\n${problems.join("\n")}\nSet TWILIO_ACCOUNT_SID, TWILIO_API_KEY and TWILIO_API_SECRET (Console: Account > API keys & tokens), name a .env file with --env, or a stack with --stack.`,
  );
}

/** The two names by which a user can set it. */
function nameOf(key: string): string {
  const variable = environmentVariables[key as keyof typeof environmentVariables] ?? "--endpoint";
  return `${variable} (twilio:${key})`;
}

/** Reads a `.env` file. @throws CredentialsError if it does not exist, FileError if it cannot be read */
export function readEnvFile(file: string): Record<string, string> {
  const { path, text } = readTextFile(file);
  if (text === undefined) throw new CredentialsError(`--env: ${path} does not exist.`);
  return dotenv.parse(text);
}

/** Credentials are missing or invalid. */
export class CredentialsError extends UserError {
  override readonly name = "CredentialsError";
}
