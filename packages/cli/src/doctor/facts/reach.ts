// What --reach finds: the agent's responses, with its TwiML read, and whether the token that signed is the account's.

import type { Api } from "@pulumi/twilio/client";
import { UserError } from "@tac-handoff/studio/errors";
import { isSuccess, type Paths, reachAgent } from "./agentRequests.ts";
import { type AuthToken, type CheckedToken, checkToken } from "./authToken.ts";
import { readTwiml, type Twiml } from "./twiml.ts";
import type { Wanted } from "./wanted.ts";

export interface Reach {
  paths: Paths;
  /** TwiML in the response to the signed request, or why it could not be read. Absent without a response of 2xx. */
  twiml?: Twiml | { problem: string } | undefined;
  /** Absent without a token. */
  token?: CheckedToken | undefined;
}

/** @param authToken signs the second request to each path, unless Twilio refuses it */
export async function readReach(api: Api, wanted: Wanted, authToken?: AuthToken): Promise<Reach> {
  const token = authToken && (await checkToken(authToken));
  const paths = await reachAgent(api, wanted, {
    authToken: token?.isOfAccount === false ? undefined : authToken?.value,
  });
  const signed = paths.twiml?.signed;
  const isThere = signed !== undefined && "status" in signed && isSuccess(signed.status);
  return { paths, twiml: isThere ? await attemptTwiml(signed.text) : undefined, token };
}

async function attemptTwiml(text: string): Promise<Twiml | { problem: string }> {
  try {
    return await readTwiml(text);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { problem: error.message };
  }
}
