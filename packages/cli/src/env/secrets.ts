// The credentials that TAC needs. They are never outputs; the stack's configuration or the environment may have them.

import { environmentVariables } from "@pulumi/twilio/schemas";

const { accountSid: accountVariable, apiKey, apiSecret, authToken } = environmentVariables;

/** Variables without which TAC does not start, in addition to the outputs. */
export const secretVariables: readonly string[] = [apiKey, apiSecret, authToken];

export interface SecretSources {
  /** Account of the stack. */
  accountSid: string | undefined;
  /** Configuration of the stack, with namespaced keys. Takes precedence over the environment. */
  config: Readonly<Record<string, string>>;
  environment: Readonly<Record<string, string | undefined>>;
}

export interface Secrets {
  values: Record<string, string>;
  /** Why available credentials were not used, without their values. */
  notes: string[];
}

/**
 * Finds TAC's credentials. Key and secret always come from the same place, and credentials of an environment for
 * another account are not used.
 */
export function findSecrets({ accountSid, config, environment }: SecretSources): Secrets {
  const otherAccount = environment[accountVariable];
  const isForeign = Boolean(otherAccount && accountSid && otherAccount !== accountSid);
  const configured = {
    [apiKey]: config["twilio:apiKey"],
    [apiSecret]: config["twilio:apiSecret"],
    [authToken]: config["twilio:authToken"],
  };
  const usable = isForeign ? {} : environment;
  const pair = configured[apiKey] || configured[apiSecret] ? configured : usable;
  const token = configured[authToken] || usable[authToken];

  const values: Record<string, string> = {};
  const [key, secret] = [pair[apiKey], pair[apiSecret]];
  if (key && secret) Object.assign(values, { [apiKey]: key, [apiSecret]: secret });
  if (token) values[authToken] = token;

  const wouldBeUsed = secretVariables.some((name) => !values[name] && environment[name]);
  return {
    values,
    notes:
      isForeign && wouldBeUsed
        ? [
            `The environment's credentials are not used: its ${accountVariable} is ${otherAccount}, the stack's account is ${accountSid}.`,
          ]
        : [],
  };
}

/** What to do about missing credentials that TAC needs, one paragraph each. */
export function describeUnknown(names: readonly string[]): string[] {
  const isUnknown = (name: string) => names.includes(name);
  const both = [apiKey, apiSecret].filter(isUnknown);
  return [
    ...(both.length > 0
      ? [
          `${both.join(" and ")} missing: required for TAC to call Twilio. Create a key in the Console (Account > API keys & tokens), then set twilio:apiKey and twilio:apiSecret in the stack's configuration, or ${apiKey} and ${apiSecret} in the environment.`,
        ]
      : []),
    ...(isUnknown(authToken)
      ? [
          `${authToken} missing: required for TAC to check Twilio's signatures. Copy it from the Console (Account > API keys & tokens), then set twilio:authToken in the stack's configuration, or ${authToken} in the environment.`,
        ]
      : []),
  ];
}
