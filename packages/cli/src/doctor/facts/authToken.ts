// The auth token with which Twilio signs its requests to the agent, if one is at hand.

import { fetchAccount } from "@pulumi/twilio/account";
import { type Api, TwilioError } from "@pulumi/twilio/client";

/** A token and where it was found. It is never printed. */
export interface AuthToken {
  value: string;
  /** For messages: `twilio:authToken of stack prod`, `TWILIO_AUTH_TOKEN in .env`. */
  from: string;
  /** Whether the agent itself reads it there. */
  isOfAgent: boolean;
  /** Reads the account with this token. */
  api: Api;
}

/** The same after Twilio was asked: false if Twilio refuses it, undefined if that could not be found out. */
export interface CheckedToken {
  from: string;
  isOfAgent: boolean;
  isOfAccount: boolean | undefined;
}

/** Asks Twilio with one GET. A token that is not the account's signs nothing that the agent should accept. */
export async function checkToken({ from, isOfAgent, api }: AuthToken): Promise<CheckedToken> {
  try {
    await fetchAccount(api);
    return { from, isOfAgent, isOfAccount: true };
  } catch (error) {
    const isRefused = error instanceof TwilioError && error.status === 401;
    return { from, isOfAgent, isOfAccount: isRefused ? false : undefined };
  }
}
