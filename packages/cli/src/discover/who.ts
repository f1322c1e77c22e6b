// Finds the account to read: credentials from the environment or a .env file, otherwise those of the stack itself.

import type { Credentials } from "@pulumi/twilio/schemas";
import { UserError } from "@tac-handoff/studio/errors";
import { CredentialsError, findCredentials, readEnvFile } from "../account/credentials.ts";
import { readUserStack } from "../account/userStack.ts";
import { configValues, holdsCredential } from "./files/stackText.ts";

export interface Whose {
  environment: Record<string, string | undefined>;
  envFile?: string | undefined;
  /** A local Twilio to read instead. Default: the one in the stack file. */
  endpoint?: string | undefined;
  /** The stack file, if there is one. */
  existing?: { text: string; stack: string; file: string } | undefined;
}

/**
 * Finds the credentials for reading the account.
 *
 * @throws CredentialsError that names what is missing, never a value
 * @throws UserError if the file is for another account
 */
export async function whose({ environment, envFile, endpoint, existing }: Whose): Promise<Credentials> {
  const variables = { ...environment, ...(envFile !== undefined && readEnvFile(envFile)) };
  const inFile = existing ? configValues(existing.text) : {};
  const { "twilio:apiKey": _, ...withoutKey } = inFile;
  const { "twilio:accountSid": accountSid, "twilio:endpoint": ownEndpoint } = inFile;
  const given = variables.TWILIO_ACCOUNT_SID;
  if (existing && accountSid && given && accountSid !== given) {
    throw new UserError(
      `${existing.file} is for account ${accountSid}, but the credentials are for ${given}. Specify another stack, or remove twilio:accountSid from the file.`,
    );
  }
  const at = { environment: variables, endpoint: endpoint ?? ownEndpoint };
  const failures: unknown[] = [];
  for (const config of [withoutKey, inFile]) {
    try {
      return findCredentials({ ...at, config });
    } catch (error) {
      if (!(error instanceof CredentialsError)) throw error;
      failures.push(error);
    }
  }
  if (!existing || !holdsCredential(existing.text)) throw failures[0];
  const { stack, file: configFile } = existing;
  const { config } = await readUserStack({ environment, stack, configFile });
  return findCredentials({ ...at, config });
}
